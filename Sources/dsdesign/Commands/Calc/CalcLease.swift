import ArgumentParser
import Knowledge
import Quantities

/// Whether a lease keeps two holders apart, and what it costs when the holder dies.
struct CalcLease: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lease", abstract: "How long a lease may be used, and whether it is safe.",
    discussion: """
      The holder counts from before it sent its request, on a monotonic clock.

      Example: dsdesign calc lease --ttl 10s --renew-every 3s --rtt 2ms --pause 1s \
      --operation 200ms
      """)

  @Option(help: "The lease's length on the grantor's clock (default: 15s).")
  var ttl: String?

  @Option(help: "How often the holder renews (default: a third of the TTL).")
  var renewEvery: String?

  @Option(help: "Holder to grantor and back (default: 0.5ms).")
  var rtt: String?

  @Option(help: "The largest rate error of each clock (default: 50ppm).")
  var drift: String?

  @Option(help: "The longest pause of the holder: GC, virtual machine, swap (default: no bound).")
  var pause: String?

  @Option(help: "From the start of an operation until its effect is final (default: no bound).")
  var operation: String?

  @Option(help: "The longest outage of the link that must not cost the lease (default: 0s).")
  var outage: String?

  @Option(help: "What follows an expired lease: noticing, acquiring, recovery (default: 2s).")
  var takeover: String?

  @OptionGroup var options: CalcOptions

  func run() throws {
    try options.answer("lease") { inputs in
      let ttl = try inputs.milliseconds("--ttl", ttl, "TTL", default: .known("lease-ttl"))
      let renewal = try renewalMilliseconds(&inputs, ttl)
      let timing = try LeaseTiming(
        ttlMilliseconds: ttl, renewEveryMilliseconds: renewal,
        roundTripMilliseconds: try inputs.milliseconds(
          "--rtt", rtt, "round trip", default: .known("same-zone-rtt")),
        driftPartsPerMillion: try inputs.partsPerMillion(
          "--drift", drift, "drift of each clock", default: .known("clock-drift")),
        operationMilliseconds: try inputs.milliseconds(
          "--operation", operation, "operation", orNone: "(no bound: --operation states one)"),
        longestPauseMilliseconds: try inputs.milliseconds(
          "--pause", pause, "longest pause", orNone: "(no bound: --pause states one)"),
        longestOutageMilliseconds: try inputs.milliseconds(
          "--outage", outage, "link outage",
          default: .value("0s", because: "none to be survived")))
      let unavailable = try LeaderFailover.lease(
        ttlMilliseconds: ttl, renewEveryMilliseconds: renewal,
        takeoverMilliseconds: try inputs.milliseconds(
          "--takeover", takeover, "takeover", default: .known("takeover-recovery")))
      return Self.answer(timing, unavailable)
    }
  }

  private func renewalMilliseconds(_ inputs: inout Inputs, _ ttl: Double) throws -> Double {
    if renewEvery == nil {
      inputs.note("--renew-every", "renewal", .milliseconds(ttl / 3), "(default: TTL / 3)")
      return ttl / 3
    }
    return try inputs.milliseconds("--renew-every", renewEvery, "renewal")
  }

  private static func answer(
    _ timing: LeaseTiming, _ unavailable: LeaderFailover.Outage
  ) -> Calculation {
    var calculation = Calculation()
    let lost = timing.renewalsThatMayBeLost
    let afterRenewal =
      timing.holderStopsAfterMilliseconds - timing.renewEveryMilliseconds
      - timing.roundTripMilliseconds
    calculation.rows = [
      .init(
        "safe to hold for", "holding", .milliseconds(timing.holderStopsAfterMilliseconds),
        "from before the last renewal that succeeded was sent"),
      .init(
        "margin", "margin", .milliseconds(afterRenewal),
        "left when the next renewal's answer arrives"),
      .init(
        "safe without fencing", "safe_without_fencing", .flag(timing.isSafeWithoutFencing),
        verdict(timing)),
      .init(
        "last start", "last_start", .milliseconds(timing.lastStartMilliseconds),
        "start no operation later than this in a lease"),
      .init(
        "lost renewals survived", "renewals_that_may_be_lost", .count(max(0, lost)),
        lost < 0 ? "the lease lapses even when none is lost" : "in a row"),
      .init(
        "to survive two", "longest_renewal_interval_for_two_lost",
        .milliseconds(timing.longestRenewalIntervalMilliseconds(lost: 2)),
        "the longest renewal interval with which two may be lost"),
      .init("outlives the outage", "outlives_outage", .flag(timing.outlivesOutage)),
      .init(
        "after a crash, worst", "unavailable_worst",
        .milliseconds(unavailable.worstMilliseconds), "nobody holds the lease"),
      .init("after a crash, mean", "unavailable_mean", .milliseconds(unavailable.meanMilliseconds)),
      .init(
        "after a grantor restart", "grantor_wait",
        .milliseconds(timing.waitAfterGrantorRestartMilliseconds),
        "a grantor that lost its timers waits before it grants"),
    ]
    calculation.notes = notes(timing)
    calculation.formulas = formulas
    return calculation
  }

  private static func verdict(_ timing: LeaseTiming) -> String {
    if timing.isSafeWithoutFencing { return "as long as the stated bounds hold" }
    var unbounded: [String] = []
    if timing.longestPauseMilliseconds == nil { unbounded.append("a pause") }
    if timing.operationMilliseconds == nil { unbounded.append("an operation") }
    return unbounded.isEmpty
      ? "an operation and a pause together outlast the lease"
      : "nothing bounds " + unbounded.joined(separator: " or ")
  }

  private static func notes(_ timing: LeaseTiming) -> [String] {
    timing.isSafeWithoutFencing
      ? [
        "A pause or an operation that breaks its bound breaks safety; where lost or doubled work "
          + "matters, add a fencing token that the resource checks."
      ]
      : [
        "The lease saves work but does not exclude two holders: let the resource check a fencing "
          + "token that grows with every grant, and refuse older ones."
      ]
  }

  private static let formulas: [Calculation.Formula] = [
    .init(
      "safe to hold for = T (1 - ρ) / (1 + ρ), about T (1 - 2ρ)", Source(cite: "gray89"),
      Source(cite: "ongaro14", at: "§6.4.1")),
    .init("last start = T (1 - ρ) / (1 + ρ) - operation - longest pause", Source(cite: "gray89")),
    .init("j renewals may be lost while (j + 1) r + RTT <= T (1 - ρ) / (1 + ρ)"),
    .init("unavailable after a crash = T - r / 2 + takeover on average, T + takeover at worst"),
    .init("fencing: the resource refuses a token below the largest seen", Source(cite: "klep16")),
  ]
}
