import SystemModel
import Testing

/// Sections so long that their entries are read in chunks, on all cores.
struct LargeSectionTests {
  private func text(_ entry: (Int) -> String) -> String {
    "dsdesign: 1\nsystem: {name: s}\noperations:\n"
      + (0..<2_000).map { "  op-\($0): {\(entry($0))}" }.joined(separator: "\n")
  }

  @Test func `entries keep their order and their values`() throws {
    let description = try #require(read(text { "rate: \($0 + 1)/s" }).0)
    #expect(description.operations.names == (0..<2_000).map { "op-\($0)" })
    #expect(description.operations["op-1234"]?.value.rate?.value.perSecond == 1235)
  }

  @Test func `every mistake is told once, in the order of the file`() {
    let wrong = stride(from: 7, to: 2_000, by: 97)
    let found = problems(text { wrong.contains($0) ? "guard: nothing-\($0)" : "" })
    #expect(found.count == wrong.underestimatedCount)
    for (message, index) in zip(found, wrong) { #expect(message.hasPrefix("\(index + 4):")) }
  }

  @Test func `after a thousand mistakes the rest is counted`() {
    let found = problems(text { _ in "guard: none-such" })
    #expect(found.count == 1_001)
    #expect(found.last?.contains("1000 more are left out") == true)
  }

  @Test func `names are resolved across chunks`() {
    let found = problems(text { $0 == 1_999 ? "writes: [nowhere]" : "" })
    #expect(found.count == 1 && found[0].hasPrefix("2003:"))
  }
}
