internal import Algorithms

/// A run of protocol benchmarks as tables.
public struct ProtocolReport: Sendable {
  /// What was run.
  public var plan: ProtocolBenchmarks.Plan
  /// What came out.
  public var results: [ProtocolResult]

  /// A report.
  public init(plan: ProtocolBenchmarks.Plan, results: [ProtocolResult]) {
    self.plan = plan
    self.results = results
  }

  /// What the figures rest on.
  public var preamble: [String] {
    let families = Set(results.map(\.kind.family))
    let origin =
      "Simulated on \(plan.siteDescription). Nothing here depends on this machine; seed "
      + "\(plan.seed) gives the same figures again."
    return [origin] + (families == [.detection] ? [detectorSettings] : clientSettings)
      + describedSettings
  }

  /// Of each store of the description, which protocols have its parameters instead.
  private var describedSettings: [String] {
    let ran = results.map(\.kind)
    var stores: [String] = []
    for kind in ran {
      guard let store = plan.described[kind]?.store, !stores.contains(store) else { continue }
      stores.append(store)
    }
    return stores.compactMap { store in
      let kinds = ran.filter { plan.described[$0]?.store == store }
      guard let first = kinds.first, let words = plan.described[first]?.words else { return nil }
      let names = kinds.map(\.rawValue).joined(separator: ", ")
      let verb = kinds.count == 1 ? "has" : "have"
      return "As store '\(store)' is described instead, \(names) \(verb) "
        + "\(words.joined(separator: ", ")) (medians)."
    }
  }

  private var detectorSettings: String {
    "Heartbeats or probes every \(Self.time(plan.settings.interval)). A member crashes for "
      + "\(Self.time(ProtocolBenchmarks.absence)), in \(plan.losses) runs; messages and bytes are "
      + "those of one member in a second in which nothing happens."
  }

  private var clientSettings: [String] {
    let settings = plan.settings
    let cpu = plan.processing
    return [
      "Heartbeats every \(Self.time(settings.heartbeat)); elections after "
        + "\(Self.time(settings.electionTimeout.lowerBound)) to "
        + "\(Self.time(settings.electionTimeout.upperBound)) of silence, replacement of a primary "
        + "after \(Self.time(settings.failoverTimeout)); leases of \(Self.time(settings.term)); "
        + "detectors' interval \(Self.time(settings.interval)). Messages, bytes (without payload) "
        + "and flushes are those that an operation adds; latencies are of writes or whole "
        + "operations without faults.",
      "Loss: whoever leads crashes for \(Self.time(ProtocolBenchmarks.absence)), in "
        + "\(plan.losses) runs; the gap is the longest time without an answer to anybody. "
        + "Partition: one part is cut off for \(Self.time(ProtocolBenchmarks.partitionLength)) "
        + "while clients in every place go on asking, half of them to read.",
      "Saturation: the most operations a second when clients that call again at once are added "
        + "until there is no more to gain (or more than "
        + "\(BenchmarkNumber.grouped(Int(ProtocolBenchmarks.enough))) a second), and a node spends "
        + "\(Self.time(cpu.perInput)) on each message it takes and \(Self.time(cpu.perSend)) on "
        + "each it sends.",
    ]
  }

  /// Two tables for each protocol, one for each detector.
  public var tables: [BenchmarkTable] {
    results.flatMap { result -> [BenchmarkTable] in
      guard !result.sizes.isEmpty else { return [] }
      if result.kind.family == .detection { return [Self.detection(result)] }
      return [Self.costs(result), Self.faults(result)]
    }
  }

  private static func costs(_ result: ProtocolResult) -> BenchmarkTable {
    let places = result.sizes.first?.latency.map(\.place) ?? []
    let hasMetadata = result.sizes.contains { $0.costs?.metadataBytes != nil }
    var columns: [BenchmarkTable.Column] = [
      .init("nodes"), .init("messages"), .init("bytes"), .init("trips"), .init("flushes"),
    ]
    if hasMetadata { columns.append(.init("metadata B")) }
    for place in short(places) { columns += [.init("\(place) p50"), .init("p99 ms")] }
    let rows = result.sizes.map { size in
      let costs = size.costs
      var cells = [
        "\(size.nodes)", decimal(costs?.messages), whole(costs?.bytes),
        decimal(costs?.roundTrips), decimal(costs?.flushes),
      ]
      if hasMetadata { cells.append(costs?.metadataBytes.map(BenchmarkNumber.grouped) ?? "-") }
      for latency in size.latency {
        cells += [milliseconds(latency.p50), milliseconds(latency.p99)]
      }
      return cells
    }
    return BenchmarkTable(
      "\(result.kind.rawValue): what an operation takes, and how long from each place",
      columns: columns, rows: rows)
  }

  private static func faults(_ result: ProtocolResult) -> BenchmarkTable {
    let partition = result.sizes.first?.partition
    let places = short(partition?.places.map(\.place) ?? [])
    var columns: [BenchmarkTable.Column] = [
      .init("nodes"), .init("gap s"), .init("longest"), .init("loss does", isNumber: false),
    ]
    columns += places.map { .init("\($0) in cut") }
    columns += [.init("after"), .init("cut does", isNumber: false), .init("saturates/s")]
    let rows = result.sizes.map { size in
      var cells = [
        "\(size.nodes)", seconds(size.leaderLoss?.medianGap), seconds(size.leaderLoss?.gaps.last),
        harms(size.leaderLoss?.harms ?? []),
      ]
      let parts = size.partition?.places ?? []
      cells += places.indices.map { parts.indices.contains($0) ? share(parts[$0].during) : "-" }
      cells += [
        share(parts.compactMap(\.after).min()), harms(size.partition?.harms ?? []),
        saturation(size.saturation),
      ]
      return cells
    }
    let name = partition.map { ", \($0.cutOff) cut off" } ?? ""
    return BenchmarkTable(
      "\(result.kind.rawValue): leader lost\(name), load raised", columns: columns, rows: rows)
  }

  private static func detection(_ result: ProtocolResult) -> BenchmarkTable {
    BenchmarkTable(
      "\(result.kind.rawValue): a member lost",
      columns: [
        .init("nodes"), .init("messages/s each"), .init("bytes/s each"), .init("noticed p50 s"),
        .init("p99"), .init("wrongly suspected"), .init("unnoticed"),
      ],
      rows: result.sizes.map { size in
        [
          "\(size.nodes)", decimal(size.costs?.messages), whole(size.costs?.bytes),
          seconds(size.detection?.times.quantile(0.5)),
          seconds(size.detection?.times.quantile(0.99)),
          "\(size.detection?.falseSuspicions ?? 0)", "\(size.detection?.unnoticed ?? 0)",
        ]
      })
  }

  // MARK: Cells

  /// Names without the region where all have the same.
  private static func short(_ places: [String]) -> [String] {
    let regions = Set(places.map { $0.prefix { $0 != "/" } })
    guard regions.count == 1, places.count > 1 else { return places }
    return places.map { place in
      place.firstIndex(of: "/").map { String(place[place.index(after: $0)...]) } ?? place
    }
  }

  private static func decimal(_ value: Double?) -> String {
    value.map {
      $0 == $0.rounded() ? BenchmarkNumber.fixed($0, places: 0) : BenchmarkNumber.decimal($0)
    }
      ?? "-"
  }

  private static func whole(_ value: Double?) -> String {
    value.map { BenchmarkNumber.fixed($0, places: 0) } ?? "-"
  }

  private static func milliseconds(_ span: Nanoseconds?) -> String {
    span.map { BenchmarkNumber.decimal(Double($0) / 1e6) } ?? "-"
  }

  private static func seconds(_ span: Nanoseconds?) -> String {
    span.map { BenchmarkNumber.decimal(Double($0) / 1e9) } ?? "-"
  }

  /// Rounded towards the doubt: what is not quite all is not shown as 100 %.
  private static func share(_ share: Double?) -> String {
    guard let share else { return "-" }
    if share > 0.99, share < 1 { return "> 99 %" }
    return BenchmarkNumber.fixed(share * 100, places: 0) + " %"
  }

  private static func harms(_ harms: [ProtocolFigures.Harm]) -> String {
    let parts = harms.filter { $0.count > 0 }.map { harm in
      let words = harm.kind.rawValue.replacing("-", with: " ")
      return harm.kind == .notLinearizable
        ? words : "\(BenchmarkNumber.grouped(harm.count)) \(words)"
    }
    return parts.isEmpty ? "no harm" : parts.joined(separator: ", ")
  }

  private static func saturation(_ saturation: ProtocolMeasurement.Saturation?) -> String {
    guard let saturation else { return "-" }
    let text = BenchmarkNumber.grouped(Int(roundedToTwo(saturation.perSecond)))
    return saturation.isLimit ? "> \(text)" : text
  }

  /// To two significant digits: the search knows no more.
  static func roundedToTwo(_ rate: Double) -> Double {
    var scale = 1.0
    while rate / scale >= 100 { scale *= 10 }
    return (rate / scale).rounded() * scale
  }

  static func time(_ span: Nanoseconds) -> String {
    let units: [(Nanoseconds, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs")]
    for (size, name) in units where span >= size {
      let value = Double(span) / Double(size)
      return
        (value == value.rounded()
        ? BenchmarkNumber.fixed(value, places: 0) : BenchmarkNumber.decimal(value)) + " \(name)"
    }
    return "\(span) ns"
  }
}
