import Parallel
import YAMLDocument

/// What a property that keeps a field can be: a stated value, a list, or a map of named things.
protocol FieldStorage: Sendable {
  /// What a default is given as.
  associatedtype Value: Sendable

  static var syntax: Syntax { get }
  static var type: FieldType { get }
  static var isRequired: Bool { get }
  /// What holds when the field is absent; `nil`: unknown.
  static var whenAbsent: FieldValue? { get }

  static func read(_ pair: YAMLPair, by reader: inout DescriptionReader) -> Self?
  static func reflect(_ value: Value) -> FieldValue
  func reflect() -> Stated<FieldValue>?
  /// What the field's bounds are compared with.
  var magnitude: Double? { get }
}

extension FieldStorage {
  static var isRequired: Bool { false }
  static var whenAbsent: FieldValue? { nil }
}

extension Stated: FieldStorage where Value: Statable {
  static var syntax: Syntax { Value.syntax }
  static var type: FieldType { Value.type }
  static var isRequired: Bool { true }

  static func read(_ pair: YAMLPair, by reader: inout DescriptionReader) -> Stated? {
    Value.read(pair.value, by: &reader).map { Stated($0, at: pair.value.span, key: pair.key.span) }
  }

  static func reflect(_ value: Value) -> FieldValue { value.reflected }
  func reflect() -> Stated<FieldValue>? {
    Stated<FieldValue>(value.reflected, at: span, key: keySpan)
  }
  var magnitude: Double? { value.magnitude }
}

extension Optional: FieldStorage where Wrapped: FieldStorage {
  static var syntax: Syntax { Wrapped.syntax }
  static var type: FieldType { Wrapped.type }

  static func read(_ pair: YAMLPair, by reader: inout DescriptionReader) -> Wrapped?? {
    Wrapped.read(pair, by: &reader).map { .some($0) }
  }

  static func reflect(_ value: Wrapped.Value) -> FieldValue { Wrapped.reflect(value) }
  func reflect() -> Stated<FieldValue>? { self?.reflect() }
  var magnitude: Double? { self?.magnitude }
}

extension StatedList: FieldStorage where Element: Statable {
  static var syntax: Syntax { .list(Element.syntax, count: nil) }
  static var type: FieldType { .list(Element.type) }
  static var whenAbsent: FieldValue? { .list([]) }

  static func read(_ pair: YAMLPair, by reader: inout DescriptionReader) -> StatedList? {
    guard case .sequence(let nodes) = pair.value.content else {
      reader.reportMismatch(pair.value, wanted: "a list", help: reader.listHelp(pair.value))
      return nil
    }
    return StatedList(reader.readItems(nodes), at: pair.value.span, key: pair.key.span)
  }

  static func reflect(_ value: [Element]) -> FieldValue {
    .list(value.map { .missing($0.reflected) })
  }

  func reflect() -> Stated<FieldValue>? {
    span.map { span in
      Stated<FieldValue>(
        .list(items.map { Stated<FieldValue>($0.value.reflected, at: $0.span) }), at: span,
        key: keySpan)
    }
  }

  var magnitude: Double? { Double(items.count) }
}

extension NamedMap: FieldStorage where Value: Statable {
  static var syntax: Syntax { .map(Value.syntax) }
  static var type: FieldType { .map(Value.type) }
  static var whenAbsent: FieldValue? { .map([]) }

  static func read(_ pair: YAMLPair, by reader: inout DescriptionReader) -> NamedMap? {
    switch pair.value.content {
    case .mapping(let pairs):
      return NamedMap(reader.readEntries(pairs), at: pair.value.span)
    case .scalar where pair.value.isNull:
      return NamedMap([], at: pair.value.span)
    default:
      reader.reportMismatch(pair.value, wanted: "a map of names")
      return nil
    }
  }

  static func reflect(_ value: Value) -> FieldValue { value.reflected }

  func reflect() -> Stated<FieldValue>? {
    span.map { span in
      let values = entries.map { entry in
        (
          name: entry.name,
          value: Stated<FieldValue>(entry.value.reflected, at: entry.span, key: entry.nameSpan)
        )
      }
      return Stated<FieldValue>(.map(values), at: span)
    }
  }

  var magnitude: Double? { Double(entries.count) }
}

extension DescriptionReader {
  /// Reads each node of a list; those that are wrong are reported and left out.
  mutating func readItems<Element: Statable>(_ nodes: [YAMLNode]) -> [Stated<Element>] {
    let key = self.key
    var items: [Stated<Element>] = []
    items.reserveCapacity(nodes.count)
    for node in nodes {
      enter(key, at: nil)
      if let value = Element.read(node, by: &self) { items.append(Stated(value, at: node.span)) }
    }
    return items
  }

  /// Reads each entry of a map from names; those that are wrong are reported and left out.
  ///
  /// Thousands of them are read on all cores: an entry does not depend on those before it.
  mutating func readEntries<Value: Statable>(_ pairs: [YAMLPair]) -> [Named<Value>] {
    guard pairs.count >= 512 else { return readEntries(pairs[...]) }
    let start = self.fresh()
    let parts = Chunks.map(pairs) { pairs in
      var reader = start
      let entries: [Named<Value>] = reader.readEntries(pairs)
      return (entries, reader)
    }
    for (_, reader) in parts { add(reader) }
    return parts.flatMap(\.0)
  }

  private mutating func readEntries<Value: Statable>(_ pairs: ArraySlice<YAMLPair>)
    -> [Named<Value>]
  {
    var entries: [Named<Value>] = []
    entries.reserveCapacity(pairs.count)
    for pair in pairs {
      guard let name = key(of: pair) else { continue }
      enter(name, at: pair.key.span)
      guard let value = Value.read(pair.value, by: &self) else { continue }
      entries.append(Named(name, at: pair.key.span, value, at: pair.value.span))
    }
    return entries
  }
}
