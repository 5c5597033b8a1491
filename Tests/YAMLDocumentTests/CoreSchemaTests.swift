import Testing
import YAMLDocument

private func value(_ text: String) -> YAMLNode? { compose("v: \(text)").root?["v"] }

@Test(arguments: [
  ("", true), ("~", true), ("null", true), ("Null", true), ("NULL", true), ("nULL", false),
  ("\"\"", false), ("'null'", false), ("!!str null", false), ("!!null ''", true), ("[]", false),
])
func `null is what the core schema says`(text: String, isNull: Bool) {
  #expect(value(text)?.isNull == isNull)
}

@Test(
  arguments: [
    ("true", true), ("True", true), ("FALSE", false), ("yes", nil), ("on", nil), ("no", nil),
    ("tRUE", nil), ("'true'", nil), ("!!str true", nil), ("!!bool 'true'", true),
  ] as [(String, Bool?)])
func `booleans are true and false only`(text: String, expected: Bool?) {
  #expect(value(text)?.plainBool == expected)
}

@Test(
  arguments: [
    ("0", 0), ("-12", -12), ("+12", 12), ("007", 7), ("0o17", 15), ("0x1F", 31), ("0xg", nil),
    ("0x-1", nil), ("-0x1", nil), ("0o8", nil), ("0x", nil), ("1_000", nil), ("1.0", nil),
    ("9223372036854775807", .max), ("9223372036854775808", nil), ("-9223372036854775808", .min),
    ("'1'", nil), ("-", nil), ("+", nil), ("1 2", nil), ("[1]", nil), ("!!str 1", nil), ("", nil),
  ] as [(String, Int64?)])
func `integers are decimal, octal and hexadecimal`(text: String, expected: Int64?) {
  #expect(value(text)?.plainInteger == expected)
}

@Test(
  arguments: [
    ("1", 1), ("1.5", 1.5), ("-.5", -0.5), ("1.", 1), ("1e3", 1000), ("+1.5E-1", 0.15),
    (".inf", .infinity), ("-.INF", -.infinity), ("0x10", 16), (".", nil), ("e5", nil), ("1e", nil),
    ("1e999", nil), ("inf", nil), ("nan", nil), ("0x1p3", nil), ("1.5s", nil), ("'1.5'", nil),
    ("1.2.3", nil), ("12345678901234567890", 12_345_678_901_234_567_168),
  ] as [(String, Double?)])
func `numbers are what the core schema says`(text: String, expected: Double?) {
  #expect(value(text)?.plainDouble == expected)
}

@Test func `not a number is a number`() {
  #expect(value(".nan")?.plainDouble?.isNaN == true)
}

@Test func `nodes are asked by kind`() {
  let root = compose("a: [1, 2]\nb: text\nc:\n").root
  #expect(root?.kindName == "a map" && root?.pairs?.count == 3 && root?.items == nil)
  #expect(root?["a"]?.kindName == "a list" && root?["a"]?.items?.count == 2)
  #expect(root?["b"]?.kindName == "text" && root?["b"]?.scalarText == "text")
  #expect(root?["c"]?.kindName == "nothing")
  #expect(root?["d"] == nil && root?["b"]?["x"] == nil && root?.scalarText == nil)
}
