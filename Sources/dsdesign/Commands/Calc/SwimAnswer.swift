import Knowledge
import Quantities

extension SwimDetector {
  /// False suspicions of one member a month, by any other.
  private func falsePerMonth(loss: Double) throws(QuantityError) -> Double {
    let windows = Downtime.minutesPerMonth * 60_000 / meanDetectionMilliseconds
    return windows * (try falseSuspicionProbability(delivery: 1 - loss))
  }

  func answer(
    members: Int, loss: Double, goal: RecoveryGoal?
  ) throws(QuantityError) -> Calculation {
    let perMonth = try falsePerMonth(loss: loss)
    let worst = worstDetectionMilliseconds(members: members)
    var calculation = DetectorAnswer(
      worst: worst, mean: meanDetectionMilliseconds, falsePerMonth: perMonth, mistake: nil
    ).calculation
    calculation.notes = [
      "The worst case holds when members are probed in round-robin order.",
      "A suspicion that its member may refute first is far rarer as a failure: this is the rate "
        + "without that.",
      DetectorAnswer.burstNote,
    ]
    calculation.formulas = [
      .init("mean detection = T' / (1 - e^-q), q = 1 the share that is up", Source(cite: "swim02")),
      .init("worst detection = (2n - 1) T'", Source(cite: "swim02", at: "§4.3")),
      .init(
        "P(mistake in a mean detection time) = q (1 - d²) (1 - q d⁴)^k / (1 - e^-q), d = 1 - loss",
        Source(cite: "swim02", at: "§3")),
    ]
    if let goal {
      goal.add(
        try reaching(goal, members: members, loss: loss), takes: worst, perMonth, to: &calculation)
    }
    return calculation
  }

  /// The longest period, and the fewest indirect probes with so few mistakes.
  private func reaching(
    _ goal: RecoveryGoal, members: Int, loss: Double
  ) throws(QuantityError) -> [Calculation.Row]? {
    guard goal.detectionMilliseconds > 0 else { return nil }
    let period = goal.detectionMilliseconds / (2 * Double(members) - 1)
    for probes in 0...20 {
      let detector = try SwimDetector(periodMilliseconds: period, indirectProbes: probes)
      let perMonth = try detector.falsePerMonth(loss: loss)
      guard perMonth <= goal.falsePerMonth else { continue }
      return [
        .init("reached with period", "reaching_period", .milliseconds(period)),
        .init("  and indirect probes", "reaching_indirect_probes", .count(probes)),
        .init("  false suspicions", "reaching_false_suspicions", .perMonth(perMonth)),
      ]
    }
    return nil
  }
}
