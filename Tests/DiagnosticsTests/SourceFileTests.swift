import Diagnostics
import Testing

@Test(arguments: [
  ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\r\nb", 2, 1, 3), ("a\rb", 2, 2, 1),
  ("a\n\r\nb", 4, 3, 1), ("\n\n", 2, 3, 1), ("é日x", 5, 1, 3), ("abc", 99, 1, 4), ("", 0, 1, 1),
])
func `lines end at LF, CRLF and CR, and columns count code points`(
  text: String, offset: Int, line: Int, column: Int
) {
  let position = SourceFile(name: "f", text: text).position(of: offset)
  #expect(position == SourcePosition(line: line, column: column))
}

@Test func `a line is its bytes without the break`() {
  let file = SourceFile(name: "f", text: "ab\r\ncd\n")
  #expect(file.byteRange(ofLine: 1) == 0..<2)
  #expect(file.line(2) == "cd")
  #expect(file.line(3) == "" && file.line(0) == "" && file.line(9) == "")
}
