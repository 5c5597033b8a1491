import Diagnostics
import Testing

@Test(arguments: [
  ("replcas", "replicas"),  // deletion
  ("repilcas", "replicas"),  // swap
  ("Replicas", "replicas"),  // case costs nothing
  ("min_isr", nil), ("x", nil), ("", nil),
  ("stores", "stores"),
])
func `the nearest name is found, or none`(word: String, expected: String?) {
  let names = ["services", "stores", "replicas", "a"]
  #expect(Spelling.nearest(to: word, among: names) == expected)
}

@Test func `of equally near names the first by spelling wins whatever their order`() {
  #expect(Spelling.nearest(to: "cat", among: ["hat", "bat", "rat"]) == "bat")
  #expect(Spelling.nearest(to: "cat", among: ["rat", "bat", "hat"]) == "bat")
  #expect(Spelling.nearest(to: "cat", among: [] as [String]) == nil)
}

@Test(arguments: [("abcdef", "abxyef", true), ("abcdef", "axyzef", false)])
func `a third of the length may differ and no more`(word: String, name: String, isNear: Bool) {
  #expect((Spelling.nearest(to: word, among: [name]) != nil) == isNear)
}

@Test func `huge words are near to nothing`() {
  let huge = String(repeating: "a", count: 100_000)
  #expect(Spelling.nearest(to: huge, among: [huge, "a"]) == nil)
  #expect(Spelling.nearest(to: "a", among: [huge]) == nil)
}
