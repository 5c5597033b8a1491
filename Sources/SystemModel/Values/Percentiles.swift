public import YAMLDocument

/// Durations at percentiles of a distribution: `{p50: 12ms, p99: 80ms}`.
public struct Percentiles: Sendable {
  /// A duration that a share of cases does not exceed.
  public struct Entry: Sendable {
    /// The percentile: 99.9 of `p99.9`; more than 0, at most 100.
    public let percent: Percentage
    /// The duration; more than zero.
    public let duration: Stated<Duration>

    /// As in the file: `p99.9`.
    public var key: String { "p\(percent.percent.plainText)" }
  }

  /// By rising percentile.
  public let entries: [Entry]

  /// The duration at a percentile (99 for `p99`), if it is stated.
  public subscript(percent: Double) -> Stated<Duration>? {
    entries.first { $0.percent.percent.double == percent }?.duration
  }

  /// The duration at the lowest stated percentile that is no lower than this one.
  public subscript(atLeast percent: Double) -> Stated<Duration>? {
    entries.first { $0.percent.percent.double >= percent }?.duration
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Percentiles: Statable {
  public static var syntax: Syntax { .percentiles(.quantity(.duration, positive: true)) }
  public static var type: FieldType { .map(.duration) }

  public var reflected: FieldValue {
    .map(
      entries.map {
        (
          name: $0.key,
          value: Stated<FieldValue>(
            .duration($0.duration.value), at: $0.duration.span, key: $0.duration.keySpan)
        )
      })
  }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Percentiles? {
    guard case .mapping(let pairs) = node.content else {
      reader.reportMismatch(node, wanted: syntax.words)
      return nil
    }
    var entries: [Entry] = []
    for pair in pairs {
      guard let key = reader.key(of: pair) else { continue }
      guard let percent = percentile(key) else {
        reader.report(
          "`\(clipped(key))` is no percentile", at: pair.key.span, label: "not a percentile",
          help: "write p50, p90, p95, p99, p99.9 and so on")
        continue
      }
      reader.enter(key, at: pair.key.span)
      guard let duration = Duration.read(pair.value, by: &reader) else { continue }
      if duration == .zero { reader.reportOutOfBounds(pair, demand: "more than zero") }
      entries.append(
        Entry(
          percent: percent,
          duration: Stated(duration, at: pair.value.span, key: pair.key.span)))
    }
    entries.sort { $0.percent < $1.percent }
    return Percentiles(entries: entries)
  }

  /// The percentage of a key such as `p99.9`.
  private static func percentile(_ key: String) -> Percentage? {
    guard key.hasPrefix("p"), key.utf8.last.map({ $0 != UInt8(ascii: " ") }) == true,
      let percent = try? Percentage.parse("\(key.dropFirst())%"), percent.fraction > 0
    else { return nil }
    return percent
  }
}
