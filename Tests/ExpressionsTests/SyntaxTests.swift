import Diagnostics
import Expressions
import Testing

struct SyntaxTests {
  @Test(arguments: [
    ("", "expected an expression, found the end of the expression", ""),
    ("1 +", "expected an expression, found the end of the expression", ""),
    ("(1", "expected ')', found the end of the expression", ""),
    ("[1, 2", "expected ',' or ']', found the end of the expression", ""),
    ("{'a' 1}", "expected ':' and the value of the key, found a number", "1"),
    ("{'a': 1", "expected ',' or '}', found the end of the expression", ""),
    ("f(1,)", "expected an expression, found ')'", ")"),
    ("a ? b", "expected ':' and the value for false, found the end of the expression", ""),
    ("a b", "expected an operator or the end of the expression, found 'b'", "b"),
    ("a.1", "expected an operator or the end of the expression, found a number", ".1"),
    ("a = b", "unexpected character '='", "="), ("a & b", "unexpected character '&'", "&"),
    ("a # b", "unexpected character '#'", "#"), ("é", "unexpected character 'é'", "é"),
    ("'abc", "string is not closed", "'abc"), ("'a\nb'", "string is not closed", "'a"),
    ("'''a'", "string is not closed", "'''a'"), ("'\\q'", "unknown escape sequence", "\\q"),
    ("'\\ud800'", "escape sequence is no Unicode code point", "\\ud800"),
    ("'\\xZ1'", "escape sequence needs 2 hexadecimal digits", "\\x"),
    ("b'\\u0041'", "unknown escape sequence", "\\u"),
    ("9223372036854775808", "number is beyond the range of int", "9223372036854775808"),
    ("18446744073709551616u", "number is beyond the range of uint", "18446744073709551616u"),
    ("1e999", "number is beyond the range of double", "1e999"),
    ("0x", "'0x' is followed by no digit", "0x"),
    ("5ms > 1", "'5ms' is not a number", "5ms"), ("if", "'if' is a reserved word", "if"),
    ("a.in", "expected a field or function name, found 'in'", "in"),
    ("M{a: 1}", "message literals are not supported", "{"),
    ("[1].all(1, true)", "a macro's variable is a simple name", "1"),
    ("has(a)", "has() takes a field", "a"), ("a.`b!`", "unexpected character '!'", "!"),
  ])
  func `a text that is no expression has one problem, at its place`(
    text: String, message: String, place: String
  ) throws {
    let (program, problems) = Program.compile(text, in: .dyn(variables: ["a", "b"]))
    #expect(program == nil)
    let problem = try #require(problems.first)
    #expect(problems.count == 1)
    #expect(problem.message == message)
    let location = try #require(problem.location)
    #expect(location.file.text(of: location.span) == place)
  }

  /// Deep texts of every recursive form. Far deeper than any rule, far below what a stack bears.
  @Test(arguments: [
    ("(", "1", ")"), ("[", "1", "]"), ("{1:", "1", "}"), ("!", "true", ""), ("- ", "1", ""),
    ("-", "1", ""), ("f(", "1", ")"), ("a[", "1", "]"), ("true ? 1 : ", "1", ""), ("", "a", ".b"),
    ("", "a", "[0]"), ("", "1", " + 1"), ("", "1", " < 1"), ("[1].map(x, ", "x", ")"),
    ("{{", "1", ""), ("\"", "", ""), ("(", "", ""),
  ])
  func `ten thousand levels are refused`(open: String, middle: String, close: String) {
    let text =
      String(repeating: open, count: 10_000) + middle + String(repeating: close, count: 10_000)
    let (program, problems) = Program.compile(text, in: .dyn(variables: ["a"]))
    #expect(program == nil)
    #expect(problems.count == 1)
  }

  @Test func `two hundred levels are accepted`() {
    let text = String(repeating: "(", count: 200) + "1" + String(repeating: ")", count: 200)
    #expect(result(text) == "1")
    #expect(
      result(String(repeating: "[", count: 200) + String(repeating: "]", count: 200)).count == 400)
  }

  @Test func `any number of alternatives is accepted`() {
    let text = Array(repeating: "false", count: 5_000).joined(separator: " || ") + " || true"
    #expect(result(text) == "true")
  }

  @Test func `a text beyond the limit is refused`() {
    let text = "'" + String(repeating: "a", count: 100_000) + "'"
    #expect(result(text) == "problem: expression is longer than 100000 bytes")
  }

  @Test(arguments: [
    ("['ab']", "@.map(x, x + x)"), ("[[1]]", "@.map(x, x + x)"), ("['a']", "@.map(x, [x, x])"),
    ("['ab']", "@.map(x, [x, x].join())"), ("['ab']", "@.map(x, x.replace('', x))"),
    ("1 / 0 > 0", "[0, 1].all(x, @)"), ("true", "[0, 1].exists_one(x, @)"),
    ("[1]", "[0, 1].map(x, @)"),
    ("['a']", "@.map(x, {'a': x, 'b': x})"),
  ])
  func `evaluation that would not end is stopped`(start: String, step: String) {
    let parts = step.split(separator: "@", omittingEmptySubsequences: false)
    let text = (0..<60).reduce(start) { text, _ in parts[0] + text + parts[1] }
    let program = Program.compile(text, in: .dyn(variables: [])).0
    #expect(program?.evaluate([], budget: 100_000).evaluationError?.kind == .limit)
  }

  @Test(arguments: [
    ("a: x.nme > 1", 3, "x.nme > 1", "nme"),
    ("a: 'x.nme == ''b'''", 3, "x.nme == 'b'", "nme"),
    ("a: 'y == ''b'' && x.nme'", 3, "y == 'b' && x.nme", "nme"),
    ("a: \"y == \\\"b\\\" && x.nme\"", 3, "y == \"b\" && x.nme", "nme"),
    ("a: y ||\n   x.nme\n", 3, "y || x.nme", "nme"),
    ("a: >-\n   y ||\n   x.nme\n", 3, "y || x.nme", "nme"),
    ("a: |\n   y ||\n   x.nme\n", 3, "y ||\nx.nme\n", "nme"),
    ("a: |-\n   y ||\n     x.nme\n", 3, "y ||\n  x.nme", "nme"),
  ])
  func `places are found in the YAML around an expression`(
    yaml: String, start: Int, text: String, place: String
  ) throws {
    let file = SourceFile(name: "rules.yaml", text: yaml)
    let type = RecordType(name: "x", fields: [])
    let environment = Environment(
      records: [type], variables: [("x", .record("x")), ("y", .dyn)])
    let span = SourceSpan(start: start, end: yaml.utf8.count)
    let (_, problems) = Program.compile(
      text, in: environment, at: SourceLocation(file: file, span: span))
    let location = try #require(problems.first?.location)
    #expect(location.file.text(of: location.span) == place)
  }
}
