import Foundation
import Testing

/// Every starter's analysis is kept; changes to rules and words show up here and are read.
@Suite struct GoldenTests {
  static let starters = [
    "order-platform", "payments-ledger", "social-feed", "collaborative-editor", "iot-telemetry",
    "settlement-network",
  ]

  @Test(arguments: starters)
  func `the report on a starter is as recorded`(_ starter: String) throws {
    let outcome = try Tool.run(
      "analyze", "templates/systems/\(starter).yaml", "--today", "2026-01-01")
    #expect(outcome.code == 0, "\(outcome.errors)")
    try expectGolden(outcome.output, "analyze/\(starter).md")
  }

  @Test(arguments: starters)
  func `the JSON report on a starter is as recorded`(_ starter: String) throws {
    let outcome = try Tool.run(
      "analyze", "templates/systems/\(starter).yaml", "--format", "json", "--today", "2026-01-01")
    #expect(outcome.code == 0, "\(outcome.errors)")
    try expectGolden(outcome.output, "analyze/\(starter).json")
  }

  @Test func `two runs give the same bytes`() throws {
    for format in ["markdown", "json", "html"] {
      let runs = try (0..<3).map { _ in
        try Tool.run("analyze", "templates/systems/order-platform.yaml", "--format", format).output
      }
      #expect(Set(runs).count == 1)
    }
  }

  @Test func `a description of five lines gets an analysis with its assumptions`() throws {
    let minimal = """
      dsdesign: 1
      system: {name: Shop}
      stores: {db: {product: postgresql, replicas: [r/a, r/b]}}
      data: {stock: {store: db, class: inventory, invariants: [non-negative]}}
      operations: {buy: {reads: [stock], writes: [stock]}}
      topology: {regions: {r: {zones: [a, b]}}}
      """
    let outcome = try Tool.run("analyze", "-", "--today", "2026-01-01", input: minimal)
    #expect(outcome.code == 0, "\(outcome.errors)")
    try expectGolden(outcome.output, "analyze/minimal.md")
  }
}
