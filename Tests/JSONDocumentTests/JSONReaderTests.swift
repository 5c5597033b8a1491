import Diagnostics
import JSONDocument
import Testing

private func read(_ text: String) -> (value: JSONValue?, errors: [String]) {
  let (value, diagnostics) = JSONReader.read(SourceFile(name: "f", text: text))
  return (value, diagnostics.map(summary))
}

private func summary(_ diagnostic: Diagnostic) -> String {
  guard let start = diagnostic.location?.start else { return diagnostic.message }
  return "\(start.line):\(start.column) \(diagnostic.message)"
}

@Test(
  arguments: [
    ("null", nil), (" true\r\n", true), ("false", false),
    ("1", 1), ("-0", 0), ("1.0", .double(1)), ("1e2", .double(100)), ("-1.5E-1", -0.15),
    ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
    ("9223372036854775808", .uint(9_223_372_036_854_775_808)),
    ("18446744073709551615", .uint(.max)),
    ("18446744073709551616", .double(18_446_744_073_709_551_616)),
    ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "a\"\\/\u{8}\u{C}\n\r\té"),
    ("\"\\ud83d\\ude00 \\uD83D\\uDE00 日\"", "😀 😀 日"),
    ("\"\\u0000\u{7F}\"", "\0\u{7F}"),
    ("[]", []), ("[1, [2], {}]", [1, [2], [:]]),
    ("{\"b\": 1, \"a\": {\"\": null}}", ["b": 1, "a": ["": nil]]),
    ("\u{FEFF}1", 1),
  ] as [(String, JSONValue)])
func `texts become values`(text: String, expected: JSONValue) {
  let (value, errors) = read(text)
  #expect(value == expected)
  #expect(errors.isEmpty)
}

@Test(arguments: [
  ("", "1:1 the file is empty"), (" \n", "2:1 the file is empty"),
  ("1 2", "1:3 text after the end of the value"),
  ("[1,]", "1:3 JSON allows no ',' before ']'"),
  ("{\"a\": 1,}", "1:8 JSON allows no ',' before '}'"),
  ("[1 2]", "1:4 expected ',' or ']'"),
  ("[1", "1:1 '[' is never closed"), ("{\"a\": {\"b\": 1}", "1:1 '{' is never closed"),
  ("[", "1:2 expected a value before the end of the file"),
  ("{a: 1}", "1:2 expected a key in double quotes"),
  ("{", "1:2 expected a key in double quotes"),
  ("{\"a\" 1}", "1:6 expected ':' after the key"),
  ("{\"a\":}", "1:6 expected a value"),
  ("'a'", "1:1 expected a value"), ("True", "1:1 expected a value"),
  ("nul", "1:1 expected a value"), ("NaN", "1:1 expected a value"), ("é", "1:1 expected a value"),
  ("// x", "1:1 expected a value"), ("+1", "1:1 expected a value"), (".5", "1:1 expected a value"),
  ("01", "1:1 a number cannot start with 0"), ("-01", "1:1 a number cannot start with 0"),
  ("-", "1:2 expected a digit"), ("1.", "1:3 expected a digit after '.'"),
  ("1e", "1:3 expected a digit in the exponent"), ("1e+x", "1:4 expected a digit in the exponent"),
  ("1e999", "1:1 the number is too large"),
  ("\"a", "1:1 this quote is never closed"), ("\"a\\\"", "1:1 this quote is never closed"),
  ("\"a\nb\"", "1:3 a control character in a text"),
  ("\"\\x\"", "1:2 unknown escape"), ("\"\\", "1:2 unknown escape"),
  ("\"\\u12\"", "1:6 expected four hexadecimal digits"),
  ("\"\\ud83d\"", "1:2 half of a surrogate pair"),
  ("\"\\ude00\"", "1:2 half of a surrogate pair"),
  ("\"é\\ud83d\\u0041\"", "1:3 half of a surrogate pair"),
])
func `what is no JSON is told with its place`(text: String, error: String) {
  let (value, errors) = read(text)
  #expect(value == nil)
  #expect(errors == [error])
}

@Test func `bytes that are no text are an error`() {
  let bytes = Array("[\"ab".utf8) + [0xC3, 0x28] + Array("\"]".utf8)
  let (value, diagnostics) = JSONReader.read(SourceFile(name: "f", bytes: bytes))
  #expect(value == nil)
  #expect(diagnostics.map(summary) == ["1:5 a byte that is not UTF-8 text"])
}

@Test func `duplicate keys are errors at the second and the first counts`() {
  let (value, errors) = read("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}, \"\\u0061\": 3}")
  #expect(value == ["a": 1, "b": ["c": 1]])
  #expect(errors == ["1:24 duplicate key 'c'", "1:33 duplicate key 'a'"])
}

@Test(arguments: [(512, true), (513, false), (100_000, false)])
func `nesting is limited`(depth: Int, isRead: Bool) {
  let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  #expect((read(text).value != nil) == isRead)
}

@Test func `no input crashes`() {
  let seed = Array("{\"a\": [1, -2.5e3, \"\\u00e9\\ud83d\\ude00\", true, null], \"b\": {}}".utf8)
  let sharp = Array("[]{}:,\"\\u-+.eE0dD8 \n".utf8) + [0, 0x7F, 0xC3, 0xFF]
  var state: UInt64 = 1
  func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
  for _ in 0..<20_000 {
    var bytes = seed
    for _ in 0...below(4) {
      let place = below(bytes.count)
      if below(2) == 0 { bytes[place] = sharp[below(sharp.count)] } else { bytes.remove(at: place) }
    }
    let (value, diagnostics) = JSONReader.read(SourceFile(name: "f", bytes: bytes))
    #expect(value != nil || diagnostics.count >= 1)
    guard let value else { continue }
    #expect(read(JSONWriter.text(value)).value == value)
  }
}
