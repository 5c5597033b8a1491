/// A state that replicas change at will and merge in any order, as often as they like.
///
/// Laws, which tests check for every type: ``merge(_:)`` is associative, commutative and
/// idempotent; ``isAtMost(_:)`` is the order it induces (`a <= b` exactly when merging `a` into `b`
/// changes nothing); every update leads to a greater or equal state. Then replicas that have seen
/// the same updates are equal, whatever the network lost, repeated or reordered on the way.
///
/// - Source: Shapiro et al., Conflict-free Replicated Data Types, SSS 2011.
public protocol ConvergentState: Equatable, Sendable {
  /// Takes in everything `other` knows: the least state that is not below either.
  mutating func merge(_ other: Self)

  /// Whether `other` knows everything that is known here.
  func isAtMost(_ other: Self) -> Bool
}

extension ConvergentState {
  /// What both know.
  public func merged(with other: Self) -> Self {
    var joined = self
    joined.merge(other)
    return joined
  }
}
