import ArgumentParser
import Knowledge
import Quantities

/// How fast a failure detector is and how often it is wrong.
struct CalcDetector: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detector", abstract: "Detection time and false suspicions of a failure detector.",
    discussion: """
      With --recovery-time it also computes the parameters that reach it with at most \
      --max-false-per-month false failovers.

      Example: dsdesign calc detector --method heartbeat --interval 1s --missed 3 --loss 1% \
      --recovery-time 10s --takeover 2s
      """)

  enum Method: String, CaseIterable, ExpressibleByArgument { case heartbeat, phi, swim }

  @Option(help: "heartbeat, phi or swim.")
  var method: Method = .heartbeat

  @Option(help: "Between heartbeats; with swim the protocol period (default: 1s).")
  var interval: String?

  @Option(help: "Share of messages lost or too late, independently (default: 0.01%).")
  var loss: String?

  @Option(help: "The longest time a heartbeat takes (default: half of --rtt).")
  var delay: String?

  @Option(help: "A round trip between the nodes (default: 0.5ms).")
  var rtt: String?

  @Option(help: "heartbeat: how many in a row must be missed (default: 3).")
  var missed: Int?

  @Option(help: "phi: the suspicion level that convicts (default: 8).")
  var threshold: Double?

  @Option(help: "phi: the distribution fitted: akka, cassandra or normal.")
  var fit: PhiDetector.Fit = .akka

  @Option(help: "phi: deviation of the intervals, with Akka at least its floor (default: 100ms).")
  var deviation: String?

  @Option(help: "phi: Akka's acceptable pause, added to the mean interval (default: 3s).")
  var acceptablePause: String?

  @Option(help: "swim: members asked to probe on another's behalf (default: 3).")
  var indirectProbes: Int?

  @Option(help: "swim: members of the group (default: 5).")
  var members: Int?

  @Option(help: "From crash to service at worst; finds the parameters that reach it.")
  var recoveryTime: String?

  @Option(help: "What follows the suspicion: election, recovery (default: 2s).")
  var takeover: String?

  @Option(help: "False failovers a month that are tolerable (default: 1).")
  var maxFalsePerMonth: Double?

  @OptionGroup var options: CalcOptions

  func run() throws {
    try options.answer("detector") { inputs in
      try refuseForeignOptions()
      inputs.note("--method", "method", .text(method.rawValue))
      let interval = try inputs.milliseconds(
        "--interval", interval, method == .swim ? "protocol period" : "heartbeat interval",
        default: .known("heartbeat-interval"))
      let loss = try inputs.fraction("--loss", loss, "loss", default: .known("link-loss"))
      switch method {
      case .heartbeat: return try heartbeat(&inputs, interval, loss)
      case .phi: return try phi(&inputs, interval, loss)
      case .swim: return try swim(&inputs, interval, loss)
      }
    }
  }

  /// An option of another method would be ignored: say so instead.
  private func refuseForeignOptions() throws(Failure) {
    let own: [(option: String, isGiven: Bool, method: Method)] = [
      ("--missed", missed != nil, .heartbeat), ("--threshold", threshold != nil, .phi),
      ("--deviation", deviation != nil, .phi), ("--acceptable-pause", acceptablePause != nil, .phi),
      ("--indirect-probes", indirectProbes != nil, .swim), ("--members", members != nil, .swim),
    ]
    for option in own where option.isGiven && option.method != method {
      throw Failure(
        "\(option.option) says nothing about the method \(method.rawValue)", file: option.option,
        help: "leave it out, or add --method \(option.method.rawValue)")
    }
  }

  /// The longest way of a heartbeat.
  func delayMilliseconds(_ inputs: inout Inputs) throws -> Double {
    if let delay {
      return try inputs.milliseconds("--delay", delay, "longest delay")
    }
    let roundTrip = try inputs.milliseconds(
      "--rtt", rtt, "round trip", default: .known("same-zone-rtt"))
    inputs.note("--delay", "longest delay", .milliseconds(roundTrip / 2), "(default: RTT / 2)")
    return roundTrip / 2
  }

  /// What must be reached, when anything must.
  func goal(_ inputs: inout Inputs) throws -> RecoveryGoal? {
    guard let recoveryTime else { return nil }
    return RecoveryGoal(
      recoveryMilliseconds: try inputs.milliseconds(
        "--recovery-time", recoveryTime, "recovery time"),
      takeoverMilliseconds: try inputs.milliseconds(
        "--takeover", takeover, "takeover", default: .known("takeover-recovery")),
      falsePerMonth: try inputs.number(
        "--max-false-per-month", maxFalsePerMonth, "false failovers a month",
        default: .value("1", because: "tolerable")))
  }

  private func heartbeat(
    _ inputs: inout Inputs, _ interval: Double, _ loss: Double
  ) throws -> Calculation {
    let missed = try inputs.count(
      "--missed", missed, "missed in a row", in: 1...1000, default: .known("heartbeat-missed"))
    let delay = try delayMilliseconds(&inputs)
    let detector = try HeartbeatDetector(
      intervalMilliseconds: interval, missed: missed, longestDelayMilliseconds: delay)
    let goal = try goal(&inputs)
    let perMonth = try detector.falseSuspicionsPerMonth(loss: loss)
    var calculation = DetectorAnswer(
      worst: detector.worstDetectionMilliseconds, mean: detector.meanDetectionMilliseconds,
      falsePerMonth: perMonth,
      mistake: loss < 1 ? interval / (1 - loss) : nil
    ).calculation
    calculation.notes = [DetectorAnswer.burstNote]
    calculation.formulas =
      [
        .init(
          "detection = k H + D at worst, (k - 1/2) H + D on average", Source(cite: "chent02")),
        .init(
          "false suspicions = heartbeats a month · p^k · (1 - p), losses independent",
          Source(cite: "chent02")),
      ] + DetectorAnswer.formulas
    if let goal {
      let found = try HeartbeatDetector.reaching(
        recoveryMilliseconds: goal.recoveryMilliseconds,
        takeoverMilliseconds: goal.takeoverMilliseconds, longestDelayMilliseconds: delay,
        loss: loss, falseFailoversPerMonth: goal.falsePerMonth)
      let rows = try found.map { found in
        [
          Calculation.Row(
            "reached with interval", "reaching_interval",
            .milliseconds(found.intervalMilliseconds)),
          .init("  and missed in a row", "reaching_missed", .count(found.missed)),
          .init(
            "  false suspicions", "reaching_false_suspicions",
            .perMonth(try found.falseSuspicionsPerMonth(loss: loss))),
        ]
      }
      goal.add(rows, takes: detector.worstDetectionMilliseconds, perMonth, to: &calculation)
    }
    return calculation
  }

  private func phi(
    _ inputs: inout Inputs, _ interval: Double, _ loss: Double
  ) throws -> Calculation {
    inputs.note("--fit", "fitted distribution", .text(fit.rawValue))
    let threshold = try inputs.number(
      "--threshold", threshold, "threshold Φ", default: .known("phi-threshold"))
    var detector = PhiDetector(intervalMilliseconds: interval, threshold: threshold, fit: fit)
    if fit != .cassandra {
      detector.deviationMilliseconds = try inputs.milliseconds(
        "--deviation", deviation, "deviation",
        default: .value("100ms", because: "the floor of Akka's cluster"))
    }
    if fit == .akka {
      detector.pauseMilliseconds = try inputs.milliseconds(
        "--acceptable-pause", acceptablePause, "acceptable pause",
        default: .value("3s", because: "Akka's cluster"))
    }
    let delay = try delayMilliseconds(&inputs)
    return try detector.answer(loss: loss, delay: delay, goal: try goal(&inputs))
  }

  private func swim(
    _ inputs: inout Inputs, _ period: Double, _ loss: Double
  ) throws -> Calculation {
    let probes = try inputs.count(
      "--indirect-probes", indirectProbes, "indirect probes", in: 0...1000,
      default: .value("3", because: "memberlist"))
    let members = try inputs.count(
      "--members", members, "members", in: 2...1_000_000, default: .value("5", because: "five"))
    let detector = try SwimDetector(periodMilliseconds: period, indirectProbes: probes)
    return try detector.answer(members: members, loss: loss, goal: try goal(&inputs))
  }
}
