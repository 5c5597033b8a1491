import JSONDocument

/// A number that differs between two designs, as far as it is shown.
struct NumberChange: Hashable {
  /// What it is a number of; several when it differs for all of them in the same way.
  var subjects: [String]
  /// Its key in the JSON report.
  let key: String
  /// What it is, in words.
  let title: String
  let before: Double?
  let after: Double?
  let unit: Unit
  /// Whether it met its target before and after; `nil` when it has none.
  let meets: Pair?

  struct Pair: Hashable {
    let before: Bool
    let after: Bool
  }

  enum Unit: String {
    case milliseconds, share, number

    func text(_ value: Double?) -> String {
      guard let value else { return "none" }
      switch self {
      case .milliseconds: return NumbersSections.time(value)
      case .share: return NumbersSections.percent(value)
      case .number: return PlainNumber.text(value)
      }
    }
  }

  var beforeText: String { unit.text(before) }
  var afterText: String { unit.text(after) }
}

/// Finds the numbers that differ.
struct NumberComparison {
  private struct Figure {
    let path: [String]
    let title: String
    let unit: NumberChange.Unit
    /// Where the target stands, and whether more is better.
    var target: (path: [String], moreIsBetter: Bool)?
  }

  private static let figures = [
    Figure(path: ["latency", "budget_ms"], title: "p99 target", unit: .milliseconds),
    Figure(path: ["latency", "floor_ms"], title: "least latency", unit: .milliseconds),
    Figure(path: ["latency", "p50_ms"], title: "p50", unit: .milliseconds),
    Figure(
      path: ["latency", "p99_ms"], title: "p99", unit: .milliseconds,
      target: (["latency", "budget_ms"], false)),
    Figure(path: ["latency", "p999_ms"], title: "p99.9", unit: .milliseconds),
    Figure(path: ["availability", "target"], title: "availability target", unit: .share),
    Figure(
      path: ["availability", "estimate"], title: "availability", unit: .share,
      target: (["availability", "target"], true)),
    Figure(path: ["staleness", "bound_ms"], title: "staleness bound", unit: .milliseconds),
    Figure(path: ["staleness", "fresh_at_once"], title: "reads fresh at once", unit: .share),
    Figure(
      path: ["staleness", "fresh_after_ms"], title: "99.9% of reads fresh after",
      unit: .milliseconds),
  ]

  /// Lists below `numbers`: what names an entry, and its figures.
  private static let lists: [(list: String, name: String, figures: [Figure])] = [
    (
      "leases", "name",
      [
        Figure(path: ["holder_stops_after_ms"], title: "holder stops after", unit: .milliseconds),
        Figure(path: ["worst_outage_ms"], title: "worst outage", unit: .milliseconds),
      ]
    ),
    (
      "detectors", "name",
      [
        Figure(path: ["worst_detection_ms"], title: "worst detection", unit: .milliseconds),
        Figure(
          path: ["false_suspicions_per_month"], title: "false suspicions a month", unit: .number),
      ]
    ),
    (
      "elections", "store",
      [Figure(path: ["mean_election_ms"], title: "mean election", unit: .milliseconds)]
    ),
    (
      "dropped_writes", "data",
      [
        Figure(
          path: ["lost_per_day_at_most"], title: "writes lost a day at most", unit: .number)
      ]
    ),
    (
      "retries", "operation",
      [Figure(path: ["worst_factor"], title: "worst retry factor", unit: .number)]
    ),
  ]

  private var grouped = Grouping<NumberChange>()

  /// Numbers of operations that both designs have, and of leases, detectors and the like.
  static func changes(
    _ pairs: [(old: RecordedOperation, new: RecordedOperation)], _ old: JSONValue, _ new: JSONValue
  )
    -> [NumberChange]
  {
    var comparison = NumberComparison()
    for pair in pairs {
      comparison.compare(pair.new.name, pair.old.value, pair.new.value, figures)
    }
    for (list, name, figures) in lists {
      let before = Dictionary(
        entries(old, list, name), uniquingKeysWith: { first, _ in first })
      for (subject, value) in entries(new, list, name) {
        if let was = before[subject] { comparison.compare(subject, was, value, figures) }
      }
    }
    return comparison.grouped.items
  }

  private static func entries(_ numbers: JSONValue, _ list: String, _ name: String)
    -> [(String, JSONValue)]
  {
    (numbers[list]?.items ?? []).compactMap { value in value[name]?.text.map { ($0, value) } }
  }

  private mutating func compare(
    _ subject: String, _ old: JSONValue, _ new: JSONValue, _ figures: [Figure]
  ) {
    for figure in figures {
      let (before, after) = (Self.number(old, figure.path), Self.number(new, figure.path))
      var meets: NumberChange.Pair?
      if let (path, moreIsBetter) = figure.target, let before, let after,
        let oldTarget = Self.number(old, path), let newTarget = Self.number(new, path)
      {
        meets = NumberChange.Pair(
          before: moreIsBetter ? before >= oldTarget : before <= oldTarget,
          after: moreIsBetter ? after >= newTarget : after <= newTarget)
      }
      let change = NumberChange(
        subjects: [], key: figure.path.last ?? "", title: figure.title, before: before,
        after: after, unit: figure.unit, meets: meets)
      if change.beforeText != change.afterText { grouped.add(change, subject, \.subjects) }
    }
  }

  private static func number(_ value: JSONValue, _ path: [String]) -> Double? {
    path.reduce(Optional(value)) { $0?[$1] }?.number
  }
}

/// Plain numbers for people.
enum PlainNumber {
  /// Three digits or so.
  static func text(_ value: Double) -> String {
    let size = abs(value)
    guard size.isFinite, size < 1e12 else { return "very many" }
    if size > 0, size < 0.001 { return "under 0.001" }
    let digits = size < 1 ? 1000.0 : size < 100 ? 10 : 1
    let rounded = (value * digits).rounded() / digits
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
