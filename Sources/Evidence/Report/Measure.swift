import Algorithms
import Analysis
public import Benchmarks

/// A figure that reports show, by an id that finds it again.
public enum Measure: Sendable, Hashable {
  /// A quantile of latency from a place of clients, in milliseconds.
  case latency(from: String, percent: Int)
  /// Messages an operation; of a detector a second and member.
  case messages
  /// Bytes an operation; of a detector a second and member.
  case bytes
  /// Round trips between nodes that an operation waits for.
  case roundTrips
  /// Disk flushes an operation.
  case flushes
  /// Bytes of bookkeeping with each item.
  case metadata
  /// The time without an answer, in milliseconds, as the median of the seeds.
  case unavailable
  /// The same, the longest.
  case unavailableLongest
  /// The share of operations from a place that were answered while the fault lasted.
  case answered(from: String)
  /// How often something went wrong.
  case harm(ProtocolFigures.HarmKind)
  /// When a failure was noticed, in milliseconds: by the first observer, as the median of the seeds.
  case noticedFirst
  /// The same by a majority.
  case noticedByMajority
  /// The same by all.
  case noticedByAll

  /// The id in JSON.
  public var id: String {
    switch self {
    case .latency(let place, let percent): "p\(percent)@\(place)"
    case .messages: "messages"
    case .bytes: "bytes"
    case .roundTrips: "round_trips"
    case .flushes: "flushes"
    case .metadata: "metadata_bytes"
    case .unavailable: "unavailable_median"
    case .unavailableLongest: "unavailable_longest"
    case .answered(let place): "answered@\(place)"
    case .harm(let kind): "harm:\(kind.rawValue)"
    case .noticedFirst: "noticed_first"
    case .noticedByMajority: "noticed_by_majority"
    case .noticedByAll: "noticed_by_all"
    }
  }

  /// The measure with that id.
  public init?(id: String) {
    if let at = id.firstIndex(of: "@") {
      let (head, place) = (id[..<at], String(id[id.index(after: at)...]))
      if head == "answered" {
        self = .answered(from: place)
      } else if head.first == "p", let percent = Int(head.dropFirst()), (1...99).contains(percent) {
        self = .latency(from: place, percent: percent)
      } else {
        return nil
      }
      return
    }
    if id.hasPrefix("harm:") {
      guard let kind = ProtocolFigures.HarmKind(rawValue: String(id.dropFirst(5))) else {
        return nil
      }
      self = .harm(kind)
      return
    }
    let plain: [Measure] = [
      .messages, .bytes, .roundTrips, .flushes, .metadata, .unavailable, .unavailableLongest,
      .noticedFirst, .noticedByMajority, .noticedByAll,
    ]
    guard let known = plain.first(where: { $0.id == id }) else { return nil }
    self = known
  }

  /// The unit of its value.
  public var unit: String {
    switch self {
    case .latency, .unavailable, .unavailableLongest, .noticedFirst, .noticedByMajority,
      .noticedByAll:
      "ms"
    case .bytes, .metadata: "B"
    case .answered: "share"
    case .messages, .roundTrips, .flushes, .harm: "count"
    }
  }

  /// Whether more of it is better.
  var isGood: Bool { if case .answered = self { true } else { false } }

  /// Reads it; `nil` where there is nothing of the kind.
  func value(_ result: TrialResult?, _ costs: ProtocolCosts?) -> Double? {
    switch self {
    case .messages: return costs.map { Self.rounded($0.messages, to: 10) }
    case .bytes: return costs.map { $0.bytes.rounded() }
    case .roundTrips: return costs?.roundTrips.map { Self.rounded($0, to: 10) }
    case .flushes: return costs?.flushes.map { Self.rounded($0, to: 10) }
    case .metadata: return costs?.metadataBytes.map(Double.init)
    default: break
    }
    guard let result else { return nil }
    switch self {
    case .latency(let place, let percent):
      return result.regions.first { $0.name == place }?.latency
        .quantile(Double(percent) / 100).map(Self.milliseconds)
    case .unavailable: return result.medianUnavailable.map(Self.milliseconds)
    case .unavailableLongest: return result.unavailable.max().map(Self.milliseconds)
    case .answered(let place):
      return result.regions.first { $0.name == place }?.during.answeredShare.map {
        Self.rounded($0, to: 1000)
      }
    case .harm(let kind): return result.harm(kind).map { Double($0.count) }
    case .noticedFirst: return Self.median(result.detections.compactMap(\.first))
    case .noticedByMajority:
      return Self.median(
        result.detections.compactMap { $0.isEmpty ? nil : $0[$0.count / 2] })
    case .noticedByAll: return Self.median(result.detections.compactMap(\.last))
    default: return nil
    }
  }

  private static func median(_ spans: [Nanoseconds]) -> Double? {
    TrialResult.median(spans).map(milliseconds)
  }

  /// To the microsecond.
  private static func milliseconds(_ span: Nanoseconds) -> Double {
    rounded(Double(span) / 1e6, to: 1000)
  }

  private static func rounded(_ value: Double, to part: Double) -> Double {
    (value * part).rounded() / part
  }
}

/// A measure of a trial, with its value.
public struct Figure: Sendable, Hashable {
  /// What is measured.
  public var measure: Measure
  /// The trial; the costs of its target do not depend on seeds and faults.
  public var trial: Trial
  /// The value, in the measure's unit; `nil` where there is none.
  public var value: Double?
  /// Of how many a count is.
  public var of: Int?

  init(_ measure: Measure, _ trial: Trial, _ results: TrialResults) {
    self.measure = measure
    self.trial = trial
    let result = results.result(trial)
    value = measure.value(result, results.costs(trial.target))
    if case .harm(let kind) = measure { of = result?.harm(kind)?.of }
  }

  /// The value as people read it.
  public var text: String {
    guard let value else { return "–" }
    switch measure {
    case .latency, .unavailable, .unavailableLongest, .noticedFirst, .noticedByMajority,
      .noticedByAll:
      return Self.time(value)
    case .answered: return Self.percent(value)
    case .harm:
      if value == 0 { return "none" }
      return ValueText.grouped(Int64(value))
        + (of.map { " of \(ValueText.grouped(Int64($0)))" } ?? "")
    case .bytes, .metadata: return "\(ValueText.grouped(Int64(value))) B"
    case .messages, .roundTrips, .flushes:
      return value == value.rounded() ? "\(Int64(value))" : "\(value)"
    }
  }

  /// `0.42 ms`, `3.1 ms`, `76 ms`, `1.3 s`.
  static func time(_ milliseconds: Double) -> String {
    func rounded(_ value: Double, _ part: Double) -> String {
      let number = (value * part).rounded() / part
      return number == number.rounded() ? "\(Int64(number))" : "\(number)"
    }
    if milliseconds >= 180_000 { return rounded(milliseconds / 60_000, 1) + " min" }
    if milliseconds >= 1000 { return rounded(milliseconds / 1000, 10) + " s" }
    if milliseconds >= 10 { return rounded(milliseconds, 1) + " ms" }
    if milliseconds >= 1 { return rounded(milliseconds, 10) + " ms" }
    return rounded(milliseconds, 100) + " ms"
  }

  static func percent(_ share: Double) -> String {
    if share > 0.999, share < 1 { return "99.9 %" }
    let tenths = (share * 1000).rounded() / 10
    return (tenths == tenths.rounded() ? "\(Int64(tenths))" : "\(tenths)") + " %"
  }
}
