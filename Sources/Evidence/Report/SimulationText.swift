import Algorithms
import Analysis
import Benchmarks
import Simulation

extension SimulationReport {
  /// As text for a terminal of any width from 60 columns on.
  public var text: String {
    let result = result
    var lines = ["\(title): \(nodes.joined(separator: ", "))"]
    let seeds = figures.map(\.seed)
    let span =
      seeds.count == 1
      ? "seed \(seeds[0])" : "\(seeds.count) seeds, \(seeds.first ?? 0) to \(seeds.last ?? 0)"
    if let fault = result.faultSpan {
      lines.append(
        "\(span); \(faults) from \(Self.seconds(fault.lowerBound)) to \(Self.seconds(fault.upperBound))"
      )
    } else {
      lines.append("\(span); nothing goes wrong")
    }
    lines.append("")
    if !result.regions.isEmpty { lines += table(result) + [""] }
    if !result.timeline.isEmpty { lines += sparklines(result) + [""] }
    if let median = result.medianUnavailable, let most = result.unavailable.max(),
      let least = result.unavailable.min(), result.faultSpan != nil
    {
      let range = seeds.count > 1 ? " (median; \(time(least)) to \(time(most)))" : ""
      lines.append("No answer to anybody for \(time(median))\(range).")
    }
    if kind.family == .detection { lines += noticed(result) }
    lines += checks(result)
    if let costs { lines += ["", "  \(Self.words(costs))"] }
    lines.append("")
    for parameter in parameters {
      let origin =
        parameter.assumption.map { "assumed (\($0)); \(parameter.field) would state it" }
        ?? parameter.field
      lines.append("  \(parameter.name): \(parameter.value), \(origin)")
    }
    if let violation {
      lines += [
        "", "Violated by seed \(violation.seed): \(violation.text).",
        "  \(command(seed: violation.seed))",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func time(_ span: Nanoseconds) -> String { Figure.time(Double(span) / 1e6) }

  private static func seconds(_ span: Nanoseconds) -> String {
    Figure.time(Double(span) / 1e6)
  }

  private func table(_ result: TrialResult) -> [String] {
    let hasFault = result.faultSpan != nil
    let titles = hasFault ? ["from", "before", "during", "after"] : ["from", "answered"]
    var rows = [titles]
    for region in result.regions {
      let shares = hasFault ? [region.before, region.during, region.after] : [region.before]
      rows.append([region.name] + shares.map(cell))
    }
    let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, text in
        text + String(repeating: " ", count: max(0, widths[column] - text.count))
      }.joined(separator: "  ").trimmingEnd
    }
  }

  private func cell(_ share: ProtocolFigures.Share) -> String {
    guard let answered = share.answeredShare else { return "–" }
    guard let p50 = share.latency.quantile(0.5), let p99 = share.latency.quantile(0.99) else {
      return Figure.percent(answered)
    }
    return "\(Figure.percent(answered))  \(time(p50)) / \(time(p99))"
  }

  /// Shares answered and mean latencies over time, a character for each part of it.
  private func sparklines(_ result: TrialResult) -> [String] {
    let columns = 50
    let size = max(1, (result.timeline.count + columns - 1) / columns)
    let parts = stride(from: 0, to: result.timeline.count, by: size).map { start in
      result.timeline[start..<min(start + size, result.timeline.count)].reduce(
        into: ProtocolFigures.Bucket()
      ) { sum, bucket in
        sum.called += bucket.called
        sum.answered += bucket.answered
        sum.nanoseconds += bucket.nanoseconds
      }
    }
    let answered = parts.map { $0.called == 0 ? nil : Double($0.answered) / Double($0.called) }
    let latency = parts.map {
      $0.answered == 0 ? nil : Double($0.nanoseconds) / Double($0.answered)
    }
    let most = latency.compactMap { $0 }.max() ?? 1
    var lines = [
      "answered  \(Self.line(answered))",
      "latency   \(Self.line(latency.map { $0.map { $0 / most } }))  up to \(time(Nanoseconds(most)))",
    ]
    if let span = result.faultSpan {
      let width = Double(result.bucket) * Double(size)
      let begin = Int(Double(span.lowerBound) / width)
      let end = max(
        begin + 1, min(parts.count, Int((Double(span.upperBound) / width).rounded(.up))))
      lines.append(
        "fault     " + String(repeating: " ", count: begin)
          + String(repeating: "━", count: end - begin))
    }
    return lines
  }

  private static func line(_ values: [Double?]) -> String {
    let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    return String(
      values.map { value -> Character in
        guard let value else { return "·" }
        return levels[max(0, min(7, Int((value * 7).rounded())))]
      })
  }

  /// What comparisons call messages, round trips, flushes and metadata.
  private static func words(_ costs: ProtocolCosts) -> String {
    func amount(_ measure: Measure, _ one: String, _ many: String) -> String? {
      measure.value(nil, costs).map { value in
        let text = value == value.rounded() ? ValueText.grouped(Int64(value)) : "\(value)"
        return "\(text) \(value == 1 ? one : many)"
      }
    }
    let sent = [amount(.messages, "message", "messages"), amount(.bytes, "byte", "bytes")]
    let messages = sent.compactMap(\.self).joined(separator: " of ")
    guard let trips = amount(.roundTrips, "round trip", "round trips") else {
      return "a member sends \(messages) in all a second"
    }
    let rest = [
      trips, amount(.flushes, "disk flush", "disk flushes"),
      amount(.metadata, "byte of metadata", "bytes of metadata"),
    ].compactMap(\.self)
    return "an operation takes \(messages) in all, \(rest.joined(separator: ", "))"
  }

  private func noticed(_ result: TrialResult) -> [String] {
    guard
      let first = TrialResult.median(result.detections.compactMap(\.first)),
      let majority = TrialResult.median(
        result.detections.compactMap { $0.isEmpty ? nil : $0[$0.count / 2] }),
      let last = TrialResult.median(result.detections.compactMap(\.last))
    else { return [] }
    return [
      "Noticed by the first after \(time(first)), by a majority after \(time(majority)), by all after \(time(last)) (medians)."
    ]
  }

  private func checks(_ result: TrialResult) -> [String] {
    result.harms.filter { $0.of > 0 }.map { harm in
      let count =
        harm.count == 0
        ? "none of \(ValueText.grouped(Int64(harm.of)))"
        : "\(ValueText.grouped(Int64(harm.count))) of \(ValueText.grouped(Int64(harm.of)))"
      let verdict =
        harm.count == 0 ? "holds" : required.contains(harm.kind) ? "VIOLATED" : "not needed here"
      return "  \(harm.kind.words): \(count), \(verdict)"
    }
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
