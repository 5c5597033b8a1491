import Diagnostics
import Testing

@testable import YAMLDocument

@Suite struct EditTests {
  private func edited(_ text: String, _ path: [String], _ value: YAMLValue?) throws -> String {
    var edit = try YAMLEdit(SourceFile(name: "a.yaml", text: text))
    try edit.set(path, to: value)
    return String(decoding: edit.file.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("a: 1 # one\nb: 2\n", ["a"], "x", "a: x # one\nb: 2\n"),
    ("a: 'q'   # one\n", ["a"], "it's: so", "a: \"it's: so\"   # one\n"),
    (
      "m:\n  # first\n  k: v\n\nz: 1\n", ["m", "n"], "w", "m:\n  # first\n  k: v\n  n: w\n\nz: 1\n"
    ),
    ("m: {k: v} # flow\n", ["m", "n"], "w", "m: {k: v, n: w} # flow\n"),
    ("m: {k: v,}\n", ["m", "n"], "a, b", "m: {k: v, n: \"a, b\",}\n"),
    ("m: {}\n", ["m", "k"], "v", "m:\n  k: v\n"),
    ("m: # none yet\nz: 1\n", ["m", "k"], "v", "m: # none yet\n  k: v\nz: 1\n"),
    ("m:\n", ["m"], "v", "m: v\n"),
    ("m: ~\n", ["m", "k"], "v", "m:\n  k: v\n"),
    ("a: 1", ["m", "n", "k"], "v", "a: 1\nm:\n  n:\n    k: v"),
    ("a: |\n  one\n  two\n# end\nb: 2\n", ["a"], "x", "a: x\n# end\nb: 2\n"),
    ("a:\n    b: 1\n    c: 2\n", ["a", "b"], "x", "a:\n    b: x\n    c: 2\n"),
    ("a: 1\r\nb: 2\r\n", ["c"], "3", "a: 1\r\nb: 2\r\nc: 3\r\n"),
    ("ä: ö # ü\n", ["ä"], "é", "ä: \"é\" # ü\n"),
    ("a: 1\n...\n", ["b"], "2", "a: 1\nb: 2\n...\n"),
    ("\"a b\": 1\n", ["a b"], "2", "\"a b\": 2\n"),
    ("a: !!str 1\n", ["a"], "2", "a: !!str 2\n"),
    ("a: null\n", ["a"], "null", "a: \"null\"\n"),
  ])
  func `one value changes and every other byte stays`(
    text: String, path: [String], value: String, wanted: String
  ) throws {
    #expect(try edited(text, path, .text(value)) == wanted)
  }

  @Test(arguments: [
    ("a: 1\nb: 2\n", ["a"], "b: 2\n"),
    ("a: 1\nb: 2 # two\n", ["b"], "a: 1\n# two\n"),
    ("m:\n  k: v\n  n: |\n    long\n    text\nz: 1\n", ["m", "n"], "m:\n  k: v\nz: 1\n"),
    ("m: {k: v, n: w}\n", ["m", "n"], "m: {k: v}\n"),
    ("m: {k: v, n: w}\n", ["m", "k"], "m: {n: w}\n"),
    ("m:\n  k: v\nz: 1\n", ["m", "k"], "m:\nz: 1\n"),
    ("m:\n  a:\n    b: 1\n  # of c\n  c: 2\n", ["m", "a"], "m:\n  # of c\n  c: 2\n"),
    ("a: 1\n", ["b", "c"], "a: 1\n"),
  ])
  func `one value goes and every other byte stays`(
    text: String, path: [String], wanted: String
  ) throws {
    let result = try edited(text, path, nil)
    #expect(result == wanted || result == wanted.replacing("\n# two", with: "\n # two"))
  }

  @Test func `a map is written in block style and replaced whole`() throws {
    let facts: YAMLValue = .map([.init("s.a", .text("none")), .init("s.b", .text("1.5 s"))])
    let once = try edited("answers: {}\n", ["rests_on", "x"], facts)
    #expect(once == "answers: {}\nrests_on:\n  x:\n    s.a: none\n    s.b: 1.5 s\n")
    let twice = try edited(once, ["rests_on", "x"], .map([.init("s.a", .text("a: b"))]))
    #expect(twice == "answers: {}\nrests_on:\n  x:\n    s.a: \"a: b\"\n")
  }

  @Test(arguments: [
    ("a: &x {k: v}\nb: *x\n", ["b", "k"]), ("a: &x {k: v}\nb: *x\n", ["b", "n"]),
    ("a: &x {k: v}\nb: {<<: *x}\n", ["b", "k"]), ("a: &x 1\nb: *x\n", ["a"]),
    ("- a\n", ["a"]), ("a: [1]\n", ["a", "b"]), ("a: text\n", ["a", "b"]),
    ("a: 1\na: 2\n", ["a"]), ("{", ["a"]),
  ])
  func `what cannot change alone does not change`(text: String, path: [String]) {
    #expect(throws: YAMLEdit.Obstacle.self) { try edited(text, path, .text("new")) }
  }

  @Test func `texts read back as they were written`() throws {
    let texts = [
      "plain words", " lead", "trail ", "", "null", "~", "yes", "12", "1e3", "- item", "# no",
      "a #b",
      "a: b", "\"q\"", "'q'", "back\\slash", "tab\there", "line\nbreak\r", "bell\u{07}",
      "nbsp\u{A0}",
      "\u{2028}sep", "\u{FEFF}bom", "emoji 👩‍👩‍👧", "{x}", "[x]", "*a", "&a", "!t", "%d", "@at",
      "`tick`",
      "a, b", "99.95 %", "50 % (of it)", "it's", String(repeating: "long ", count: 80) + "end",
      "\u{1F600}", "e\u{301}",
    ]
    for text in texts {
      for start in ["k: old\n", "m: {k: old}\n"] {
        let path = start.hasPrefix("m") ? ["m", "k"] : ["k"]
        let result = try edited(start, path, .text(text))
        let root = try #require(YAMLComposer.compose(SourceFile(name: "a", text: result)).root)
        let node = path.count == 2 ? root["m"]?["k"] : root["k"]
        #expect(node?.scalarText == text, "\(result)")
      }
    }
  }
}
