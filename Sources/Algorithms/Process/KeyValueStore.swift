/// The state machine that the consensus algorithms replicate: numbers under keys, 0 until written,
/// with sessions that make each client's operations take effect once.
///
/// - Source: Ongaro 2014, section 6.3. Sessions do not expire.
public struct KeyValueStore: Sendable, Hashable {
  /// An operation.
  public enum Command: Sendable, Hashable {
    /// Read a key.
    case read(Int)
    /// Set a key.
    case write(Int, Int)
    /// Set a key if it has the expected value.
    case compareAndSet(Int, expected: Int, Int)

    /// The key it touches.
    public var key: Int {
      switch self {
      case .read(let key), .write(let key, _), .compareAndSet(let key, _, _): key
      }
    }
  }

  /// What an operation returns.
  public enum Output: Sendable, Hashable {
    /// The value of a key.
    case value(Int)
    /// The key is set.
    case written
    /// Whether the value was the expected one.
    case swapped(Bool)
  }

  /// An operation of a client's session.
  public struct Operation: Sendable, Hashable {
    /// The client.
    public var client: Int
    /// Counts the client's operations.
    public var number: Int
    /// What to do.
    public var command: Command

    /// An operation.
    public init(client: Int, number: Int, command: Command) {
      self.client = client
      self.number = number
      self.command = command
    }
  }

  private struct Session: Sendable, Hashable {
    var number: Int
    var output: Output
  }

  /// The values.
  public private(set) var values: [Int: Int] = [:]
  private var sessions: [Int: Session] = [:]

  /// Nothing stored.
  public init() {}

  /// Applies an operation, or repeats its output if the session has done it already.
  ///
  /// - Returns: `nil` when the session has gone on to a later operation: nobody waits any more.
  public mutating func apply(_ operation: Operation, once: Bool = true) -> Output? {
    guard once else { return apply(operation.command) }
    if let session = sessions[operation.client], session.number >= operation.number {
      return session.number == operation.number ? session.output : nil
    }
    let output = apply(operation.command)
    sessions[operation.client] = Session(number: operation.number, output: output)
    return output
  }

  /// Applies a command, whoever asks.
  public mutating func apply(_ command: Command) -> Output {
    switch command {
    case .read(let key): return .value(values[key] ?? 0)
    case .write(let key, let value):
      values[key] = value
      return .written
    case .compareAndSet(let key, let expected, let value):
      guard values[key] ?? 0 == expected else { return .swapped(false) }
      values[key] = value
      return .swapped(true)
    }
  }

  /// Forgets all sessions, as a snapshot without them would.
  mutating func forgetSessions() { sessions = [:] }
}

extension KeyValueStore: CustomStringConvertible {
  /// The values by key.
  public var description: String {
    let parts = values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return "[" + parts.joined(separator: ", ") + "]"
  }
}
