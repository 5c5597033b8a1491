import JSONDocument

/// Checks values against a JSON Schema, as far as ours goes.
struct SchemaChecker {
  let root: JSONValue

  init(_ root: JSONValue) { self.root = root }

  /// What is wrong with a value, each as a path and the keyword that it offends.
  func problems(of value: JSONValue) -> [String] { problems(of: value, root, at: "") }

  private func problems(of value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
    guard case .object(let keywords) = schema else { return ["\(path): no schema"] }
    return keywords.members.flatMap { keyword in
      problems(of: value, keyword.key, keyword.value, in: schema, at: path)
    }
  }

  private func problems(
    of value: JSONValue, _ keyword: String, _ demand: JSONValue, in schema: JSONValue,
    at path: String
  ) -> [String] {
    func unless(_ holds: Bool) -> [String] { holds ? [] : ["\(path): \(keyword)"] }
    switch (keyword, demand, value) {
    case ("description", _, _), ("title", _, _), ("default", _, _), ("examples", _, _),
      ("$schema", _, _), ("$defs", _, _):
      return []
    case ("$ref", .string(let reference), _):
      let name = String(reference.dropFirst("#/$defs/".count))
      return problems(of: value, root["$defs"]?[name] ?? .null, at: path)
    case ("anyOf", .array(let schemas), _):
      return unless(schemas.contains { problems(of: value, $0, at: path).isEmpty })
    case ("type", .array(let types), _): return unless(types.contains { has(value, $0) })
    case ("type", _, _): return unless(has(value, demand))
    case ("const", _, _): return unless(value == demand)
    case ("enum", .array(let values), _): return unless(values.contains(value))
    case ("pattern", .string(let pattern), .string(let text)):
      return unless((try? Regex(pattern).wholeMatch(in: text)) != nil)
    case ("minLength", .int(let least), .string(let text)): return unless(text.count >= least)
    case ("minimum", _, _), ("maximum", _, _), ("exclusiveMinimum", _, _):
      guard let number = double(value), let bound = double(demand) else { return [] }
      return unless(
        keyword == "maximum"
          ? number <= bound : keyword == "minimum" ? number >= bound : number > bound)
    case ("items", _, .array(let items)):
      return items.enumerated().flatMap { problems(of: $1, demand, at: "\(path)[\($0)]") }
    case ("minItems", .int(let least), .array(let items)): return unless(items.count >= least)
    case ("maxItems", .int(let most), .array(let items)): return unless(items.count <= most)
    case ("minProperties", .int(let least), .object(let object)):
      return unless(object.members.count >= least)
    case ("required", .array(let keys), .object):
      return unless(
        keys.allSatisfy { if case .string(let key) = $0 { value[key] != nil } else { false } })
    case ("properties", _, .object(let object)):
      return object.members.flatMap { member in
        demand[member.key].map { problems(of: member.value, $0, at: "\(path).\(member.key)") } ?? []
      }
    case ("propertyNames", _, .object(let object)):
      return object.members.flatMap { problems(of: .string($0.key), demand, at: path) }
    case ("patternProperties", .object(let patterns), .object(let object)):
      return patterns.members.flatMap { pattern in
        object.members.filter { matches($0.key, pattern.key) }
          .flatMap { problems(of: $0.value, pattern.value, at: "\(path).\($0.key)") }
      }
    case ("additionalProperties", _, .object(let object)):
      let others = object.members.filter { !isKnown($0.key, in: schema) }
      if demand == .bool(false) { return unless(others.isEmpty) }
      return others.flatMap { problems(of: $0.value, demand, at: "\(path).\($0.key)") }
    case ("pattern", _, _), ("minLength", _, _), ("items", _, _), ("minItems", _, _),
      ("maxItems", _, _), ("minProperties", _, _), ("required", _, _), ("properties", _, _),
      ("propertyNames", _, _), ("patternProperties", _, _), ("additionalProperties", _, _):
      return []
    default:
      return ["\(path): unknown keyword \(keyword)"]
    }
  }

  private func has(_ value: JSONValue, _ type: JSONValue) -> Bool {
    switch (value, type) {
    case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"),
      (.object, "object"), (.int, "integer"), (.int, "number"), (.double, "number"):
      true
    default: false
    }
  }

  private func double(_ value: JSONValue) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  private func matches(_ text: String, _ pattern: String) -> Bool {
    (try? Regex(pattern).wholeMatch(in: text)) != nil
  }

  private func isKnown(_ key: String, in schema: JSONValue) -> Bool {
    if schema["properties"]?[key] != nil { return true }
    guard case .object(let patterns)? = schema["patternProperties"] else { return false }
    return patterns.members.contains { matches(key, $0.key) }
  }
}
