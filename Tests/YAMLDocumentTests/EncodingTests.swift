import Diagnostics
import Testing
import YAMLDocument

@Test(
  arguments: [
    ([0xFF, 0xFE, 0x61, 0x00], "1:1 the file is in UTF-16"),
    ([0xFE, 0xFF, 0x00, 0x61], "1:1 the file is in UTF-16"),
    ([0x61, 0x00, 0x3A, 0x00], "1:1 the file is in UTF-16"),
    ([0x00, 0x61, 0x00, 0x3A], "1:1 the file is in UTF-16"),
    ([0x61, 0x3A, 0x0A, 0x62, 0x00], "2:2 the file holds a NUL byte"),
    ([0x61, 0x3A, 0x20, 0xFF], "1:4 byte 0xFF is not UTF-8 text"),
    ([0x61, 0xC0, 0x80], "1:2 byte 0xC0 is not UTF-8 text"),  // overlong
    ([0x61, 0xED, 0xA0, 0x80], "1:2 byte 0xED is not UTF-8 text"),  // a surrogate
    ([0x61, 0xE6, 0x97], "1:2 byte 0xE6 is not UTF-8 text"),  // cut off
    ([0x61, 0xF4, 0x90, 0x80, 0x80], "1:2 byte 0xF4 is not UTF-8 text"),  // beyond U+10FFFF
    ([0x61, 0x1B], "1:2 control character U+001B is not allowed in YAML"),
    ([0x61, 0x7F], "1:2 control character U+007F is not allowed in YAML"),
    ([0x61, 0xC2, 0x9B], "1:2 control character U+009B is not allowed in YAML"),
    ([0x61, 0xEF, 0xBF, 0xBF], "1:2 control character U+FFFF is not allowed in YAML"),
  ] as [([UInt8], String)])
func `bytes that are no text are one error with its place`(bytes: [UInt8], error: String) {
  let (root, diagnostics) = YAMLComposer.compose(SourceFile(name: "f", bytes: bytes))
  #expect(root == nil)
  #expect(diagnostics.map(summary) == [error])
}

@Test(arguments: [
  "a: b\u{85}", "é: \u{A0}", "a: \u{D7FF}\u{E000}\u{FFFD}", "a: \u{10000}\u{10FFFF}",
])
func `what YAML allows beyond ASCII is read`(text: String) {
  #expect(compose(text).errors.isEmpty)
}
