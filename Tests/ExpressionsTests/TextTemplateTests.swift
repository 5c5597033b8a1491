import Diagnostics
import Expressions
import Testing

struct TextTemplateTests {
  private func render(_ text: String) -> String {
    let (template, problems) = TextTemplate.compile(text, in: World.environment)
    guard let template else { return problems.map(\.message).joined(separator: "; ") }
    return template.render([.record(World.place), .int(3)]) { value in
      if case .string(let string) = value { string } else { value.debugDescription }
    }
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("'{operation.name}' at {limit}", "'place' at 3"),
    ("{{{limit}}}", "{3}"), ("{{limit}}", "{limit}"), ("{ {'a}': limit}['a}'] }", "3"),
    ("{operation.writes.map(d, d.name).join(', ')}", "orders, stock"),
    ("{operation.guard}", "unknown(operations.place.guard)"), ("é{limit}é", "é3é"),
    ("{limit", "expected an operator or '}', found the end of the expression"),
    ("a } b", "'}' closes no expression"), ("{}", "expected an expression, found '}'"),
    ("{limt} {operation.nme}", "nothing is named 'limt' here; operation has no field 'nme'"),
  ])
  func `expressions stand in braces`(text: String, expected: String) {
    #expect(render(text) == expected)
  }

  @Test func `a problem in a template is at its place`() throws {
    let (_, problems) = TextTemplate.compile("é {limit} {limt}", in: World.environment)
    let location = try #require(problems.first?.location)
    #expect(location.file.text(of: location.span) == "limt")
    #expect(location.start == SourcePosition(line: 1, column: 12))
  }

  @Test func `the expressions of a template can be asked one by one`() {
    let template = TextTemplate.compile("{limit} {operation.name}", in: World.environment).0
    #expect(template?.programs.map(\.source) == ["limit", "operation.name"])
  }
}
