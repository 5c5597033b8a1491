import Testing

@testable import Reporting

/// Diagrams stay diagrams whatever names a description has; `scripts/check-mermaid.sh` draws them.
@Suite struct MermaidTests {
  @Test(arguments: [
    ("orders-db", "orders-db"), ("us-east/a", "us-east/a"), ("checkout ×3", "checkout ×3"),
    ("Zahlung über 日本", "Zahlung über 日本"),
    ("a\"]", "a#34;#93;"), ("#35;", "#35;35#59;"), ("%%{x}%%", "#37;#37;#123;x#125;#37;#37;"),
    ("<b>", "#60;b#62;"), ("`x`", "#96;x#96;"), ("a_b*c", "a#95;b#42;c"),
    ("style:#a;", "style#58;#35;a#59;"), ("a\nb\u{202E}c", "a bc"), ("", " "),
    // A number or dash first would be a list.
    ("1. a", "1#46; a"), ("- b", "#45; b"), ("80-90/s", "80#45;90/s"),
  ])
  func `a label means its text and nothing else`(_ text: String, _ label: String) {
    #expect(MermaidText.label(text) == label)
  }

  @Test func `nodes stand in their zones, the leader by name, links with their round trip`() throws
  {
    let review = Review(try Sample.starter("order-platform"))
    let lines = review.topology.mermaid.split(separator: "\n").map(String.init)
    #expect(lines.first == "flowchart LR")
    #expect(lines.contains("    subgraph r0z0[\"a\"]"))
    #expect(lines.contains { $0.hasSuffix("[(\"orders-db<br/>leader\")]") })
    #expect(lines.contains("  r0 <-->|\"76 ms, stated\"| r1"))
    #expect(
      lines.count { $0.contains("subgraph") }
        == lines.count { $0.hasSuffix(" end") || $0 == "  end" })
  }

  @Test func `data flows the way it goes`() throws {
    let review = Review(
      try Sample.report(
        """
        dsdesign: 1
        system: {name: S}
        services: {web: {}, bank: {external: true}}
        stores: {db: {product: custom}, log: {product: custom}}
        data: {x: {store: db}}
        operations:
          put: {service: web, writes: [x], calls: bank, publishes: {Done: {to: log}}}
          get: {reads: [x], consumes: {Done: {from: log}}}
        coordination: {job: {store: db, protects: [log]}}
        """))
    let text = review.dataFlow.mermaid
    for line in [
      "  subgraph s0[\"web\"]", "    o0([\"put\"])", "  o1([\"get\"])", "  d0[(\"db\")]",
      "  c1{{\"bank\"}}", "  o0 -->|\"writes x\"| d0", "  o0 -->|\"calls\"| c1",
      "  o0 -->|\"publishes Done\"| d1", "  d0 -->|\"reads x\"| o1",
      "  d1 -->|\"delivers Done\"| o1", "  k0 -->|\"is kept in\"| d0",
      "  k0 -.->|\"protects\"| d1",
    ] {
      #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)\n\(text)")
    }
  }

  @Test func `a description without places has a diagram that says so`() throws {
    let review = Review(
      try Sample.report("dsdesign: 1\nsystem: {name: S}\noperations: {o: {}}"))
    #expect(review.topology.mermaid == "flowchart LR\n  none[\"no place is described\"]")
    #expect(review.dataFlow.mermaid == "flowchart LR\n  o0([\"o\"])")
  }

  @Test func `too many nodes for a picture are counted by zone`() throws {
    let stores = (0..<40).map { "  s\($0): {product: custom, replicas: [r/a, r/b]}" }
    let review = Review(
      try Sample.report(
        """
        dsdesign: 1
        system: {name: S}
        topology: {regions: {r: {zones: [a, b]}}}
        stores:
        \(stores.joined(separator: "\n"))
        operations: {o: {}}
        """))
    #expect(review.topology.mermaid.contains("r0z0n[\"40 stores\"]"))
    #expect(review.topology.legend.contains("Zones show how many nodes they hold."))
  }
}
