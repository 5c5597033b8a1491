import Diagnostics
import Testing
import YAMLDocument

private func texts(_ text: String) -> [String] {
  let file = SourceFile(name: "f", text: text)
  return YAMLComposer.compose(file).root.map { nodes($0).map { file.text(of: $0.span) } } ?? []
}

@Test(arguments: [
  ("a: 'x y'\n", ["a: 'x y'", "a", "'x y'"]),
  ("a:\n  - b\n  - c\n\n# end\n", ["a:\n  - b\n  - c", "a", "- b\n  - c", "b", "c"]),
  (
    "a: {b: [1 , 2 ] } \n", ["a: {b: [1 , 2 ] }", "a", "{b: [1 , 2 ] }", "b", "[1 , 2 ]", "1", "2"]
  ),
  ("a: |\n  x\n  y\n\nb: z", ["a: |\n  x\n  y\n\nb: z", "a", "|\n  x\n  y", "b", "z"]),
  ("a: one\n  two\n", ["a: one\n  two", "a", "one\n  two"]),
  ("a: &x !!str  v\n", ["a: &x !!str  v", "a", "v"]),
  ("a: &x # why\n  b: c\n", ["a: &x # why\n  b: c", "a", "b: c", "b", "c"]),
  ("a: &x {}\nb: *x\n", ["a: &x {}\nb: *x", "a", "{}", "b", "*x"]),
  ("é: 日本\nü: '👍'\n", ["é: 日本\nü: '👍'", "é", "日本", "ü", "'👍'"]),
  ("\u{FEFF}é: b\r\nc: d\r\n", ["é: b\r\nc: d", "é", "b", "c", "d"]),
  ("[a: 1 , b]", ["[a: 1 , b]", "a: 1", "a", "1", "b"]),
  ("a: \nb: c", ["a: \nb: c", "a", "", "b", "c"]),
])
func `spans cover the text of the node`(text: String, expected: [String]) {
  #expect(texts(text) == expected)
}

@Test func `a byte order mark is counted whether or not it is still there`() {
  let bytes = Array("a: [".utf8)
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  for (bytes, offset) in [(bytes, 3), (mark + bytes, 6)] {
    let found = YAMLComposer.compose(SourceFile(name: "f", bytes: bytes)).diagnostics
    #expect(found.map(\.location?.span) == [SourceSpan(start: offset, end: offset + 1)])
  }
}

@Test func `places stay right far into a text beyond ASCII`() {
  let text = (0..<500).map { "ключ-\($0): [日本, \"é\($0)\"]\n" }.joined()
  let file = SourceFile(name: "f", text: text)
  let pairs = YAMLComposer.compose(file).root?.pairs ?? []
  #expect(pairs.count == 500)
  for (index, pair) in pairs.enumerated() {
    #expect(file.text(of: pair.key.span) == "ключ-\(index)")
    #expect(file.text(of: pair.value.span) == "[日本, \"é\(index)\"]")
  }
}
