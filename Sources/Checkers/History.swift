/// What clients of a system saw: operations with the moments at which they were called and
/// answered, by one clock that all share (virtual time, or a recorder's).
public struct History<Call: Sendable, Answer: Sendable>: Sendable {
  /// One operation of one client.
  public struct Operation: Sendable {
    /// The client; one client has one operation open at a time.
    public var process: Int
    /// What was asked.
    public var call: Call
    /// What came back; `nil` when it is not known whether the operation took effect.
    public var answer: Answer?
    /// When it was called, in nanoseconds or as an event's index.
    public var called: Int64
    /// When it was answered; `Int64.max` when no answer came.
    public var answered: Int64

    /// An operation with all its parts.
    public init(process: Int, call: Call, answer: Answer?, called: Int64, answered: Int64) {
      self.process = process
      self.call = call
      self.answer = answer
      self.called = called
      self.answered = answered
    }
  }

  /// The operations, by the time of their call. Operations known to have failed without effect
  /// are left out.
  public var operations: [Operation]

  /// A history of these operations.
  public init(_ operations: [Operation]) { self.operations = operations }
}
