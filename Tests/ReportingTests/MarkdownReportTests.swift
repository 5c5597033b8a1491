import Testing

@testable import Reporting

@Suite struct MarkdownReportTests {
  @Test(arguments: Sample.starters)
  func `the document has its five sections, whole tables and all its notes`(
    _ starter: String
  ) throws {
    let text = try Sample.markdown(Sample.starter(starter))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.filter { $0.hasPrefix("## ") } == [
        "## Context Assessment", "## Recommended Approach", "## Implementation Steps",
        "## Trade-offs and Considerations", "## Next Steps",
      ])
    expectWholeTables(lines)
    let marks = Set(text.matches(of: #/\[\^([a-z0-9-]+)\](?!:)/#).map { String($0.output.1) })
    let notes = Set(lines.compactMap { $0.prefixMatch(of: #/\[\^([a-z0-9-]+)\]: /#)?.output.1 })
    #expect(marks == Set(notes.map(String.init)))
    #expect(!text.contains("less speaks for it"))
    #expect(!text.unicodeScalars.contains { (0xE000...0xE001).contains($0.value) })
  }

  @Test func `names stand as code in sentences, also at their start`() throws {
    let text = try Sample.markdown(Sample.starter("order-platform"))
    #expect(text.contains("`place-order` needs"))
    #expect(!text.contains("Place-order"))
    #expect(!text.contains("Orders-db"))
  }

  @Test func `stated premises read as they were written`() throws {
    let text = try Sample.markdown(Sample.starter("order-platform"))
    #expect(text.contains("`data_loss: none`, line"))
    #expect(!text.contains("data_loss: 0 s"))
  }

  @Test func `texts of a description inject nothing`() throws {
    let attack = #"x | y `z` <script>alert(1)</script> [x](http://y) **b** \u202E \n\n# H\n\n- l"#
    let yaml = """
      dsdesign: 1
      system: {name: "\(attack)", summary: "\(attack)"}
      topology: {regions: {r: {zones: [a, b]}}}
      stores: {db: {product: postgresql, replicas: [r/a, r/b], replication: async}}
      data: {stock: {store: db, class: inventory, invariants: [non-negative]}}
      operations: {buy: {reads: [stock], writes: [stock], requirements: {data_loss: none}}}
      accepted_risks: [{rule: stale-answers-decide, subject: buy, because: "\(attack)"}]
      """
    let report = try Sample.report(yaml, name: "a|b`c.yaml")
    let text = try Sample.markdown(report)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    expectWholeTables(lines)
    #expect(lines.count { $0.hasPrefix("# ") } == 1)
    #expect(!text.contains("\u{202E}"))
    #expect(text.replacing(#"\<"#, with: "").contains("<script") == false)
    #expect(!text.contains("[x](http"))
    #expect(!text.contains("**b**"))
  }

  @Test func `many subjects are told in few lines`() throws {
    let names = (0..<300).map { "op-\($0)" }
    let operations = names.map { "  \($0): {writes: [stock], calls: []}" }.joined(separator: "\n")
    let yaml = """
      dsdesign: 1
      system: {name: Many}
      stores: {db: {product: postgresql, replicas: [r/a, r/b], replication: async}}
      data: {stock: {store: db, class: inventory, invariants: [non-negative]}}
      topology: {regions: {r: {zones: [a, b]}}}
      operations:
      \(operations)
      """
    let report = try Sample.report(yaml)
    let text = try Sample.markdown(report)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 700)
    #expect(text.contains("260 further operations"))
  }

  @Test func `alike decisions and findings are told together`() throws {
    let report = try Sample.starter("order-platform")
    let keys = report.decisionGroups.map { "\($0.topic.id) \($0.choice) \($0.current ?? -1)" }
    #expect(Set(keys).count == keys.count)
    #expect(
      report.decisionGroups.reduce(0) { $0 + $1.decisions.count } == report.analysis.decisions.count
    )
    #expect(
      report.findingGroups.reduce(0) { $0 + $1.findings.count } == report.analysis.findings.count)
  }

  private func expectWholeTables(_ lines: [Substring]) {
    var width: Int?
    for line in lines {
      guard line.hasPrefix("| ") || line.hasPrefix("|-") else {
        width = nil
        continue
      }
      if let width { #expect(cells(line) == width, "\(line)") }
      width = width ?? cells(line)
    }
  }
}
