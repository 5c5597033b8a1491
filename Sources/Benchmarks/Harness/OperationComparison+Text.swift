extension OperationComparison {
  /// How it is told that something changed.
  public static let method =
    "A time has changed when the medians of rounds separate in the Mann-Whitney test (p <= 0.01), "
    + "and the shift is above 5 % and above what the intervals of both runs explain together."

  /// The table of what changed; `nil` when nothing did.
  public var table: BenchmarkTable? {
    let changed = changed
    guard !changed.isEmpty else { return nil }
    return BenchmarkTable(
      "Changed against the baseline",
      columns: [
        .init("operation", isNumber: false), .init("before ns"), .init("now ns"), .init("shift"),
        .init("noise"), .init("p"), .init("verdict", isNumber: false),
      ],
      rows: changed.map { row in
        [
          row.name, BenchmarkNumber.decimal(row.before), BenchmarkNumber.decimal(row.now),
          BenchmarkNumber.change(row.shift), BenchmarkNumber.percent(row.noise),
          row.probability < 0.0001
            ? "< 0.0001" : BenchmarkNumber.fixed(row.probability, places: 4), row.verdict.rawValue,
        ]
      })
  }

  /// What is to be said beside the table.
  ///
  /// - Parameters:
  ///   - now: This run.
  ///   - before: The earlier one.
  public func remarks(now: OperationReport, before: OperationReport) -> [String] {
    var lines: [String] = []
    if now.machine.processor != before.machine.processor
      || now.machine.cores != before.machine.cores
    {
      lines.append(
        "Warning: the baseline is from another machine (\(before.machine.description)): its times "
          + "do not compare.")
    } else if now.machine.isOptimised != before.machine.isOptimised {
      lines.append("Warning: the baseline is from \(before.machine.build): times do not compare.")
    }
    if rows.isEmpty { return lines + ["The baseline has none of these operations."] }
    if !canTell {
      lines.append(
        "Too few rounds to tell any change: both runs together could not come below p = 0.01. "
          + "Measure with --rounds 5 or more.")
    }
    let count = changed.count
    lines.append(
      count == 0
        ? "None of \(rows.count) times changed beyond the noise."
        : "\(count) of \(rows.count) times changed beyond the noise.")
    lines += bytes.map {
      "\($0.name) was \(BenchmarkNumber.grouped($0.before)) B, is "
        + "\(BenchmarkNumber.grouped($0.now)) B."
    }
    if !added.isEmpty { lines.append("New since the baseline: \(Self.some(added)).") }
    if !missing.isEmpty { lines.append("Only in the baseline: \(Self.some(missing)).") }
    return lines + [Self.method]
  }

  private static func some(_ names: [String]) -> String {
    let rest = names.count - 5
    return names.prefix(5).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
