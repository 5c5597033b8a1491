/// How two events or versions stand to each other under happened-before.
public enum CausalOrder: Hashable, Sendable {
  /// The left one happened before the right one.
  case before
  /// The right one happened before the left one.
  case after
  /// They are the same.
  case equal
  /// Neither knew of the other.
  case concurrent

  /// The order of two values of which it is known whether each is at most the other.
  init(leftAtMostRight: Bool, rightAtMostLeft: Bool) {
    switch (leftAtMostRight, rightAtMostLeft) {
    case (true, true): self = .equal
    case (true, false): self = .before
    case (false, true): self = .after
    case (false, false): self = .concurrent
    }
  }
}
