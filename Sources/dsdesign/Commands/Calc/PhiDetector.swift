import ArgumentParser
import Knowledge
import Quantities

/// A φ accrual detector over steady heartbeats.
struct PhiDetector {
  enum Fit: String, CaseIterable, ExpressibleByArgument { case akka, cassandra, normal }

  var intervalMilliseconds: Double
  var threshold: Double
  let fit: Fit
  var deviationMilliseconds = 0.0
  var pauseMilliseconds = 0.0

  init(intervalMilliseconds: Double, threshold: Double, fit: Fit) {
    self.intervalMilliseconds = intervalMilliseconds
    self.threshold = threshold
    self.fit = fit
  }

  private var distribution: PhiAccrual {
    switch fit {
    case .akka:
      .akka(
        meanMilliseconds: intervalMilliseconds + pauseMilliseconds,
        deviationMilliseconds: deviationMilliseconds)
    case .normal:
      .normal(meanMilliseconds: intervalMilliseconds, deviationMilliseconds: deviationMilliseconds)
    case .cassandra: .exponential(meanMilliseconds: intervalMilliseconds)
    }
  }

  /// Heartbeats that must be lost in a row for a silence: the next comes after it.
  private func losses(silence: Double) -> Double {
    (silence / intervalMilliseconds + 1e-9).rounded(.down)
  }

  /// Lost heartbeats in a row, and the tail of the fitted distribution as its paper counts it.
  private func falsePerMonth(silence: Double, loss: Double) -> Double {
    let beats = Downtime.minutesPerMonth * 60_000 / intervalMilliseconds
    let run = (0..<Int(min(10_000, losses(silence: silence)))).reduce(1.0) { product, _ in
      product * loss
    }
    return beats * (run * (1 - loss) + PhiAccrual.mistakeProbability(threshold: threshold))
  }

  func answer(loss: Double, delay: Double, goal: RecoveryGoal?) throws -> Calculation {
    guard let silence = distribution.silenceMilliseconds(threshold: threshold) else {
      throw QuantityError("threshold, interval and deviation", "reach no suspicion together")
    }
    let perMonth = falsePerMonth(silence: silence, loss: loss)
    let untilNext = (losses(silence: silence) + 1) * intervalMilliseconds - silence
    var calculation = DetectorAnswer(
      worst: silence + delay, mean: max(0, silence + delay - intervalMilliseconds / 2),
      falsePerMonth: perMonth,
      mistake: loss < 1 ? untilNext + intervalMilliseconds * loss / (1 - loss) : nil
    ).calculation
    calculation.rows.insert(
      .init("silence until suspicion", "silence", .milliseconds(silence)), at: 0)
    calculation.notes = [
      "10^-Φ mistakes a heartbeat hold only if intervals are distributed as fitted.",
      DetectorAnswer.burstNote,
    ]
    calculation.formulas = formulas + DetectorAnswer.formulas
    if let goal {
      let found = reaching(goal, loss: loss, delay: delay)
      let rows = found.map { found in
        [
          Calculation.Row(
            "reached with interval", "reaching_interval",
            .milliseconds(found.detector.intervalMilliseconds)),
          .init(
            "  and threshold", "reaching_threshold", .number(found.detector.threshold)),
          .init("  false suspicions", "reaching_false_suspicions", .perMonth(found.perMonth)),
        ]
      }
      goal.add(rows, takes: silence + delay, perMonth, to: &calculation)
    }
    return calculation
  }

  /// The slowest heartbeats, and the threshold that uses all of the time.
  private func reaching(
    _ goal: RecoveryGoal, loss: Double, delay: Double
  ) -> (detector: PhiDetector, perMonth: Double)? {
    let silence = goal.detectionMilliseconds - delay
    guard silence > 0 else { return nil }
    for divisor in 1...50 {
      var detector = self
      detector.intervalMilliseconds = silence / Double(divisor)
      // Beyond 15, φ only says that the fit does not expect it at all.
      detector.threshold = min(15, detector.distribution.phi(afterMilliseconds: silence))
      guard let reached = detector.distribution.silenceMilliseconds(threshold: detector.threshold)
      else { continue }
      let perMonth = detector.falsePerMonth(silence: reached, loss: loss)
      if perMonth <= goal.falsePerMonth { return (detector, perMonth) }
    }
    return nil
  }

  private var formulas: [Calculation.Formula] {
    let own: Calculation.Formula =
      switch fit {
      case .akka:
        .init(
          "y = (silence - mean - pause) / σ, e = exp(-y (1.5976 + 0.070566 y²)), "
            + "φ = -log10(e / (1 + e))", Source(cite: "akka"))
      case .cassandra: .init("φ = 0.4343 · silence / mean", Source(cite: "cass"))
      case .normal:
        .init("φ = -log10(1 - F(silence)), F normal", Source(cite: "phi04"))
      }
    return [
      own,
      .init(
        "false suspicions = heartbeats a month · (p^k (1 - p) + 10^-Φ), k the heartbeats that fit "
          + "into the silence", Source(cite: "phi04"), Source(cite: "chent02")),
    ]
  }
}
