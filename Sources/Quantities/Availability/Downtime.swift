/// Availability as time: what a percentage allows and what failures cost.
public enum Downtime {
  /// 365.25 days.
  public static let minutesPerYear = 525_960.0
  /// A twelfth of a year.
  public static let minutesPerMonth = minutesPerYear / 12

  /// The minutes a year that an availability allows to be down.
  public static func minutesPerYear(availability: Double) -> Double {
    (1 - availability) * minutesPerYear
  }

  /// The minutes a month that an availability allows to be down.
  public static func minutesPerMonth(availability: Double) -> Double {
    (1 - availability) * minutesPerMonth
  }

  /// The share of time lost to events that happen now and then and last a while each.
  ///
  /// Failovers, restarts and planned maintenance: frequency times duration, at most 1.
  public static func unavailability(eventsPerYear: Double, minutesEach: Double) -> Double {
    min(1, max(0, eventsPerYear * minutesEach / minutesPerYear))
  }

  /// The steady-state unavailability of something that is repaired: MTTR / (MTBF + MTTR).
  public static func unavailability(
    meanTimeBetweenFailuresHours mtbf: Double, meanTimeToRepairHours mttr: Double
  ) throws(QuantityError) -> Double {
    try requirePositive(mtbf, "mean time between failures")
    try requireNonNegative(mttr, "mean time to repair")
    return mttr / (mtbf + mttr)
  }
}
