import Diagnostics
public import YAMLDocument

/// A part of the description that has named fields, such as a store.
///
/// Its `schema` declares each field once: key, property, meaning. Reading, the JSON Schema, the
/// table of fields and the view for expressions all come from that declaration.
public protocol Record: Statable {
  /// A record of which nothing is stated.
  init()
  /// The declaration of its fields.
  static var schema: RecordSchema<Self> { get }
}

extension Record {
  /// What kind of record it is, in words joined by `-`: `store`, `health-check`.
  public static var recordName: String { schema.name }
  /// The same with an article, for messages: "a health check".
  public static var title: String { schema.title }
  /// The fields, in the order of their declaration.
  public static var fields: [FieldDescriptor] { schema.descriptors }

  /// The value of the field at that index of `fields`; `nil` when the description states none.
  public func field(_ index: Int) -> Stated<FieldValue>? { Self.schema.reflectors[index](self) }

  /// The fields that the description states, in the order of their declaration.
  ///
  /// Faster than asking for each field on its own.
  public var statedFields: [StatedField] {
    var stated: [StatedField] = []
    let reflectors = Self.schema.reflectors
    for index in reflectors.indices {
      if let value = reflectors[index](self) {
        stated.append(StatedField(index: index, value: value))
      }
    }
    return stated
  }

  /// A map with its fields.
  public static var syntax: Syntax { .record(Self.self) }
  /// The record of its name.
  public static var type: FieldType { .record(recordName) }
  /// A view of it.
  public var reflected: FieldValue { .record(RecordView(self)) }

  /// Reads a map with the fields of the record.
  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Self? {
    readFields(node, by: &reader)
  }

  /// Reads a map with the fields of the record. Nothing at all is a record without any.
  static func readFields(_ node: YAMLNode, by reader: inout DescriptionReader) -> Self? {
    var record = Self()
    let schema = Self.schema
    let owner = reader.keySpan
    switch node.content {
    case .mapping(let pairs):
      var seen: UInt64 = 0
      for pair in pairs {
        guard let key = reader.key(of: pair) else { continue }
        guard let index = schema.index(of: key) else {
          reader.reportUnknownKey(key, at: pair.key.span, in: schema.title, keys: schema.keys)
          continue
        }
        seen |= 1 << UInt64(index)
        reader.enter(key, at: pair.key.span)
        schema.decoders[index](pair, &record, &reader)
      }
      let missing = schema.required & ~seen
      if missing != 0 {
        schema.reportMissing(missing, at: owner ?? pairs.first?.key.span ?? node.span, to: &reader)
      }
      return record
    case .scalar where node.isNull:
      if schema.required != 0 {
        schema.reportMissing(schema.required, at: owner ?? node.span, to: &reader)
      }
      return record
    default:
      reader.reportMismatch(
        node, wanted: "a map", help: "\(schema.title) has: \(commaSeparated(schema.keys))")
      return nil
    }
  }
}

/// The fields of a kind of record.
public final class RecordSchema<Owner: Record>: Sendable {
  /// The title without "a" or "a set of", its words joined by `-`.
  public let name: String
  /// The name with an article.
  public let title: String
  let fields: [Field<Owner>]
  // The parts of the fields, side by side: taking a whole field out of its array costs more than
  // reading most values.
  let descriptors: [FieldDescriptor]
  let decoders: [Field<Owner>.Decode]
  let reflectors: [Field<Owner>.Reflect]
  /// A bit for each required field.
  let required: UInt64
  private let indices: [String: Int]

  /// Declares a record: its title with the article ("a health check"), and its fields.
  init(_ title: String, @FieldsBuilder<Owner> fields: () -> [Field<Owner>]) {
    let fields = fields()
    let descriptors = fields.map(\.descriptor)
    precondition(fields.count <= 64, "\(title) has more fields than bits")
    self.title = title
    let words = title.split(separator: " ").dropFirst(title.hasPrefix("a set of ") ? 3 : 1)
    name = words.joined(separator: "-")
    self.fields = fields
    self.descriptors = descriptors
    decoders = fields.map(\.decode)
    reflectors = fields.map(\.reflect)
    let written = descriptors.indices.filter { !descriptors[$0].isDerived }
    indices = Dictionary(uniqueKeysWithValues: written.map { (descriptors[$0].key, $0) })
    required = written.reduce(0) { bits, index in
      descriptors[index].isRequired ? bits | 1 << UInt64(index) : bits
    }
  }

  /// The keys that a file can have, in the order of their declaration.
  var keys: [String] { descriptors.filter { !$0.isDerived }.map(\.key) }

  func index(of key: String) -> Int? { indices[key] }

  fileprivate func reportMissing(
    _ bits: UInt64, at span: SourceSpan, to reader: inout DescriptionReader
  ) {
    for index in descriptors.indices where bits & 1 << UInt64(index) != 0 {
      reader.reportMissingKey(descriptors[index], of: title, at: span)
    }
  }
}

/// Collects field declarations; each statement is type-checked on its own.
@resultBuilder
enum FieldsBuilder<Owner: Record> {
  static func buildExpression(_ field: Field<Owner>) -> [Field<Owner>] { [field] }
  static func buildExpression(_ fields: [Field<Owner>]) -> [Field<Owner>] { fields }
  static func buildBlock(_ parts: [Field<Owner>]...) -> [Field<Owner>] { parts.flatMap { $0 } }
}
