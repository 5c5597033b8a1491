import ArgumentParser
import Knowledge
import Quantities

/// How stale reads are that ask fewer replicas than would always meet the last write.
struct CalcStaleness: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staleness", abstract: "How fresh reads are: R of N quorums, followers, caches.",
    discussion: """
      For quorums, give the delays of messages: a published --fit, or your own. A delay is \
      written constant:5ms, exponential:20ms, exponential:1.66/ms, pareto:0.235ms,10, \
      uniform:1ms,5ms, lognormal:2ms,0.5, p50=1ms,p99=10ms, samples:1ms,2ms,9ms, or as a mixture \
      '90% pareto:1ms,3 + 10% exponential:5ms'. For a lagging copy or a cache, give \
      --follower-lag or --cache-ttl with --write-rate instead.

      Example: dsdesign calc staleness -n 3 -r 1 -w 1 --fit lnkd-disk --compare
      """)

  enum Fit: String, CaseIterable, ExpressibleByArgument {
    case linkedInSSD = "lnkd-ssd"
    case linkedInDisk = "lnkd-disk"
    case yammer = "ymmr"
    case wideArea = "wan"
  }

  @Option(name: .short, help: "N, the replicas (default: 3).")
  var n: Int?

  @Option(name: .short, help: "R, how many must answer a read (default: 1).")
  var r: Int?

  @Option(name: .short, help: "W, how many must acknowledge a write (default: 1).")
  var w: Int?

  @Option(help: "Published delays: lnkd-ssd, lnkd-disk, ymmr or wan.")
  var fit: Fit?

  @Option(name: [.long, .customLong("w")], help: "W: the write on its way to a replica.")
  var writeDelay: String?

  @Option(name: [.long, .customLong("a")], help: "A: the acknowledgement (default: as the write).")
  var ackDelay: String?

  @Option(
    name: [.customLong("read-delay"), .customLong("r-delay")],
    help: "R: the read on its way (default: as the acknowledgement).")
  var readDelay: String?

  @Option(name: [.long, .customLong("s")], help: "S: the answer (default: as the read).")
  var responseDelay: String?

  @Option(
    help:
      "What each message to a remote replica takes on top, one way, with one replica and clients in each place (default: 75ms with wan)."
  )
  var remote: String?

  @Option(help: "Writes and reads to draw.")
  var trials = 100_000

  @Option(help: "Seed of the draws.")
  var seed: UInt64 = 1

  @Option(help: "Times after a write's commit, separated by commas.")
  var at = "0ms,1ms,10ms,100ms"

  @Option(help: "How certainly fresh a read shall be.")
  var probability = "99.9%"

  @Flag(help: "Compare all choices of R and W.")
  var compare = false

  @Option(help: "Instead of quorums: how far a copy is behind.")
  var followerLag: String?

  @Option(help: "Instead of quorums: how long a cache keeps an entry.")
  var cacheTtl: String?

  @Option(help: "Writes to one item, for --follower-lag and --cache-ttl.")
  var writeRate: String?

  @OptionGroup var options: CalcOptions

  func run() throws {
    try options.answer("staleness") { inputs in
      try refuseMixedModes()
      if followerLag != nil || cacheTtl != nil { return try copyStaleness(&inputs) }
      return try quorumStaleness(&inputs)
    }
  }

  private func refuseMixedModes() throws(Failure) {
    let delays: [(String, Bool)] = [
      ("--fit", fit != nil), ("--write-delay", writeDelay != nil), ("--ack-delay", ackDelay != nil),
      ("--read-delay", readDelay != nil), ("--response-delay", responseDelay != nil),
    ]
    let quorum =
      delays + [
        ("-n", n != nil), ("-r", r != nil), ("-w", w != nil), ("--remote", remote != nil),
        ("--compare", compare),
      ]
    let copy = [("--follower-lag", followerLag != nil), ("--cache-ttl", cacheTtl != nil)]
      .filter(\.1)
    if let mode = copy.first {
      if let other = (copy.dropFirst() + quorum.filter(\.1)).first {
        throw Failure(
          "\(mode.0) and \(other.0) are different questions", file: "calc staleness",
          help: "ask them in two calls")
      }
      return
    }
    if writeRate != nil {
      throw Failure(
        "--write-rate is for a lagging copy or a cache", file: "calc staleness",
        help: "add --follower-lag or --cache-ttl, or leave it out")
    }
    guard let fit else {
      if writeDelay != nil { return }
      throw Failure(
        "the delays of messages are missing", file: "calc staleness",
        help: "--fit lnkd-ssd takes published ones, --write-delay exponential:20ms your own")
    }
    if let own = delays.dropFirst().first(where: \.1) {
      throw Failure(
        "--fit \(fit.rawValue) and \(own.0) both state delays", file: "calc staleness",
        help: "keep one of them")
    }
  }
}

extension CalcStaleness {
  private func copyStaleness(_ inputs: inout Inputs) throws -> Calculation {
    guard let writeRate else {
      throw Failure(
        "the rate of writes is missing", file: "calc staleness",
        help: "--write-rate 10/s says how often one item is written")
    }
    let rate = try inputs.perSecond("--write-rate", writeRate, "writes to one item")
    var calculation = Calculation()
    let stale: Double
    if followerLag != nil {
      let lag = try inputs.milliseconds("--follower-lag", followerLag, "lag of the copy")
      stale = try StalenessFormulas.staleProbability(writesPerSecond: rate, lagMilliseconds: lag)
      calculation.formulas = [.init("P(stale) = 1 - e^(-λ lag), writes as a Poisson process")]
    } else {
      let ttl = try inputs.milliseconds("--cache-ttl", cacheTtl, "cache TTL")
      stale = try StalenessFormulas.staleCacheProbability(
        writesPerSecond: rate, ttlSeconds: ttl / 1000)
      calculation.rows = [
        .init("oldest answer", "oldest", .milliseconds(ttl), "a read may be this much out of date")
      ]
      calculation.formulas = [
        .init(
          "P(stale) = 1 - (1 - e^(-λ T)) / (λ T): the mean over the ages of an entry, writes as a "
            + "Poisson process")
      ]
    }
    calculation.rows += [
      .init("fresh", "fresh_probability", .fraction(1 - stale), "of reads see the last write"),
      .init("stale", "stale_probability", .fraction(stale)),
    ]
    return calculation
  }

  private func quorumStaleness(_ inputs: inout Inputs) throws -> Calculation {
    let n = try inputs.count(
      "-n", n, "replicas N", in: 1...64, default: .value("3", because: "three"))
    let r = try inputs.count(
      "-r", r, "read quorum R", in: 1...n, default: .value("1", because: "one"))
    let w = try inputs.count(
      "-w", w, "write quorum W", in: 1...n, default: .value("1", because: "one"))
    let model = try model(&inputs, replicas: n)
    let probability = try inputs.fraction("--probability", probability, "freshness wanted")
    guard (1...1_000_000).contains(trials) else {
      throw Failure(
        "\(trials) is out of range", file: "--trials", help: "draw from 1 to 1000000 times")
    }
    inputs.note("--trials", "trials", .count(trials))
    inputs.note("--seed", "seed", .count(Int(clamping: seed)))
    let chosen = StalenessModel.Choice(read: r, write: w)
    var choices = [chosen]
    if compare {
      for read in 1...n { choices += (1...n).map { .init(read: read, write: $0) } }
    }
    guard choices.count <= 145 else {
      throw Failure(
        "\(n) replicas have too many choices to compare", file: "--compare",
        help: "compare up to 12 replicas")
    }
    let results = try model.simulate(choices, trials: trials, seed: seed)
    return try StalenessAnswer(
      result: results[0], compared: Array(results.dropFirst()), probability: probability,
      times: times()
    ).calculation
  }

  private func times() throws(Failure) -> [Double] {
    let source = OptionText("--at", at)
    var times: [Double] = []
    for part in source.parts(of: source.whole, at: ",") {
      times.append(try source.quantity(part, as: Duration.self).inMilliseconds)
    }
    return times
  }

  private func model(_ inputs: inout Inputs, replicas: Int) throws -> StalenessModel {
    let delays = try delays(&inputs)
    var distance: Double?
    if fit == .wideArea {
      distance = try inputs.milliseconds(
        "--remote", remote, "to a remote replica", default: .value("75ms", because: "the paper's"))
    } else if remote != nil {
      distance = try inputs.milliseconds("--remote", remote, "to a remote replica")
    }
    if let distance {
      return try StalenessModel.wideArea(
        replicas: replicas, delays: delays, oneWayMilliseconds: distance)
    }
    return try StalenessModel(replicas: replicas, delays: delays)
  }

  private func delays(_ inputs: inout Inputs) throws(Failure) -> StalenessModel.Delays {
    if let fit { inputs.note("--fit", "delays", .text(fit.rawValue)) }
    switch fit {
    case .linkedInSSD: return .linkedInSSD
    case .linkedInDisk, .wideArea: return .linkedInDisk
    case .yammer: return .yammer
    case nil: break
    }
    func read(
      _ option: String, _ text: String?, _ label: String, orAs other: String
    ) throws(Failure) -> (DelayModel, String) {
      inputs.note(option, label, .text(text ?? other), text == nil ? "(default)" : nil)
      return (try DelayNotation.parse(OptionText(option, text ?? other)), text ?? other)
    }
    let (write, writeText) = try read("--write-delay", writeDelay, "write W", orAs: "")
    let (acknowledgement, ackText) = try read(
      "--ack-delay", ackDelay, "acknowledgement A", orAs: writeText)
    let (request, readText) = try read("--read-delay", readDelay, "read R", orAs: ackText)
    let (response, _) = try read("--response-delay", responseDelay, "answer S", orAs: readText)
    return .init(
      write: write, acknowledgement: acknowledgement, request: request, response: response)
  }
}
