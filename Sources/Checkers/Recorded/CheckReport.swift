/// The answer to whether a recorded history is as a model allows.
public struct CheckReport: Sendable {
  /// The answer in a word.
  public enum Verdict: String, Sendable {
    case holds, violation, undecided
  }

  /// One operation of a witness, as a timeline shows it.
  public struct Operation: Sendable {
    /// The client.
    public var process: String
    /// What was asked and answered: `write 3`, `read -> nil`.
    public var label: String
    /// The position of its call among the events of the history.
    public var called: Int64
    /// The position of its answer; `nil` when it had none, or none that counts.
    public var answered: Int64?
    /// The line of its call, from 1.
    public var line: Int
    /// The line of its answer.
    public var answerLine: Int?
  }

  /// Something that the model forbids.
  public struct Finding: Sendable {
    /// Its name in the literature, with that of its shape.
    public var name: String
    /// What happened, a sentence a line. `(1)`, `(2)`, … are operations, by their place.
    public var explanation: [String]
    /// The operations that show it, in the order of their calls.
    public var operations: [Operation]
  }

  /// The answer in a word.
  public var verdict: Verdict
  /// What the objects are.
  public var model: RecordedModel
  /// The name of the consistency model, as asked for.
  public var consistency: String
  /// How many operations were read.
  public var operationCount: Int
  /// Why it could not be decided; empty otherwise.
  public var reason: String
  /// What was found, the worst first.
  public var findings: [Finding]
  /// What else a reader should know.
  public var notes: [String]
}
