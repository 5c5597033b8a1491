/// A reading of one node's own clock: nanoseconds since the run began, by that clock.
///
/// Readings of different nodes are not comparable: a simulated clock may be skewed, drift or jump.
public struct LocalTime: Comparable, Hashable, Sendable {
  /// Nanoseconds since the run began.
  public var nanoseconds: Int64

  /// The reading `nanoseconds` after the run began.
  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The moment at which the run began.
  public static let zero = LocalTime(nanoseconds: 0)

  /// Whether `left` is the earlier reading of the same clock.
  @inlinable public static func < (left: LocalTime, right: LocalTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The reading `span` nanoseconds later.
  @inlinable public static func + (time: LocalTime, span: Nanoseconds) -> LocalTime {
    LocalTime(nanoseconds: time.nanoseconds &+ span)
  }

  /// Nanoseconds from `right` to `left`.
  @inlinable public static func - (left: LocalTime, right: LocalTime) -> Nanoseconds {
    left.nanoseconds &- right.nanoseconds
  }
}

/// A span of time in nanoseconds.
public typealias Nanoseconds = Int64
