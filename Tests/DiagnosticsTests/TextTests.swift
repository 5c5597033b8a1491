import Diagnostics
import Testing

@Test(arguments: [
  ("plain text, é 日 👩‍💻", "plain text, é 日 👩‍💻"),
  ("\u{1B}[31m", "\\u{1B}[31m"),
  ("a\nb\tc\r", "a\\nb\\tc\\r"),
  ("\u{7F}\u{9B}\u{85}", "\\u{7F}\\u{9B}\\u{85}"),
  ("\u{202E}x\u{2066}\u{200F}", "\\u{202E}x\\u{2066}\\u{200F}"),
  ("\u{2028}\u{FEFF}\u{200B}\u{E0041}", "\\u{2028}\\u{FEFF}\\u{200B}\\u{E0041}"),
  ("", ""),
])
func `what could steer a terminal is made visible`(text: String, expected: String) {
  #expect(Text.escapedForTerminal(text) == expected)
}
