import Benchmarks
import JSONDocument

/// What an operation takes as JSON, each figure as comparisons round it.
enum CostsJSON {
  private static let measures: [Measure] = [.messages, .bytes, .roundTrips, .flushes, .metadata]

  static func write(_ costs: ProtocolCosts) -> JSONObject {
    var object: JSONObject = [:]
    for measure in measures {
      object[measure.id] = measure.value(nil, costs).map { .double($0) } ?? .null
    }
    return object
  }

  /// What `write` wrote; `nil` when it is nothing of the kind.
  static func read(_ json: JSONValue) -> ProtocolCosts? {
    func number(_ measure: Measure) -> Double? { json[measure.id]?.number }
    guard let messages = number(.messages), let bytes = number(.bytes) else { return nil }
    return ProtocolCosts(
      messages: messages, bytes: bytes, roundTrips: number(.roundTrips),
      flushes: number(.flushes), metadataBytes: number(.metadata).flatMap { Int(exactly: $0) },
      events: 0)
  }
}
