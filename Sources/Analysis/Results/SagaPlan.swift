public import Knowledge

/// The steps of one operation in an order in which every failure has a way out.
///
/// Steps that can be undone come first, then the point of no return, then steps that are repeated
/// until they are done (Garcia-Molina & Salem 1987; Richardson 2018, §4.3).
public struct SagaPlan: Sendable {
  /// In the order to run them.
  public let steps: [Step]
  /// Index in `steps` of the point of no return; `nil` when every step can be undone.
  public let pivot: Int?
  /// What stands in the way of a whole saga.
  public let gaps: [Gap]
  /// What keeps others from being misled by what is half done.
  public let countermeasures: [(measure: Countermeasure, words: BoundText)]

  /// Whether the steps run in the order of the description.
  public var keepsOrder: Bool {
    steps.indices.dropFirst().allSatisfy { steps[$0 - 1].place < steps[$0].place }
  }

  /// One step.
  public struct Step: Sendable {
    /// What it does, as the description names it.
    public let name: String
    /// Its place in the description, from 0.
    public let place: Int
    /// What it does in the saga.
    public let role: Role
    /// The stores that it writes and the services that it calls.
    public let participants: [String]
    /// Whether it calls a service that is not under one's control.
    public let isExternal: Bool
    /// The services that it calls and that recognise no repeat by its key.
    public let keyless: [String]
    /// What is undone, and in which order, when it is refused; names of compensations.
    public let undos: [String]
    /// Its own compensation; `nil` when none is named.
    public let undo: String?
  }

  /// What a step does in the saga.
  public enum Role: String, Sendable {
    /// It changes nothing.
    case check
    /// A later refusal undoes it.
    case compensatable
    /// Once it is done there is no way back.
    case pivot
    /// It is repeated until it is done.
    case retriable
  }

  /// What stands in the way of a whole saga.
  public enum Gap: Sendable, Hashable {
    /// The step comes before the point of no return and has no compensation.
    case noUndo(step: String, pivot: String)
    /// The compensation does not work every time.
    case unreliableUndo(step: String, undo: String)
    /// The step comes after the point of no return and may be refused for good.
    case refusableAfterPivot(step: String, pivot: String)
    /// The step comes after the point of no return and is not said to succeed in the end.
    case perhapsRefusableAfterPivot(step: String, pivot: String)
    /// Repeating the step is not harmless; the services that would not know it by a key.
    case notIdempotent(step: String, keyless: [String])
  }
}
