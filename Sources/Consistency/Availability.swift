/// Whether a guarantee can be kept while the network is partitioned.
///
/// Ordered from best to worst: `total < sticky < unavailable`.
/// - Source: Bailis et al., Highly Available Transactions, VLDB 2013, table 3.
public enum Availability: Int, Sendable, Hashable, CaseIterable, Comparable {
  /// Every non-faulty replica can answer alone.
  case total
  /// Every non-faulty replica can answer clients that stay with it.
  case sticky
  /// Some non-faulty replica must refuse or wait.
  case unavailable

  /// The letter used in the literature's tables: `T`, `S` or `U`.
  public var letter: String {
    switch self {
    case .total: "T"
    case .sticky: "S"
    case .unavailable: "U"
    }
  }

  /// Best first.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
