import Diagnostics
import Testing
import YAMLDocument

/// Texts so large that another thread reads their events ahead.
struct EventsAheadTests {
  private static let lines = (0..<20_000).map { "key-\($0): [\($0), 'text \($0)']" }

  @Test func `a large text has every node, in order and at its place`() throws {
    let text = Self.lines.joined(separator: "\n")
    let file = SourceFile(name: "f", text: text)
    let (root, diagnostics) = YAMLComposer.compose(file)
    let pairs = try #require(root?.pairs)
    #expect(diagnostics.isEmpty && pairs.count == Self.lines.count)
    for (index, pair) in pairs.enumerated() where index % 999 == 0 {
      #expect(outline(pair.key) == "key-\(index)")
      #expect(outline(pair.value) == "[\(index), \"text \(index)\"]")
      #expect(SourceLocation(file: file, span: pair.key.span).start.line == index + 1)
    }
  }

  @Test(arguments: [0, 1, 700, 1023, 1024, 9_999, 19_999])
  func `what cannot be read is told at its line, wherever it stands`(_ line: Int) {
    var lines = Self.lines
    lines[line] = "key: [1, 2"
    let (root, errors) = compose(lines.joined(separator: "\n"))
    #expect(root == nil && errors.count == 1)
    let told = Int(errors[0].prefix { $0 != ":" }) ?? 0
    #expect((line + 1...line + 2).contains(told), "\(errors)")
  }

  @Test func `a reader that stops early leaves the rest`() {
    let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    for _ in 0..<20 {
      let (root, errors) = compose("a: \(deep)\n" + Self.lines.joined(separator: "\n"))
      #expect(root == nil)
      #expect(errors == ["1:67 lists and maps are nested more than 64 deep"])
    }
  }
}
