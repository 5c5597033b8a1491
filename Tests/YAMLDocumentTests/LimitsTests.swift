import Diagnostics
import Testing
import YAMLDocument

private func nested(_ depth: Int) -> String {
  String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
}

@Test(arguments: [
  (nested(64), []),
  (nested(65), ["1:65 lists and maps are nested more than 64 deep"]),
  (String(repeating: "[", count: 1_000_000), ["1:65 lists and maps are nested more than 64 deep"]),
  (
    String(repeating: "{a: ", count: 100_000),
    ["1:257 lists and maps are nested more than 64 deep"]
  ),
  (String(repeating: "- ", count: 100_000), ["1:129 lists and maps are nested more than 64 deep"]),
  ("a: &a \(nested(40))\nb: [\(nested(22))]\nc: [[[*a]]]", []),
  (
    "a: &a \(nested(40))\nb: &b [\(String(repeating: "[", count: 20))*a\(nested(0))"
      + String(repeating: "]", count: 20) + "]\nc: [[[*b]]]",
    ["3:7 lists and maps are nested more than 64 deep"]
  ),
])
func `nesting is limited, through aliases too`(text: String, errors: [String]) {
  #expect(compose(text).errors == errors)
}

@Test func `aliases that multiply stop early`() {
  var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
  for level in 1..<60 {
    let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
    text += "a\(level): &a\(level) [\(aliases)]\n"
  }
  let (root, errors) = compose(text)
  #expect(root == nil)
  #expect(errors == ["6:38 the aliases stand for more than 1000000 nodes together"])
}

@Test(arguments: [(6, true), (5, false)])
func `every node an alias stands for counts, and only those`(limit: Int, isRead: Bool) {
  var limits = YAMLLimits()
  limits.maximumExpandedNodes = limit
  let (root, _) = compose("a: &a [1, 2]\nb: *a\nc: *a\nd: [1, 2, 3, 4, 5, 6]", limits: limits)
  #expect((root != nil) == isRead)
}

@Test func `merged maps count as aliases do`() {
  var text = "m0: &m0 {k: 1}\n"
  for level in 1..<40 { text += "m\(level): &m\(level) {<<: [*m\(level - 1), *m\(level - 1)]}\n" }
  #expect(compose(text).errors.count == 1)
}

@Test(arguments: [(4, true), (3, false)])
func `size is limited`(limit: Int, isRead: Bool) {
  var limits = YAMLLimits()
  limits.maximumBytes = limit
  let (root, errors) = compose("a: 1", limits: limits)
  #expect((root != nil) == isRead)
  #expect(errors == (isRead ? [] : ["the file is too large: 4 bytes of at most 3"]))
}
