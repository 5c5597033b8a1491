public import Algorithms
public import Checkers
public import Quantities

/// A protocol that replicates a ``KeyValueStore``, so that one workload and one checker fit all.
public protocol StoreProcess: Process {
  /// The request that carries an operation.
  static func request(_ operation: KeyValueStore.Operation) -> Request
  /// The request for other members; `nil` where the protocol has none.
  static func request(members: RaftConfiguration) -> Request?
  /// What a response means.
  static func reply(_ response: Response) -> Reply<StoreAnswer>
}

extension StoreProcess {
  /// None.
  public static func request(members: RaftConfiguration) -> Request? { nil }
}

/// What clients of a store do.
public enum StoreCall: Sendable, Hashable {
  /// An operation.
  case command(KeyValueStore.Command)
  /// Other members.
  case members(RaftConfiguration)
}

/// What clients of a store hear.
public enum StoreAnswer: Sendable, Hashable {
  /// An operation's output.
  case output(KeyValueStore.Output)
  /// The members are changed.
  case changed
}

/// Random operations on a few keys.
public struct StoreWorkload<P: StoreProcess>: Workload {
  /// How many keys.
  public var keys: Int
  /// The share of reads.
  public var reads: Double
  /// The share of compare-and-sets; the rest are writes.
  public var swaps: Double
  /// If not empty, client 0 asks for one of these again and again.
  public var configurations: [RaftConfiguration]
  private var written = 0

  /// A workload.
  public init(
    keys: Int = 3, reads: Double = 0.4, swaps: Double = 0.2,
    configurations: [RaftConfiguration] = []
  ) {
    self.keys = max(1, keys)
    self.reads = reads
    self.swaps = swaps
    self.configurations = configurations
  }

  /// A random operation, or other members from client 0.
  public mutating func next(client: Int, _ random: inout SeededGenerator) -> StoreCall? {
    if client == 0, !configurations.isEmpty {
      return .members(configurations[Int(random.next() % UInt64(configurations.count))])
    }
    let key = Int(random.next() % UInt64(keys))
    let kind = random.nextUnit()
    if kind < reads { return .command(.read(key)) }
    written += 1
    guard kind < reads + swaps else { return .command(.write(key, written)) }
    // One of the last few values, so that some succeed.
    let expected = max(0, written - 1 - Int(random.next() % 6))
    return .command(.compareAndSet(key, expected: expected, written))
  }

  /// As an operation of the client's session.
  public func request(_ call: StoreCall, client: Int, number: Int) -> P.Request {
    switch call {
    case .command(let command):
      return P.request(.init(client: client, number: number, command: command))
    case .members(let configuration):
      return P.request(members: configuration)
        ?? P.request(.init(client: client, number: number, command: .read(0)))
    }
  }

  /// As the protocol means it.
  public func reply(_ response: P.Response, to call: StoreCall) -> Reply<StoreAnswer> {
    P.reply(response)
  }
}

extension History where Call == StoreCall, Answer == StoreAnswer {
  /// Whether the store was linearizable, key by key.
  public func linearizability(
    limits: CheckLimits = CheckLimits()
  ) -> Verdict<Linearizability.Witness> {
    var keys: [Int] = []
    var operations: [History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation] = []
    for operation in self.operations {
      guard case .command(let command) = operation.call else { continue }
      keys.append(command.key)
      operations.append(
        .init(
          process: operation.process, call: Self.call(command),
          answer: operation.answer.flatMap(Self.answer), called: operation.called,
          answered: operation.answered))
    }
    return Linearizability.check(
      History<RegisterCall<Int>, RegisterAnswer<Int>>(operations), by: { keys[$0] },
      against: RegisterModel(initial: 0), limits: limits)
  }

  private static func call(_ command: KeyValueStore.Command) -> RegisterCall<Int> {
    switch command {
    case .read: .read
    case .write(_, let value): .write(value)
    case .compareAndSet(_, let expected, let value): .compareAndSet(from: expected, to: value)
    }
  }

  private static func answer(_ answer: StoreAnswer) -> RegisterAnswer<Int>? {
    switch answer {
    case .output(.value(let value)): .value(value)
    case .output(.written), .output(.swapped(true)): .done
    case .output(.swapped(false)): .mismatch
    case .changed: nil
    }
  }
}
