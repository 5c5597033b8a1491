import Diagnostics
import Testing
import YAMLDocument

@Test(arguments: [
  ("a: 1", "{a: 1}"),
  ("- a\n- [b, {c: d}]\n- \n", "[a, [b, {c: d}], ]"),
  ("a:\n  b: 'x'\n  c: \"y\\tz\"\n", "{a: {b: \"x\", c: \"y\tz\"}}"),
  ("a: |\n  x\n  y\nb: >\n  p\n  q\n", "{a: |x\ny\n|, b: |p q\n|}"),
  ("a: one\n  two\n\n  three\n", "{a: one two\nthree}"),
  ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", "{a: 1, b: |x\ny\n|}"),
  ("\u{FEFF}a: 1", "{a: 1}"),
  ("--- # first\na: 1\n...\n", "{a: 1}"),
  ("%YAML 1.2\n---\na: 1\n", "{a: 1}"),
  ("x: &a [1, 2]\ny: *a\n", "{x: [1, 2], y: [1, 2]}"),
  ("x: &a 1\ny: &a 2\nz: *a\n", "{x: 1, y: 2, z: 2}"),
  ("&k key: v\nother: *k\n", "{key: v, other: key}"),
  ("x: &a [&a 1, *a]\ny: *a", "{x: [1, 1], y: 1}"),
  ("a: !!str 1\nb: !local {c: d}\nc: !!map {}\n", "{a: !!str 1, b: !local {c: d}, c: !!map {}}"),
  ("? a\n: b\n", "{a: b}"),
  ("{a, b: , \"\": c}", "{a: , b: , \"\": c}"),
  ("[a: 1, b]", "[{a: 1}, b]"),
  ("a: \"\\0\"", "{a: \"\0\"}"),
])
func `documents become nodes`(text: String, expected: String) {
  let (root, errors) = compose(text)
  #expect(outline(root) == expected)
  #expect(errors.isEmpty)
}

@Test(arguments: [
  ("b: &b {x: 1, y: 2}\nm: {<<: *b, y: 3}", "{x: 1, y: 3}"),  // explicit keys win
  ("b: &b {x: 1, y: 2}\nm: {y: 3, <<: *b}", "{y: 3, x: 1}"),  // wherever they stand
  ("b: [&p {x: 1}, &q {x: 2, z: 3}]\nm: {<<: [*p, *q]}", "{x: 1, z: 3}"),  // earlier maps win
  ("b: &b {x: 1}\nc: &c {<<: *b, y: 2}\nm: {<<: *c}", "{x: 1, y: 2}"),  // through maps merged
  ("m: {<<: {x: 1}, <: 2}", "{x: 1, <: 2}"),
  ("m: {\"<<\": 1}", "{\"<<\": 1}"),  // quoted, it is a key like others
  ("m: {<<: []}", "{}"),
  ("m: {!!merge <<: {x: 1}}", "{x: 1}"),
])
func `merge keys lay other maps below`(text: String, expected: String) {
  let (root, errors) = compose(text)
  #expect(outline(root?["m"]) == expected)
  #expect(errors.isEmpty)
}

@Test(arguments: [
  ("a: 1\nb: 2\na: 3\n", ["3:1 duplicate key 'a'"], "{a: 1, b: 2}"),
  ("{a: 1, 'a': 2}", ["1:8 duplicate key 'a'"], "{a: 1}"),
  (
    "a: {b: 1, b: 2}\nc: {d: 1, d: 2}", ["1:11 duplicate key 'b'", "2:11 duplicate key 'd'"],
    "{a: {b: 1}, c: {d: 1}}"
  ),
  ("b: &b {x: 1}\nm: {<<: *b, <<: *b}", ["2:13 duplicate key '<<'"], "{b: {x: 1}, m: {x: 1}}"),
  ("{{x}: 1, y: 2}", ["1:2 a key must be text, not a map"], "{y: 2}"),
  ("? [a]\n: 1", ["1:3 a key must be text, not a list"], "{}"),
  ("?\n: a", ["1:2 the key before ':' is missing"], "{}"),
  ("a: 1\n--- \nb: 2\n", ["2:1 a second document starts here"], "{a: 1}"),
  ("a: 1\n---\n", ["2:1 a second document starts here"], "{a: 1}"),
  ("<<: 1", ["1:5 '<<' merges a map or a list of maps, but this is text"], "nil"),
  ("<<: [{a: 1}, b]", ["1:5 '<<' merges a map or a list of maps, but this is a list"], "nil"),
  ("<<:", ["1:4 '<<' merges a map or a list of maps, but this is nothing"], "nil"),
  ("<<: *no", ["1:5 there is no anchor '&no' before this"], "nil"),
  ("*no : 1", ["1:1 there is no anchor '&no' before this"], "nil"),
  (
    "a: *x\nb: &x 1\nc: *y",
    [
      "1:4 there is no anchor '&x' before this", "3:4 there is no anchor '&y' before this",
    ], "nil"
  ),
  ("a: &x\n  - b: *x\n", ["2:8 '*x' stands inside the value that it repeats"], "nil"),
  ("m: &m {<<: *m}", ["1:12 '*m' stands inside the value that it repeats"], "nil"),
])
func `what is wrong with the content is told, all of it`(
  text: String, errors: [String], root: String
) {
  let result = compose(text)
  #expect(result.errors == errors)
  #expect(outline(result.root) == root)
}

@Test(arguments: [12, 13, 14, 500])
func `duplicates are found in small maps and large ones`(count: Int) {
  let keys = (0..<count).map { "k\($0): 0\n" }.joined()
  #expect(compose(keys).errors.isEmpty)
  for duplicate in [0, 11, count - 1] {
    let found = compose(keys + "k\(duplicate): 1\n").errors
    #expect(found == ["\(count + 1):1 duplicate key 'k\(duplicate)'"])
  }
}

@Test func `a duplicate key names the place of the first`() {
  let file = SourceFile(name: "f", text: "x:\n  a: 1\n  a: 2\n")
  let note = YAMLComposer.compose(file).diagnostics.first?.notes.first
  #expect(note?.location?.start == SourcePosition(line: 2, column: 3))
}

@Test(arguments: [("bsae", "did you mean '*base'?"), ("txt", "quote a text that starts with '*'")])
func `an unknown alias comes with the nearest anchor`(name: String, help: String) {
  let file = SourceFile(name: "f", text: "a: &base 1\nb: *\(name)\n")
  #expect(YAMLComposer.compose(file).diagnostics.map(\.help) == [help])
}

@Test(arguments: [
  ("", "1:1 the file is empty"), (" \n\t\r\n", "1:1 the file is empty"),
  ("\u{FEFF}", "1:1 the file is empty"),
  ("# only a comment\n", "1:1 the document is empty"),
  ("---\n", "2:1 the document is empty"),
])
func `nothing is one clear error`(text: String, error: String) {
  let (root, errors) = compose(text)
  #expect(root == nil)
  #expect(errors == [error])
}

@Test func `a flood of errors is cut off`() {
  let (root, errors) = compose(String(repeating: "a: 1\n", count: 5_000))
  #expect(root == nil)
  #expect(errors.count == 1_001)
  #expect(errors.last == "1001:1 too many errors; the rest of the file was not read")
}
