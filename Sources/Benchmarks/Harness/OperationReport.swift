/// A run of operation benchmarks: what was measured, where, how well, and what changed.
public struct OperationReport: Sendable, Hashable {
  /// The machine and the build.
  public var machine: Machine
  /// How it was measured.
  public var settings: OperationHarness.Settings
  /// What an empty loop takes, in nanoseconds an iteration; contained in every figure.
  public var emptyLoop: Double?
  /// What was measured.
  public var results: [AlgorithmResult]
  /// How well; `nil` in a run that was read from a file.
  public var repeatability: Repeatability?

  /// A report.
  public init(
    machine: Machine, settings: OperationHarness.Settings, emptyLoop: Double?,
    results: [AlgorithmResult], repeatability: Repeatability?
  ) {
    self.machine = machine
    self.settings = settings
    self.emptyLoop = emptyLoop
    self.results = results
    self.repeatability = repeatability
  }

  /// How the figures came about and how to read them.
  public var preamble: [String] {
    let sample = BenchmarkNumber.decimal(Double(settings.sampleTime) / 1e6)
    var lines = [
      "\(machine.description).",
      "Each figure is the median of \(settings.rounds) rounds, spread over the run and interleaved, "
        + "each the median of \(settings.samples) samples of about \(sample) ms, each round with its "
        + "state built anew. ± is how far the \(coverage) interval of that median reaches.",
    ]
    if let emptyLoop {
      lines.append(
        "An empty loop takes \(BenchmarkNumber.decimal(emptyLoop)) ns an iteration, which every "
          + "figure contains.")
    }
    return lines
  }

  private var coverage: String {
    let interval = results.first?.sizes.first?.operations.first?.interval
    return BenchmarkNumber.fixed((interval?.coverage ?? 0) * 100, places: 0) + " %"
  }

  /// A table for each algorithm.
  public var tables: [BenchmarkTable] { results.map(Self.table) }

  private static let barColumns = 4

  private static func table(_ algorithm: AlgorithmResult) -> BenchmarkTable {
    let names = algorithm.operationNames
    let hasMetadata = algorithm.sizes.contains { $0.metadataBytes != nil }
    let hasMemory = algorithm.sizes.contains { $0.memoryBytes != nil }
    var columns = [BenchmarkTable.Column(algorithm.parameter)]
    if hasMetadata { columns.append(.init("metadata B")) }
    if hasMemory { columns.append(.init("memory B")) }
    for name in names {
      columns += [.init("\(name) ns"), .init("±"), .init("", isNumber: false, isOptional: true)]
    }
    let rows = algorithm.sizes.map { size in
      var cells = [BenchmarkNumber.grouped(size.size)]
      if hasMetadata { cells.append(size.metadataBytes.map(BenchmarkNumber.grouped) ?? "-") }
      if hasMemory { cells.append(size.memoryBytes.map(BenchmarkNumber.grouped) ?? "-") }
      return cells + names.flatMap { Self.cells(of: $0, size, algorithm) }
    }
    return BenchmarkTable(
      algorithm.id, remark: algorithm.summary, columns: columns, rows: rows,
      notes: growth(algorithm))
  }

  /// Median, uncertainty, and a bar against the slowest size.
  private static func cells(
    of name: String, _ size: SizeResult, _ algorithm: AlgorithmResult
  ) -> [String] {
    guard let operation = size[name] else { return ["-", "", ""] }
    let slowest = algorithm.sizes.compactMap { $0[name]?.median }.max() ?? 0
    let mark = operation.isRepeatable ? "" : " ?"
    return [
      BenchmarkNumber.decimal(operation.median),
      BenchmarkNumber.percent(operation.uncertainty) + mark,
      BenchmarkNumber.bar(operation.median / slowest, columns: barColumns),
    ]
  }

  /// How times grow: the exponent of a power law, and the one at the end where that tells more.
  private static func growth(_ algorithm: AlgorithmResult) -> [String] {
    let parts = algorithm.operationNames.compactMap { name in
      algorithm.growth(of: name).map { fit in
        "\(name) n^\(BenchmarkNumber.fixed(fit.exponent, places: 2)) ± "
          + BenchmarkNumber.fixed(fit.error, places: 2)
          + " (at the end n^\(BenchmarkNumber.fixed(fit.atEnd, places: 2)))"
      }
    }
    return parts.isEmpty ? [] : ["Growth: " + parts.joined(separator: ", ") + "."]
  }

  /// Whether the figures can be trusted, in sentences.
  public var verdict: [String] {
    guard let repeatability else { return [] }
    var lines: [String] = []
    if !machine.isOptimised {
      lines.append(
        "Warning: this build is not optimised; its times say nothing about the algorithms. Build "
          + "with 'swift build -c release'.")
    }
    let count = repeatability.measured
    if repeatability.holds {
      lines.append(
        "All \(count) medians repeat within 5 %, judged by how the rounds of this run agree.")
      return lines
    }
    let good = count - repeatability.doubtful.count
    var line =
      (repeatability.isNoisy ? "Warning: this run was noisy. " : "")
      + "\(good) of \(count) medians repeat within 5 %, judged by how the rounds of this run agree"
    if let drift = repeatability.drift, abs(drift) > Repeatability.noticeableDrift {
      line +=
        "; the second half of the run was \(BenchmarkNumber.percent(abs(drift))) "
        + (drift > 0 ? "slower" : "faster") + " than the first"
    }
    lines.append(line + ".")
    lines.append(
      repeatability.causes.isEmpty
        ? "The system counted nothing that explains it."
        : "Likely cause: " + repeatability.causes.joined(separator: "; ") + ".")
    if !repeatability.doubtful.isEmpty {
      let shown = repeatability.doubtful.prefix(5).map {
        "\($0.name) (± \(BenchmarkNumber.percent($0.uncertainty)))"
      }
      let rest = repeatability.doubtful.count - shown.count
      lines.append(
        "In doubt: " + shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "") + ".")
    }
    return lines
  }
}
