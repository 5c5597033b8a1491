import ArgumentParser
import Knowledge
import Quantities

/// How retries multiply load, and how long callers wait for them.
struct CalcRetries: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retries", abstract: "How retries multiply load along a chain of calls.",
    discussion: """
      Example: dsdesign calc retries --attempts 3 --depth 3 --failure 10% --budget 10% \
      --base 100ms --cap 10s --timeout 1s
      """)

  enum Backoff: String, CaseIterable, ExpressibleByArgument { case exponential, constant, none }
  enum Jitter: String, CaseIterable, ExpressibleByArgument { case full, none }

  @Option(help: "The most tries of a call, the first included (default: 3).")
  var attempts: Int?

  @Option(help: "Layers that retry, one calling the next (default: 1).")
  var depth: Int?

  @Option(help: "How often a call of the innermost service fails (default: 10%).")
  var failure: String?

  @Option(help: "Retries as a share of first tries at most (default: none).")
  var budget: String?

  @Option(help: "How waits grow: exponential, constant or none.")
  var backoff: Backoff = .exponential

  @Option(help: "The wait before the second try (default: 100ms).")
  var base: String?

  @Option(help: "The longest wait (default: 10s).")
  var cap: String?

  @Option(help: "full draws each wait evenly from 0 to its length, none does not.")
  var jitter: Jitter = .full

  @Option(help: "How long one try may take (default: 1s).")
  var timeout: String?

  @OptionGroup var options: CalcOptions

  func run() throws {
    try options.answer("retries") { inputs in
      let attempts = try inputs.count(
        "--attempts", attempts, "tries", in: 1...100,
        default: .value("3", because: "a first try and two retries"))
      let depth = try inputs.count(
        "--depth", depth, "layers that retry", in: 1...20, default: .value("1", because: "one"))
      let failure = try inputs.fraction(
        "--failure", failure, "failure of one call",
        default: .value("10%", because: "a partial outage"))
      let share = try budget.map { text throws(Failure) in
        try inputs.fraction("--budget", text, "retry budget")
      }
      let schedule = try schedule(&inputs, attempts)
      let timeout = try inputs.milliseconds(
        "--timeout", timeout, "timeout of one try",
        default: .value("1s", because: "a round number"))
      let chain = try RetryAmplification(
        layers: Array(repeating: .init(attempts: attempts, budget: share), count: depth))
      return try Self.answer(chain, failure: failure, schedule, timeout: timeout)
    }
  }

  private func schedule(_ inputs: inout Inputs, _ attempts: Int) throws -> BackoffSchedule {
    inputs.note("--backoff", "backoff", .text(backoff.rawValue))
    if backoff == .none { return try BackoffSchedule(baseMilliseconds: 0, attempts: attempts) }
    let base = try inputs.milliseconds(
      "--base", base, "first wait", default: .known("retry-base"))
    let cap = try inputs.milliseconds("--cap", cap, "longest wait", default: .known("retry-cap"))
    inputs.note("--jitter", "jitter", .text(jitter.rawValue))
    return try BackoffSchedule(
      baseMilliseconds: base, factor: backoff == .exponential ? 2 : 1, capMilliseconds: cap,
      attempts: attempts, jitter: jitter == .full ? .full : .none)
  }

  private static func answer(
    _ chain: RetryAmplification, failure: Double, _ schedule: BackoffSchedule, timeout: Double
  ) throws -> Calculation {
    var calculation = Calculation()
    calculation.rows = [
      .init(
        "load, worst", "amplification_worst", .number(chain.worstFactor),
        "calls of the innermost service for each call at the top, when all fail"),
      .init(
        "load, expected", "amplification_expected",
        .number(try chain.factor(failureProbability: failure)),
        "when its calls fail independently of each other"),
      .init(
        "waits, longest", "sleep_longest", .milliseconds(schedule.longestTotalMilliseconds),
        "in one layer, over all tries"),
      .init("waits, mean", "sleep_mean", .milliseconds(schedule.meanTotalMilliseconds)),
      .init(
        "each wait, longest", "waits",
        .list(schedule.longestWaitsMilliseconds.prefix(12).map { .milliseconds($0) }),
        schedule.attempts > 13 ? "and \(schedule.attempts - 13) more" : nil),
      .init(
        "longest call", "longest_call",
        .milliseconds(schedule.longestCallMilliseconds(timeoutMilliseconds: timeout)),
        "of the innermost layer"),
    ]
    calculation.tables = [layers(chain, schedule, timeout)]
    calculation.notes = notes(chain, schedule)
    calculation.formulas = formulas
    return calculation
  }

  /// What each layer's caller must be ready to wait, from the innermost outwards.
  private static func layers(
    _ chain: RetryAmplification, _ schedule: BackoffSchedule, _ timeout: Double
  ) -> Calculation.Table {
    var wait = timeout
    var rows: [[Figure]] = []
    for layer in (1...chain.layers.count).reversed() {
      wait = schedule.longestCallMilliseconds(timeoutMilliseconds: wait)
      var outer = chain
      outer.layers = Array(chain.layers.prefix(layer))
      rows.append([.count(layer), .number(outer.worstFactor), .milliseconds(wait)])
    }
    return .init(
      heading: "By layer, 1 the outermost: what it sends down at worst, what its caller may wait",
      key: "layers",
      columns: [
        ("layer", "layer"), ("calls sent", "calls_sent_worst"), ("longest call", "longest_call"),
      ], rows: rows.reversed())
  }

  private static func notes(_ chain: RetryAmplification, _ schedule: BackoffSchedule) -> [String] {
    var notes: [String] = []
    if chain.worstFactor > 3 {
      notes.append(
        "An overload that makes calls fail then gets \(FigureText.number(chain.worstFactor)) times "
          + "the load and may keep itself going: retry in one layer only, with a budget.")
    }
    if schedule.jitter == .none, schedule.longestTotalMilliseconds > 0 {
      notes.append("Without jitter, callers that failed together retry together.")
    }
    return notes
  }

  private static let formulas: [Calculation.Formula] = [
    .init(
      "worst load = product over layers of min(tries, 1 + budget)", Source(cite: "awsjit"),
      Source(cite: "bronson21"), Source(cite: "sre16", at: "ch. 21 and 22")),
    .init("mean tries of a layer = (1 - p^n) / (1 - p); it fails with p^n"),
    .init(
      "wait i = min(cap, base · 2^i); with full jitter evenly from 0 to that",
      Source(cite: "awsjit")),
    .init("longest call = tries · timeout + all waits"),
  ]
}
