import Algorithms
import Checkers
import Quantities
import Simulation

/// What clients of registers ask.
enum RegisterDemand: Sendable, Hashable {
  case read(key: Int)
  case write(key: Int, value: Int)
}

/// What they hear.
enum RegisterFinding: Sendable, Hashable {
  case values([Int])
  case written
}

/// A protocol that keeps registers.
protocol RegisterProcess: Process {
  static func request(_ demand: RegisterDemand, client: Int, number: Int) -> Request
  static func reply(_ response: Response) -> Reply<RegisterFinding>
}

/// Reads and writes of random keys, each write with a value of its own.
struct RegisterWorkload<P: RegisterProcess>: Workload {
  var reads: Double
  var keys: Int
  private var written = 0

  init(_ load: ProtocolLoad) {
    reads = load.reads
    keys = max(1, load.keys)
  }

  mutating func next(client: Int, _ random: inout SeededGenerator) -> RegisterDemand? {
    let key = Int(random.next() % UInt64(keys))
    if random.nextUnit() < reads { return .read(key: key) }
    written += 1
    return .write(key: key, value: written)
  }

  func request(_ call: RegisterDemand, client: Int, number: Int) -> P.Request {
    P.request(call, client: client, number: number)
  }

  func reply(_ response: P.Response, to call: RegisterDemand) -> Reply<RegisterFinding> {
    P.reply(response)
  }

  func isRead(_ call: RegisterDemand) -> Bool { if case .read = call { true } else { false } }
}

extension RunResult where W.Call == RegisterDemand, W.Answer == RegisterFinding {
  /// What clients saw; where they saw several values, the newest.
  var registers: RegisterOperations {
    var seen = RegisterOperations()
    for operation in history.operations {
      let (called, answered) = (operation.called, operation.answered)
      switch (operation.call, operation.answer) {
      case (.read(let key), .values(let values)):
        seen.read(values.max(), of: key, called: called, answered: answered)
      case (.write(let key, let value), let answer):
        seen.write(value, to: key, called: called, answered: answer == nil ? .max : answered)
      default: break
      }
    }
    return seen
  }

  /// Stale reads and lost writes, and if asked for whether the registers are linearizable.
  ///
  /// - Parameters:
  ///   - surviving: The values that a key has once all is over.
  ///   - kept: All values that survive, where the protocol keeps each: then a write is lost that is
  ///     not among them. Otherwise only one that no later write can have replaced.
  func harms(
    surviving: (Int) -> [Int], kept: [Int]? = nil, checksLinearizability: Bool
  ) -> [ProtocolFigures.Harm] {
    let seen = registers
    let acknowledged = seen.acknowledged
    let lost =
      kept.map { AcknowledgedWrites.lost(acknowledged: acknowledged, surviving: $0) }
      ?? seen.overtaken(surviving: surviving)
    let stale = seen.staleReads
    var harms = [
      ProtocolFigures.Harm(
        .lostWrites, lost.count, of: acknowledged.count,
        first: lost.first.map { "write \($0)" } ?? "", item: lost.first),
      ProtocolFigures.Harm(
        .staleReads, stale.count, of: seen.reads,
        first: stale.first.map { read, missed in
          "a read found \(read.found.map { "write \($0)" } ?? "nothing"), and write "
            + "\(missed.written ?? 0) had been acknowledged"
        } ?? "", item: stale.first?.missed.written),
    ]
    if checksLinearizability {
      let wrong = seen.linearizabilityViolation
      harms.append(.init(.notLinearizable, wrong == nil ? 0 : 1, of: 1, first: wrong ?? ""))
    }
    return harms
  }
}

extension RegisterOperations {
  /// Acknowledged writes that every surviving value of their key had come before: the values that
  /// survive were all acknowledged before these were called.
  func overtaken(surviving: (Int) -> [Int]) -> [Int] {
    var writes: [Int: Operation] = [:]
    for operation in operations {
      if let value = operation.written { writes[value] = operation }
    }
    var values: [Int: [Int]] = [:]
    return operations.compactMap { operation in
      guard let value = operation.written, operation.answered < .max else { return nil }
      let left = values[operation.key] ?? surviving(operation.key)
      values[operation.key] = left
      let isReplaced = left.contains { other in
        other == value || (writes[other]?.answered ?? .min) >= operation.called
      }
      return isReplaced ? nil : value
    }
  }
}
