import Diagnostics
import JSONDocument
import Testing

@testable import Reporting

@Suite struct JSONReportTests {
  @Test(arguments: Sample.starters)
  func `the document keeps its contract`(_ starter: String) throws {
    let text = JSONReport(try Sample.starter(starter)).text()
    let (document, problems) = JSONReader.read(SourceFile(name: "report.json", text: text))
    #expect(problems.isEmpty)
    let (schema, _) = JSONReader.read(try Sample.file("templates/report/report.schema.json"))
    let root = try #require(schema)
    let errors = SchemaCheck(root: root).errors(try #require(document), root, "$")
    #expect(errors.isEmpty, "\(errors.prefix(5))")
    #expect(!text.unicodeScalars.contains { (0xE000...0xE001).contains($0.value) })
  }

  @Test func `the check finds what breaks a contract`() throws {
    func value(_ text: String) throws -> JSONValue {
      try #require(JSONReader.read(SourceFile(name: "json", text: text)).0)
    }
    let schema = try value(
      #"{"type":"object","properties":{"a":{"type":["string","null"]}},"required":["a"],"additionalProperties":false}"#
    )
    let check = SchemaCheck(root: schema)
    #expect(check.errors(try value(#"{"a":null}"#), schema, "$") == [])
    #expect(check.errors(try value(#"{"a":1}"#), schema, "$") == ["$.a: not string, null"])
    #expect(check.errors(try value("{}"), schema, "$") == ["$: no 'a'"])
    #expect(check.errors(try value(#"{"a":"","b":1}"#), schema, "$") == ["$: 'b' is not foreseen"])
  }
}

/// The part of JSON Schema that the contract uses.
private struct SchemaCheck {
  let root: JSONValue

  func errors(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    if case .string(let reference)? = schema["$ref"] {
      var target: JSONValue? = root
      for part in reference.split(separator: "/").dropFirst() { target = target?[String(part)] }
      guard let target else { return ["\(path): no \(reference)"] }
      return errors(value, target, path)
    }
    var found: [String] = []
    let types = texts(schema["type"])
    if !types.isEmpty, !types.contains(where: { has(value, $0) }) {
      return ["\(path): not \(types.joined(separator: ", "))"]
    }
    if case .array(let choices)? = schema["enum"], !choices.contains(value) {
      found.append("\(path): \(value) is none of the choices")
    }
    if let constant = schema["const"], constant != value { found.append("\(path): not constant") }
    if case .array(let items) = value, let item = schema["items"] {
      for (index, element) in items.enumerated() {
        found += errors(element, item, "\(path)[\(index)]")
      }
    }
    guard case .object(let object) = value else { return found }
    for key in texts(schema["required"]) where object[key] == nil {
      found.append("\(path): no '\(key)'")
    }
    for member in object.members {
      if let property = schema["properties"]?[member.key] {
        found += errors(member.value, property, "\(path).\(member.key)")
      } else if schema["additionalProperties"] == .bool(false) {
        found.append("\(path): '\(member.key)' is not foreseen")
      }
    }
    return found
  }

  private func texts(_ value: JSONValue?) -> [String] {
    switch value {
    case .string(let text)?: [text]
    case .array(let items)?:
      items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    default: []
    }
  }

  private func has(_ value: JSONValue, _ type: String) -> Bool {
    switch (value, type) {
    case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"),
      (.object, "object"), (.int, "integer"), (.uint, "integer"), (.int, "number"),
      (.uint, "number"), (.double, "number"):
      true
    default: false
    }
  }
}
