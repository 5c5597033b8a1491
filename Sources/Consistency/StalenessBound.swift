/// How far behind a read may be: in time, in versions, or in both.
///
/// A part that is `nil` is unbounded; both `nil` is a bound that nobody has stated.
/// - Source: Terry, Replicated Data Consistency Explained Through Baseball, CACM 2013.
public struct StalenessBound: Sendable, Hashable {
  /// The largest age; never negative.
  public let time: Duration?
  /// The largest number of missed versions; never negative.
  public let versions: Int?

  /// A bound; negative parts count as zero.
  public init(time: Duration? = nil, versions: Int? = nil) {
    self.time = time.map { max($0, .zero) }
    self.versions = versions.map { max($0, 0) }
  }

  /// Never behind, as in a linearizable store.
  public static let fresh = StalenessBound(time: .zero, versions: 0)
  /// Bounded by an amount that is not known.
  public static let unstated = StalenessBound()

  /// Whether reads within `self` are always within `other`.
  public func implies(_ other: StalenessBound) -> Bool {
    Self.within(time, other.time) && Self.within(versions, other.versions)
  }

  /// Whether replicas must agree in the end.
  ///
  /// Only a finite time bound says so, given one agreed version order: a bound on versions alone
  /// may stay that many versions behind for ever.
  public var convergesInTheEnd: Bool { time != nil }

  /// The bound that satisfies both.
  func tightened(by other: StalenessBound) -> StalenessBound {
    StalenessBound(
      time: Self.smaller(time, other.time), versions: Self.smaller(versions, other.versions))
  }

  /// The tightest bound that both satisfy.
  func loosened(to other: StalenessBound) -> StalenessBound {
    StalenessBound(
      time: Self.larger(time, other.time), versions: Self.larger(versions, other.versions))
  }

  private static func within<T: Comparable>(_ value: T?, _ limit: T?) -> Bool {
    guard let limit else { return true }
    return value.map { $0 <= limit } ?? false
  }

  private static func smaller<T: Comparable>(_ left: T?, _ right: T?) -> T? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }

  private static func larger<T: Comparable>(_ left: T?, _ right: T?) -> T? {
    guard let left, let right else { return nil }
    return max(left, right)
  }
}
