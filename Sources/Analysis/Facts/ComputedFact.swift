import Expressions
import Knowledge

/// A fact that follows from others: declared once, with its meaning and how it is computed.
struct ComputedFact<Context>: Sendable {
  let field: RecordField
  /// The first stratum whose rules may read it.
  let stratum: Stratum
  let compute: @Sendable (Context) -> Value

  init(
    _ name: String, _ type: ValueType, unit: String? = nil, _ meaning: String,
    from stratum: Stratum = .products, _ compute: @escaping @Sendable (Context) -> Value
  ) {
    field = RecordField(name: name, type: type, unit: unit, meaning: meaning)
    self.stratum = stratum
    self.compute = compute
  }
}

extension Value {
  /// A text, or unknown of nothing in particular when there is none.
  static func text(_ text: String?) -> Value { text.map { .string($0) } ?? .unstated }
  static func flag(_ flag: Bool?) -> Value { flag.map { .bool($0) } ?? .unstated }
  static func count(_ count: Int?) -> Value { count.map { .int(Int64($0)) } ?? .unstated }
  static func time(_ duration: Duration?) -> Value { duration.map { .duration($0) } ?? .unstated }
  static func texts(_ texts: [String]) -> Value { .list(texts.map { .string($0) }) }
  static func records(_ records: [Expressions.Record]) -> Value {
    .list(records.map { .record($0) })
  }

  /// Stands for "unknown" until the builder puts the fact's own reference in its place.
  static let unstated = Value.unknown(UnknownFacts())

  /// A map from texts; of equal keys the first counts.
  static func textMap(_ entries: [(name: String, value: Value)]) -> Value {
    var seen: Set<String> = []
    let unique = entries.filter { seen.insert($0.name).inserted }
    let map = try? ValueMap(unique.map { (key: .string($0.name), value: $0.value) })
    return map.map { .map($0) } ?? .null
  }

  var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }
}
