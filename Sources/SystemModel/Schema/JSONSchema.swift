extension Schema {
  /// The format as a JSON Schema (draft 2020-12), for editors and validators.
  ///
  /// It accepts what reading accepts, save what no schema can say: names that refer to nothing,
  /// settings stated twice, steps in a circle, days that no calendar has.
  public static func jsonSchema() -> String {
    let definitions = records.dropFirst().map { record in
      (record.recordName, JSONText.object(record.jsonMembers))
    }
    let root: [(String, JSONText)] =
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("title", .string("dsdesign system description, format version 1")),
      ] + SystemDescription.jsonMembers
      + [("$defs", .object(definitions + [(settingName, settingValue)]))]
    return JSONText.object(root).text() + "\n"
  }

  fileprivate static let settingName = "setting"

  /// The value of a setting: a scalar, or a list or map of such, to any depth.
  private static var settingValue: JSONText {
    let same = JSONText.object([("$ref", .string("#/$defs/\(settingName)"))])
    let types = ["string", "number", "boolean", "array", "object"].map { JSONText.string($0) }
    return .object([
      ("type", .array(types)), ("items", same),
      ("propertyNames", .object([("minLength", .integer(1))])), ("additionalProperties", same),
    ])
  }
}

extension Record {
  /// The members of the record's schema.
  fileprivate static var jsonMembers: [(String, JSONText)] {
    let stated = fields.filter { !$0.isDerived }
    let required = stated.filter(\.isRequired).map { JSONText.string($0.key) }
    // Without a required field the value may be left empty, which YAML reads as null.
    let type: JSONText =
      required.isEmpty ? .array([.string("object"), .string("null")]) : .string("object")
    var members: [(String, JSONText)] = [("type", type), ("additionalProperties", .bool(false))]
    if !required.isEmpty { members.append(("required", .array(required))) }
    let properties = stated.map { ($0.key, JSONText.object($0.jsonMembers)) }
    return members + [("properties", .object(properties))]
  }
}

extension FieldDescriptor {
  fileprivate var jsonMembers: [(String, JSONText)] {
    var members: [(String, JSONText)] = [("description", .string(doc))]
    if let value = `default`?.json { members.append(("default", value)) }
    return members + syntax.json(bounds)
  }
}

extension FieldValue {
  /// A default in a schema; `nil` for an empty list or map, which goes without saying.
  fileprivate var json: JSONText? {
    switch self {
    case .bool(let value): .bool(value)
    case .integer(let value): Int(exactly: value).map { .integer($0) }
    case .text(let value), .name(let value): .string(value)
    case .number, .duration, .rate, .bytes, .ratio, .list, .map, .record: nil
    }
  }
}

extension Syntax {
  /// The members of the schema of a value within bounds.
  fileprivate func json(_ bounds: Bounds = .any) -> [(String, JSONText)] {
    switch self {
    case .boolean: return [("type", .string("boolean"))]
    case .integer:
      var least = 0
      if case .atLeast(let count) = bounds { least = count }
      return [("type", .string("integer")), ("minimum", .integer(least))]
    case .number: return [("type", .string("number"))] + bounds.json
    case .text: return [("type", Self.textTypes)]
    case .words(let words): return [("enum", .array(words.map { .string($0) }))]
    case .quantity(let kind, let positive):
      return [
        ("type", .string("string")),
        ("pattern", .string(kind.pattern(positive: positive || bounds == .positive))),
        ("examples", .array([.string(kind.example)])),
      ]
    case .name: return [("type", Self.textTypes)]
    case .date:
      return [("type", .string("string")), ("pattern", .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    case .list(let element, let count):
      return listJSON(of: element, count: count, bounds)
    case .map(let element): return mapJSON(of: element, bounds)
    case .percentiles(let element):
      return [
        ("type", .string("object")), ("additionalProperties", .bool(false)),
        ("patternProperties", .object([(Self.percentilePattern, .object(element.json()))])),
      ]
    case .record(let record): return [("$ref", .string("#/$defs/\(record.recordName)"))]
    case .settings:
      return [
        ("type", .array([.string("object"), .string("null")])),
        ("propertyNames", .object([("minLength", .integer(1))])),
        ("additionalProperties", .object([("$ref", .string("#/$defs/\(Schema.settingName)"))])),
      ]
    case .constant(let number): return [("const", .integer(number))]
    case .either(let choices):
      return [("anyOf", .array(choices.map { .object($0.json(bounds)) }))]
    }
  }

  private func listJSON(
    of element: Syntax, count: Int?, _ bounds: Bounds
  ) -> [(String, JSONText)] {
    var members: [(String, JSONText)] = [
      ("type", .string("array")), ("items", .object(element.json())),
    ]
    if let count {
      members += [("minItems", .integer(count)), ("maxItems", .integer(count))]
    } else if case .atLeast(let least) = bounds {
      members.append(("minItems", .integer(least)))
    }
    return members
  }

  private func mapJSON(of element: Syntax, _ bounds: Bounds) -> [(String, JSONText)] {
    var members: [(String, JSONText)] = []
    if case .atLeast(let least) = bounds {
      members = [("type", .string("object")), ("minProperties", .integer(least))]
    } else {
      members = [("type", .array([.string("object"), .string("null")]))]
    }
    return members + [
      ("propertyNames", .object([("minLength", .integer(1))])),
      ("additionalProperties", .object(element.json())),
    ]
  }

  /// A scalar that YAML reads as a number or truth value is a text where one is wanted.
  private static let textTypes = JSONText.array(
    [.string("string"), .string("number"), .string("boolean")])

  private static let percentilePattern = "^p(?=[0-9.]*[1-9])0*(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)$"
}

extension Bounds {
  fileprivate var json: [(String, JSONText)] {
    switch self {
    case .any: [("minimum", .integer(0))]
    case .positive: [("exclusiveMinimum", .integer(0))]
    case .atLeast(let least): [("minimum", .integer(least))]
    case .between(let low, let high): [("minimum", .number(low)), ("maximum", .number(high))]
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
    case .duration: "^\(guarded)\(number) ?(ns|us|µs|μs|ms|s|m|h|d)$"
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
