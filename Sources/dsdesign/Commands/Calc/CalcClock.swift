import ArgumentParser
import Knowledge
import Quantities

/// How far clocks can be trusted, and what last-writer-wins loses by them.
struct CalcClock: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock", abstract: "Clock uncertainty, commit wait and writes lost to skew.",
    discussion: """
      --sync assumes the offset that clocks of that kind are usually within; it is no bound \
      unless the service tracks one.

      Example: dsdesign calc clock --sync ntp --offset 20ms --drift 50ppm --since-sync 30s \
      --rate 10/s --propagation 5ms
      """)

  enum Sync: String, CaseIterable, ExpressibleByArgument {
    case ntp, chrony, ptp, clockbound, truetime
  }

  @Option(help: "How clocks are set: ntp, chrony, ptp, clockbound or truetime.")
  var sync: Sync = .ntp

  @Option(
    help:
      "The largest error of a clock just after it was set (default: 100ms with ntp, 10ms chrony, 100us ptp, 2ms clockbound, 7ms truetime)."
  )
  var offset: String?

  @Option(help: "The rate error between corrections (default: 50ppm; 200ppm with truetime).")
  var drift: String?

  @Option(help: "Time since a clock was last set (default: 0s).")
  var sinceSync: String?

  @Option(help: "Writes to one item, over all writers; adds what last-writer-wins loses.")
  var rate: String?

  @Option(help: "How long a write takes to reach the other writers (default: 100ms).")
  var propagation: String?

  @Option(help: "Places that write, equally often (default: 2).")
  var writers: Int?

  @OptionGroup var options: CalcOptions

  func run() throws {
    try options.answer("clock") { inputs in
      inputs.note("--sync", "clocks are set by", .text(sync.rawValue))
      let offset = try inputs.milliseconds(
        "--offset", offset, "largest offset", default: .known("clock-offset-\(sync.rawValue)"))
      let drift = try inputs.partsPerMillion(
        "--drift", drift, "drift",
        default: .known(sync == .truetime ? "clock-drift-cautious" : "clock-drift"))
      let elapsed = try inputs.milliseconds(
        "--since-sync", sinceSync, "since the last setting",
        default: .value("0s", because: "the offset is the largest between two settings"))
      let clock = try ClockUncertainty(offsetMilliseconds: offset, driftPartsPerMillion: drift)
      let bound = clock.boundMilliseconds(afterSeconds: elapsed / 1000)
      var calculation = Self.uncertainty(bound)
      if self.offset == nil, [.ntp, .chrony, .ptp].contains(sync) {
        calculation.notes.append(
          "The assumed offset is the largest between two nodes, taken here as the error of each; "
            + "so the skew of two clocks comes out up to twice too large. --offset states your own."
        )
      }
      if let rate {
        let perSecond = try inputs.perSecond("--rate", rate, "writes to one item")
        Self.add(try lastWriterWins(&inputs, perSecond, skew: 2 * bound), to: &calculation)
      } else if propagation != nil || writers != nil {
        throw Failure(
          "the rate of writes is missing", file: "calc clock",
          help: "--rate 10/s says how often one item is written")
      }
      return calculation
    }
  }

  private func lastWriterWins(
    _ inputs: inout Inputs, _ perSecond: Double, skew: Double
  ) throws -> LastWriterWins {
    try LastWriterWins(
      writesPerSecondPerItem: perSecond,
      propagationMilliseconds: try inputs.milliseconds(
        "--propagation", propagation, "propagation", default: .known("replication-lag")),
      skewMilliseconds: skew,
      writers: try inputs.count(
        "--writers", writers, "writers", in: 1...1_000_000, default: .value("2", because: "two")))
  }

  private static func uncertainty(_ bound: Double) -> Calculation {
    var calculation = Calculation()
    calculation.rows = [
      .init(
        "uncertainty ε", "uncertainty", .milliseconds(bound), "true time is within ± ε of a clock"),
      .init(
        "commit wait", "commit_wait",
        .milliseconds(ClockUncertainty.commitWaitMilliseconds(boundMilliseconds: bound)),
        "until a timestamp is in the past on every clock; overlaps with replication"),
      .init(
        "not ordered below", "unordered_below", .milliseconds(2 * bound),
        "events closer than this may get timestamps in the wrong order"),
    ]
    calculation.formulas = [
      .init("ε = offset + drift · time since the last setting", Source(cite: "clockbound")),
      .init("commit wait = 2 ε", Source(cite: "spanner", at: "§4.2.1")),
    ]
    return calculation
  }

  private static func add(_ writes: LastWriterWins, to calculation: inout Calculation) {
    calculation.rows += [
      .init(
        "loss window", "loss_window", .milliseconds(writes.lossWindowMilliseconds),
        "two writes this near may end with one silently gone: skew + propagation"),
      .init(
        "concurrent", "concurrent_probability", .fraction(writes.concurrentProbability),
        "of writes meet one of another place that neither saw; one of the two is dropped"),
      .init(
        "misordered, at most", "misordered_probability", .fraction(writes.reversedProbability),
        "of writes are dropped for an earlier one whose clock is ahead"),
      .init(
        "lost, at most", "lost", .perDay(writes.lostPerDay), "of the writes to one item"),
    ]
    calculation.notes.append(
      "Two clocks within ε of true time differ by up to 2 ε. Where a lost write matters, keep "
        + "both versions (version vectors), or let one place order the writes.")
    calculation.formulas += [
      .init(
        "concurrent = 1 - e^(-2 λ p): λ the other places' writes, p the propagation, writes as a "
          + "Poisson process"),
      .init("misordered <= 1 - e^(-λ s), s = 2 ε the skew of two clocks"),
      .init("lost a day <= 86,400 · rate · (concurrent / 2 + misordered)"),
    ]
  }
}
