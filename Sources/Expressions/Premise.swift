/// A fact that a result rests on, with the value it had.
public struct Premise: Sendable {
  /// The fact that was read.
  public let fact: FactReference
  /// What it was; an unknown when it was not known.
  public let value: Value

  /// A fact and its value.
  public init(fact: FactReference, value: Value) {
    self.fact = fact
    self.value = value
  }
}
