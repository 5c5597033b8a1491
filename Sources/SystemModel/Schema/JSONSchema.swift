import JSONDocument

extension Schema {
  /// The format as a JSON Schema (draft 2020-12), for editors and validators.
  ///
  /// It accepts what reading accepts, save what no schema can say: names that refer to nothing,
  /// names and settings stated twice, steps in a circle, days that no calendar has.
  public static func jsonSchema() -> String {
    var definitions = JSONObject()
    for record in records.dropFirst() {
      definitions.append(record.recordName, .object(record.schemaObject))
    }
    definitions.append(settingName, settingSchema)
    var root: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "dsdesign system description, format version 1",
    ]
    root.append(SystemDescription.schemaObject)
    root.append("$defs", .object(definitions))
    return JSONWriter.text(.object(root), pretty: true) + "\n"
  }

  fileprivate static let settingName = "setting"

  /// The value of a setting: a scalar, or a list or map of such, to any depth.
  private static let settingSchema: JSONValue = [
    "type": ["string", "number", "boolean", "array", "object"],
    "items": reference(to: settingName),
    "propertyNames": ["minLength": 1],
    "additionalProperties": reference(to: settingName),
  ]

  fileprivate static func reference(to name: String) -> JSONValue {
    ["$ref": .string("#/$defs/\(name)")]
  }
}

extension Record {
  /// The record's schema.
  fileprivate static var schemaObject: JSONObject {
    let stated = fields.filter { !$0.isDerived }
    let required = stated.filter(\.isRequired).map { JSONValue.string($0.key) }
    // Without a required field the value may be left empty, which YAML reads as null.
    var object: JSONObject = [
      "type": required.isEmpty ? ["object", "null"] : "object", "additionalProperties": false,
    ]
    if !required.isEmpty { object.append("required", .array(required)) }
    let properties = stated.map { (key: $0.key, value: JSONValue.object($0.schemaObject)) }
    object.append("properties", .object(JSONObject(properties)))
    return object
  }
}

extension FieldDescriptor {
  fileprivate var schemaObject: JSONObject {
    var object: JSONObject = ["description": .string(doc)]
    if let value = `default`?.json { object.append("default", value) }
    object.append(syntax.schemaObject(within: bounds))
    return object
  }
}

extension FieldValue {
  /// A default in a schema; `nil` for an empty list or map, which goes without saying.
  fileprivate var json: JSONValue? {
    switch self {
    case .bool(let value): .bool(value)
    case .integer(let value): .int(value)
    case .text(let value), .name(let value): .string(value)
    case .number, .duration, .rate, .bytes, .ratio, .list, .map, .record: nil
    }
  }
}

extension Syntax {
  /// The schema of a value as part of another.
  private var schema: JSONValue { .object(schemaObject(within: .any)) }

  /// The schema of a value within bounds.
  fileprivate func schemaObject(within bounds: Bounds) -> JSONObject {
    switch self {
    case .boolean: return ["type": "boolean"]
    case .integer: return ["type": "integer", "minimum": JSONValue(bounds.least ?? 0)]
    case .number: return bounds.numberSchema
    case .text:
      var object: JSONObject = ["type": Self.textTypes]
      if let least = bounds.least { object.append("minLength", JSONValue(least)) }
      return object
    case .name: return ["type": Self.textTypes]
    case .words(let words): return ["enum": .array(words.map { .string($0) })]
    case .quantity(let kind, let positive):
      let pattern = kind.pattern(positive: positive || bounds == .positive)
      return [
        "type": "string", "pattern": .string(pattern), "examples": [.string(kind.example)],
      ]
    case .date: return ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"]
    case .list(let element, let count):
      var object: JSONObject = ["type": "array", "items": element.schema]
      if let least = count ?? bounds.least { object.append("minItems", JSONValue(least)) }
      if let count { object.append("maxItems", JSONValue(count)) }
      return object
    case .map(let element):
      var object: JSONObject = [
        "type": bounds.least == nil ? ["object", "null"] : "object",
        "propertyNames": ["minLength": 1], "additionalProperties": element.schema,
      ]
      if let least = bounds.least { object.append("minProperties", JSONValue(least)) }
      return object
    case .percentiles(let element):
      let patterns = JSONObject([(key: Self.percentilePattern, value: element.schema)])
      return [
        "type": "object", "patternProperties": .object(patterns), "additionalProperties": false,
      ]
    case .record(let record): return ["$ref": .string("#/$defs/\(record.recordName)")]
    case .settings:
      return [
        "type": ["object", "null"], "propertyNames": ["minLength": 1],
        "additionalProperties": Schema.reference(to: Schema.settingName),
      ]
    case .constant(let number): return ["const": JSONValue(number)]
    case .either(let choices):
      return ["anyOf": .array(choices.map { .object($0.schemaObject(within: bounds)) })]
    }
  }

  /// A scalar that YAML reads as a number or truth value is a text where one is wanted.
  private static let textTypes: JSONValue = ["string", "number", "boolean"]

  private static let percentilePattern =
    "^p(?=[0-9.]*[1-9])0*(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)$"
}

extension Bounds {
  fileprivate var least: Int? { if case .atLeast(let least) = self { least } else { nil } }

  fileprivate var numberSchema: JSONObject {
    switch self {
    case .any: ["type": "number", "minimum": 0]
    case .positive: ["type": "number", "exclusiveMinimum": 0]
    case .atLeast(let least): ["type": "number", "minimum": JSONValue(least)]
    case .between(let low, let high):
      ["type": "number", "minimum": .double(low), "maximum": .double(high)]
    }
  }
}

extension QuantityKind {
  /// A regular expression for its texts, in what ECMAScript and Python share.
  fileprivate func pattern(positive: Bool) -> String {
    let number = "[0-9]+(\\.[0-9]+)?"
    // Somewhere in the number there is a digit other than zero.
    let guarded = positive ? "(?=[0-9.]*[1-9])" : ""
    return switch self {
    case .duration: "^\(guarded)\(number) ?(ns|us|\u{B5}s|\u{3BC}s|ms|s|m|h|d)$"
    case .rate: "^\(guarded)\(number) ?[kM]?/(s|m|h|d)$"
    case .size: "^\(guarded)\(number) ?\(Self.sizes)$"
    case .percentage: "^\(guarded)0*(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?) ?%$"
    case .growth: "^\(guarded)\(number) ?x/(day|week|month|year)$"
    case .drift: "^\(guarded)\(number) ?ppm$"
    case .bandwidth: "^\(guarded)\(number) ?\(Self.sizes)/s$"
    }
  }

  private static let sizes = "(\(ByteCount.units.map(\.symbol).joined(separator: "|")))"
}

extension JSONObject {
  /// Adds members that are known to be new.
  fileprivate mutating func append(_ other: JSONObject) {
    for member in other.members { append(member.key, member.value) }
  }
}
