/// What one object does when operations come one after another.
///
/// Equal arguments give equal results. The requirements from `isRead` on only make checking faster and
/// witnesses smaller; their defaults are always right.
public protocol SequentialModel: Sendable {
  /// What is asked of the object.
  associatedtype Call: Hashable, Sendable
  /// What it answers.
  associatedtype Answer: Hashable, Sendable
  /// What it remembers.
  associatedtype State: Hashable, Sendable

  /// The state before the first operation.
  var initial: State { get }

  /// The state after the call, or `nil` when the object would not have given this answer.
  func step(_ state: State, _ call: Call, _ answer: Answer) -> State?

  /// The answer that goes with the call's effect; `nil` when the call has none. An operation of
  /// which no answer is known either took effect, with this answer, or did not take place.
  func answerWithEffect(_ call: Call) -> Answer?

  /// Whether the operation leaves *every* state in which it is possible as it was.
  func isRead(_ call: Call, _ answer: Answer) -> Bool

  /// Whether the operation is possible in every state and the state after it is always the same.
  func isBlindWrite(_ call: Call, _ answer: Answer) -> Bool

  /// Whether the effect of `write` may be needed for `other` to be possible, or may make it
  /// impossible. Only if not for any other operation of a history may `write` be left out of a
  /// witness.
  func isSeen(
    _ write: (call: Call, answer: Answer), by other: (call: Call, answer: Answer)
  ) -> Bool

  /// States that stand for all in which these operations could start; `nil` when there is no
  /// such list.
  func states(before operations: [(call: Call, answer: Answer)]) -> [State]?

  /// Whether `mayBecomePossible` is worth asking.
  var looksAhead: Bool { get }

  /// Whether a read that is not possible in a state may become possible without a blind write.
  func mayBecomePossible(_ call: Call, _ answer: Answer, after state: State) -> Bool

  /// Roughly the memory that a state needs beyond its own size, in bytes.
  func bytes(of state: State) -> Int
}

extension SequentialModel {
  /// Not known to be one.
  public func isRead(_ call: Call, _ answer: Answer) -> Bool { false }
  /// Not known to be one.
  public func isBlindWrite(_ call: Call, _ answer: Answer) -> Bool { false }
  /// It may be.
  public func isSeen(
    _ write: (call: Call, answer: Answer), by other: (call: Call, answer: Answer)
  ) -> Bool { true }
  /// There is no such list.
  public func states(before operations: [(call: Call, answer: Answer)]) -> [State]? { nil }
  /// No.
  public var looksAhead: Bool { false }
  /// It may.
  public func mayBecomePossible(_ call: Call, _ answer: Answer, after state: State) -> Bool { true }
  /// None.
  public func bytes(of state: State) -> Int { 0 }
}
