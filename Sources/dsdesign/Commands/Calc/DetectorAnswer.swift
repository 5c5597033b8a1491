import Knowledge
import Quantities

/// What is told of every detector.
struct DetectorAnswer {
  /// From crash to suspicion.
  let worst, mean: Double
  /// False suspicions of one healthy node.
  let falsePerMonth: Double
  /// How long a false suspicion lasts on average; `nil` when nothing ends it.
  let mistake: Double?

  var calculation: Calculation {
    var calculation = Calculation()
    let accuracy = mistake.map {
      max(0, 1 - $0 * falsePerMonth / (Downtime.minutesPerMonth * 60_000))
    }
    calculation.rows = [
      .init(
        "detection, worst", "detection_worst", .milliseconds(worst), "from crash to suspicion"),
      .init("detection, mean", "detection_mean", .milliseconds(mean)),
      .init(
        "false suspicions", "false_suspicions", .perMonth(falsePerMonth), "of one healthy node"),
      .init(
        "time between them", "mistake_recurrence",
        .milliseconds(
          falsePerMonth > 0 ? Downtime.minutesPerMonth * 60_000 / falsePerMonth : nil)),
      .init("mistake lasts, mean", "mistake_duration", .milliseconds(mistake)),
      .init(
        "right about a healthy node", "query_accuracy", .fraction(accuracy), "of the time"),
    ]
    return calculation
  }

  static let burstNote =
    "Real losses come in bursts: an outage as long as the detection time gives a false suspicion "
    + "whatever the rate of single losses."

  static let formulas: [Calculation.Formula] = [
    .init(
      "right of the time = 1 - mean mistake duration / mean time between mistakes",
      Source(cite: "chent02"))
  ]
}

/// From crash to service, with few false alarms.
struct RecoveryGoal {
  let recoveryMilliseconds: Double
  let takeoverMilliseconds: Double
  let falsePerMonth: Double

  /// What is left for the detector; not above 0 when nothing is.
  var detectionMilliseconds: Double { recoveryMilliseconds - takeoverMilliseconds }

  private func verdict(_ total: Double, _ perMonth: Double) -> String {
    var misses: [String] = []
    if total > recoveryMilliseconds { misses.append("too slow") }
    if perMonth > falsePerMonth { misses.append("too many false suspicions") }
    return misses.isEmpty ? "reaches the goal" : misses.joined(separator: ", ")
  }

  /// Whether the given parameters reach it, and those that do.
  func add(
    _ reaching: [Calculation.Row]?, takes worst: Double, _ perMonth: Double,
    to calculation: inout Calculation
  ) {
    let total = worst + takeoverMilliseconds
    calculation.rows.append(
      .init(
        "recovery as given, worst", "recovery_worst", .milliseconds(total),
        verdict(total, perMonth)))
    calculation.rows.append(
      .init("goal can be reached", "goal_reachable", .flag(reaching != nil)))
    calculation.rows += reaching ?? []
    if reaching == nil {
      calculation.notes.append(
        detectionMilliseconds <= 0
          ? "The takeover alone takes longer than the recovery time: shorten it first."
          : "No parameters reach the recovery time with so few false failovers at this loss: "
            + "allow more of either, or make the network better.")
    }
  }
}
