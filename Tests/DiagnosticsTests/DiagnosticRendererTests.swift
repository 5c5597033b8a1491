import Diagnostics
import Testing

private let plain = DiagnosticRenderer(color: false)

private func place(_ text: String, _ start: Int, _ end: Int) -> Diagnostics.SourceLocation {
  Diagnostics.SourceLocation(
    file: SourceFile(name: "shop.yaml", text: text), span: SourceSpan(start: start, end: end))
}

@Test func `a diagnostic shows its line, label, help and notes`() {
  let text = "a: 1\n" + String(repeating: "#\n", count: 8) + "  replcas: 3\n"
  let location = place(text, 23, 30)
  let first = Diagnostics.SourceLocation(file: location.file, span: SourceSpan(start: 0, end: 1))
  let diagnostic = Diagnostic(
    "unknown key 'replcas'", at: location, label: "not a field of a store",
    help: "did you mean 'replicas'?", notes: [.init("a place", at: first), .init("no place")])
  #expect(
    plain.render(diagnostic) == """
      shop.yaml:10:3: error: unknown key 'replcas'
       10 |   replcas: 3
          |   ^^^^^^^ not a field of a store
          = help: did you mean 'replicas'?
      shop.yaml:1:1: note: a place
        1 | a: 1
          | ^
          = note: no place
      """)
}

@Test func `without a place the file or nothing is named`() {
  #expect(
    plain.render(Diagnostic("cannot be read", at: nil, fileName: "x.yaml"))
      == "x.yaml: error: cannot be read")
  #expect(plain.render(Diagnostic(.warning, "odd", at: nil)) == "warning: odd")
  #expect(
    plain.render(Diagnostic("the file is empty", at: place("", 0, 0)))
      == "shop.yaml:1:1: error: the file is empty")
}

@Test(arguments: [
  ("\tkey: v", 1, 4, "    key: v", "    ^^^"),
  ("a\tb", 2, 3, "a   b", "    ^"),
  ("日本: x", 8, 9, "日本: x", "      ^"),
  ("日本: x", 0, 6, "日本: x", "^^^^"),
  ("e\u{301}: x", 5, 6, "e\u{301}: x", "   ^"),
  ("👩‍💻: x", 13, 14, "👩‍💻: x", "    ^"),
  ("🇩🇪x", 8, 9, "🇩🇪x", "  ^"),
  ("\u{202E}x", 3, 4, "\\u{202E}x", "        ^"),
  ("a\u{1B}b", 1, 2, "a\\u{1B}b", " ^^^^^^"),
  ("abc", 3, 3, "abc", "   ^"),
  ("abc", 1, 1, "abc", " ^"),
  ("ab \ncd", 0, 6, "ab", "^^^"),
])
func `carets stand under the span`(
  text: String, start: Int, end: Int, line: String, carets: String
) {
  let lines = plain.render(Diagnostic("m", at: place(text, start, end))).split(separator: "\n")
  #expect(lines.dropFirst() == [" 1 | \(line)", "   | \(carets)"])
}

@Test func `bytes that are no text are shown as bytes`() {
  let file = SourceFile(name: "f", bytes: [0x61, 0xFF, 0xE6, 0x97, 0x62])
  let location = Diagnostics.SourceLocation(file: file, span: SourceSpan(start: 4, end: 5))
  let lines = plain.render(Diagnostic("m", at: location)).split(separator: "\n")
  #expect(lines[1] == " 1 | a\\xFF\\xE6\\x97b")
  #expect(lines[2] == "   |              ^")
}

@Test(arguments: [0, 3, 150, 100_000, 199_990, 199_999, 200_000])
func `long lines are cut around the span`(start: Int) {
  let text = String(repeating: "0123456789", count: 20_000)
  let rendered = plain.render(Diagnostic("m", at: place(text, start, start + 3)))
  let lines = rendered.split(separator: "\n")
  #expect(lines[1].count <= 160 && lines[2].count <= 160)
  let column = lines[2].firstIndex(of: "^").map {
    lines[2].distance(from: lines[2].startIndex, to: $0)
  }
  if start < text.count, let column {
    let under = lines[1].dropFirst(column).first
    #expect(under == Character("\(start % 10)"))
  }
}

@Test func `a narrow terminal cuts earlier`() {
  let text = String(repeating: "x", count: 100)
  let lines = DiagnosticRenderer(color: false, width: 50)
    .render(Diagnostic("m", at: place(text, 60, 62))).split(separator: "\n")
  #expect(lines.allSatisfy { $0.count <= 50 })
}

@Test func `nothing of the input reaches the terminal as a control`() {
  let evil = "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\n\r\u{0}"
  let file = SourceFile(name: evil, text: "k\u{1B}[2J\u{7F}\u{9B}: \u{202E}\t" + "\u{0}")
  let location = Diagnostics.SourceLocation(file: file, span: SourceSpan(start: 0, end: 99))
  let all = plain.render([
    Diagnostic(evil, at: location, label: evil, help: evil, notes: [.init(evil, at: location)]),
    Diagnostic(evil, at: nil, fileName: evil),
  ])
  let controls = all.unicodeScalars.filter {
    ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}"
  }
  #expect(controls.isEmpty)
  #expect(all.hasPrefix("\\u{1B}]0;x\\u{7}"))
}

@Test func `colour is only there when asked for, and changes nothing else`() {
  let diagnostic = Diagnostic("m", at: place("abc", 0, 1), label: "l", help: "h")
  let colored = DiagnosticRenderer(color: true).render(diagnostic)
  #expect(!plain.render(diagnostic).contains("\u{1B}"))
  #expect(colored.contains("\u{1B}[1;31m"))
  var stripped = ""
  var isEscape = false
  for character in colored {
    if character == "\u{1B}" { isEscape = true }
    if !isEscape { stripped.append(character) }
    if character == "m" { isEscape = false }
  }
  #expect(
    stripped.split(separator: "\n").count == plain.render(diagnostic).split(separator: "\n").count)
}

@Test(
  arguments: [
    ([], ""), ([.error], "1 error"), ([.error, .warning, .error], "2 errors, 1 warning"),
    ([.note], "1 note"), ([.warning, .warning], "2 warnings"),
  ] as [([Diagnostic.Severity], String)])
func `a list ends with the counts`(severities: [Diagnostic.Severity], last: String) {
  let all = severities.map { Diagnostic($0, "m", at: nil) }
  #expect((plain.render(all).split(separator: "\n").last ?? "") == last)
}
