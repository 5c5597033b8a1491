import Foundation
import Testing

@Suite struct CommandsTests {
  static let order = "templates/systems/order-platform.yaml"

  @Test func `the exit code follows --fail-on`() throws {
    #expect(try Tool.run("analyze", Self.order).code == 0)
    #expect(try Tool.run("analyze", Self.order, "--fail-on", "high").code == 1)
    #expect(try Tool.run("analyze", Self.order, "--fail-on", "never").code == 0)
    let quiet = "dsdesign: 1\nsystem: {name: x}\noperations: {a: {}}\n"
    #expect(try Tool.run("analyze", "-", "--fail-on", "note", input: quiet).code == 0)
  }

  @Test func `a report is written whole or not at all`() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "report.md").path
    #expect(try Tool.run("analyze", Self.order, "-o", path).code == 0)
    let printed = try Tool.run("analyze", Self.order).output
    #expect(try String(contentsOfFile: path, encoding: .utf8) == printed)
    #expect(try Tool.run("analyze", Self.order, "-o", "/no/such/folder/report.md").code == 2)
  }

  @Test func `an accepted risk no longer fails the run until its date`() throws {
    let text = try String(contentsOf: Tool.root.appending(path: Self.order), encoding: .utf8)
    let report = try Tool.run("analyze", Self.order, "--format", "json").output
    let findings =
      try #require(
        try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])["findings"]
      as! [[String: Any]]
    let loud = Set(
      findings.filter { ["critical", "high"].contains($0["severity"] as! String) }.map {
        $0["rule"] as! String
      })
    try #require(!loud.isEmpty)
    let risks = loud.sorted().map { "  - {rule: \($0), because: known, until: 2026-06-30}\n" }
      .joined()
    let accepted = text + "\naccepted_risks:\n" + risks
    func code(_ today: String) throws -> Int32 {
      try Tool.run("analyze", "-", "--fail-on", "high", "--today", today, input: accepted).code
    }
    #expect(try code("2026-06-30") == 0)
    #expect(try code("2026-07-01") == 1)
  }

  @Test(arguments: [
    ("size(operations)", "[^0]"), ("stores['orders-db'].product", "\"postgresql\""),
    ("operations['place-order'].needs.partition", "\"refuse\""),
    ("system.operations.exists(o, o.rate > 1000.0)", "true"),
  ])
  func `query evaluates over a description`(_ expression: String, _ result: String) throws {
    let outcome = try Tool.run("query", Self.order, expression)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      outcome.output.range(of: result, options: .regularExpression) != nil, "\(outcome.output)")
  }

  @Test(arguments: [
    ("{}", "1 + 2", "3\n"), (#"{"a": [1, 2.5, "x"]}"#, "a[1]", "2.5\n"),
    (#"{"a": {"b": true}}"#, "has(a.b) && a.b", "true\n"),
    (#"{"n": 9223372036854775807}"#, "n == 9223372036854775807", "true\n"),
    ("{}", "[1, 2, 3].filter(x, x > 1)", "[\n  2,\n  3\n]\n"),
  ])
  func `query evaluates over any JSON`(_ variables: String, _ expression: String, _ result: String)
    throws
  {
    let outcome = try Tool.run("query", "--json", "-", expression, input: variables)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output == result)
  }

  @Test(arguments: [
    "1 / 0", "9223372036854775807 + 1", "[1][3]", "1 +", "nothing", "'a' + 1", "{'a': 1}.b",
  ])
  func `an error of an expression is a diagnostic and code 2`(_ expression: String) throws {
    let outcome = try Tool.run("query", "--json", "-", expression, input: "{}")
    #expect(outcome.code == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("error: "))
  }

  @Test func `explain knows every id that the list shows`() throws {
    let list = try Tool.run("rules", "list", "--format", "json").output
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [[String: Any]])
    #expect(rows.count > 100)
    for row in rows.enumerated() where row.offset % 17 == 0 {
      let id = row.element["id"] as! String
      let page = try Tool.run("explain", id)
      #expect(page.code == 0, "\(id)")
      #expect(page.output.hasPrefix("# "), "\(id)")
    }
    let wrong = try Tool.run("explain", "lock-without-fencin")
    #expect(wrong.code == 2)
    #expect(wrong.errors.contains("lock-without-fencing"))
  }

  @Test func `every starter that init offers is analysed`() throws {
    for starter in GoldenTests.starters + ["minimal"] {
      let text = try Tool.run("init", starter)
      #expect(text.code == 0)
      let lines = text.output.split(separator: "\n").count
      #expect(starter == "minimal" || (60...150).contains(lines), "\(starter) has \(lines) lines")
      #expect(try Tool.run("analyze", "-", input: text.output).code == 0, "\(starter)")
    }
    #expect(try Tool.run("init", "no-such").code == 2)
  }

  @Test func `init does not overwrite a file unless told to`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("mine.yaml", "precious\n")
    #expect(try Tool.run("init", "minimal", "-o", path).code == 2)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious\n")
    #expect(try Tool.run("init", "minimal", "-o", path, "--force").code == 0)
  }

  @Test func `a folder of rules is laid over the built-in ones`() throws {
    let folder = try TemporaryFolder()
    let rules = folder.url.appending(path: "findings")
    try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
    let rule = """
      - id: house-rule
        category: spof
        severity: low
        for: system
        when: size(system.operations) > 0
        message: "It has {size(system.operations)} operations."
        why: Because we say so.
        instead: Ask us.
        sources: [{cite: sre16}]
        examples: {caught: [{}], allowed: [{}]}
      """
    _ = try folder.file("findings/house.yaml", rule)
    let report = try Tool.run("analyze", Self.order, "--knowledge", folder.url.path)
    #expect(report.code == 0, "\(report.errors)")
    #expect(report.output.contains("house-rule"))
    let broken = rule.replacingOccurrences(of: "system.operations)", with: "system.opertions)")
    _ = try folder.file("findings/house.yaml", broken)
    let refused = try Tool.run("analyze", Self.order, "--knowledge", folder.url.path)
    #expect(refused.code == 2)
    #expect(refused.errors.contains("operations"))
    #expect(refused.errors.contains("house.yaml:"))
  }

  @Test func `every fact has a meaning`() throws {
    let output = try Tool.run("facts", "--format", "json").output
    let facts = try #require(
      (try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])?["facts"]
        as? [[String: Any]])
    #expect(facts.count > 200)
    for fact in facts { #expect(!(fact["meaning"] as! String).isEmpty, "\(fact)") }
  }
}
