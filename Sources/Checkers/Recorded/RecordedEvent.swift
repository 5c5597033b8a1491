public import Diagnostics

/// One line of a recorded history: a process called something, or an answer came.
struct RecordedEvent: Sendable {
  enum Kind: String, Sendable {
    case invoke, ok, fail, info
  }

  var process: RecordedValue
  var kind: Kind
  /// The function: `read`, `cas`, `txn`, …
  var function: String
  var value: RecordedValue
  /// The object, where the history names it apart from the value.
  var key: RecordedValue?
  /// Whether an error stands with it.
  var hasError: Bool
  var index: Int64?
  /// A number; whole ones and others may be mixed.
  var time: RecordedValue?
  var span: SourceSpan

  /// Faults that were injected, not operations.
  var isOfNemesis: Bool { process.word == "nemesis" }
}

/// An operation of a recorded history: a call, and what became of it.
public struct RecordedOperation: Sendable {
  /// What became of it.
  public enum Outcome: Sendable {
    /// It was answered.
    case ok
    /// It was refused and did not take effect.
    case failed
    /// It is not known whether it took effect.
    case unknown
  }

  /// The client.
  public var process: RecordedValue
  /// The function: `read`, `cas`, `txn`, …
  public var function: String
  /// The value of the call.
  public var argument: RecordedValue
  /// The value of the answer; `null` when there is none.
  public var result: RecordedValue
  /// The object, where the history names it apart from the value.
  public var key: RecordedValue?
  /// What became of it.
  public var outcome: Outcome
  /// Whether an error stands with the answer.
  public var hasError: Bool
  /// The positions of the call and of the answer among the events; `Int64.max` for no answer.
  public var called: Int64
  /// See `called`.
  public var answered: Int64
  /// Where the call stands.
  public var callSpan: SourceSpan
  /// Where the answer stands.
  public var answerSpan: SourceSpan?
}
