import Foundation
import Testing

/// Outputs for other programs, exit codes of gates, and what the shells are offered.
@Suite struct OutputsTests {
  static let order = CommandsTests.order

  @Test(arguments: ["sarif", "github", "junit"])
  func `a starter in each form is as recorded`(_ format: String) throws {
    let outcome = try Tool.run(
      "analyze", Self.order, "--format", format, "--today", "2026-01-01")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let ending = ["sarif": "sarif", "github": "github.txt", "junit": "junit.xml"][format]!
    try expectGolden(outcome.output, "outputs/order-platform.\(ending)")
  }

  @Test(arguments: ["sarif", "github", "junit"])
  func `a form is written whole to a file`(_ format: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "report").path
    #expect(try Tool.run("analyze", Self.order, "--format", format, "-o", path).code == 0)
    let printed = try Tool.run("analyze", Self.order, "--format", format).output
    #expect(try String(contentsOfFile: path, encoding: .utf8) == printed)
  }

  // MARK: Gates

  private static func baseline(_ folder: borrowing TemporaryFolder, _ system: String = order)
    throws -> String
  {
    let path = folder.url.appending(path: "old.json").path
    #expect(try Tool.run("analyze", system, "--format", "json", "-o", path).code == 0)
    return path
  }

  @Test func `only findings that the former report does not have fail the run`() throws {
    let folder = try TemporaryFolder()
    let old = try Self.baseline(folder)
    let same = try Tool.run("analyze", Self.order, "--baseline", old)
    #expect(same.code == 0)
    #expect(same.errors.isEmpty)
    let text = try String(contentsOf: Tool.root.appending(path: Self.order), encoding: .utf8)
    let worse = text.replacingOccurrences(
      of: "\noperations:\n",
      with: "\noperations:\n  bad: {writes: [stock], retries: {attempts: 9, backoff: none}}\n")
    #expect(worse != text)
    let failed = try Tool.run("analyze", "-", "--baseline", old, input: worse)
    #expect(failed.code == 1)
    #expect(failed.errors.contains("warning: new: "))
    #expect(failed.errors.contains("bad"))
    #expect(
      try Tool.run("analyze", "-", "--baseline", old, "--exit-zero", input: worse).code == 0)
    #expect(
      try Tool.run("analyze", "-", "--baseline", old, "--fail-on", "never", input: worse).code == 0)
  }

  @Test func `--exit-zero reports only`() throws {
    #expect(try Tool.run("analyze", Self.order, "--fail-on", "high", "--exit-zero").code == 0)
    #expect(try Tool.run("analyze", "/no/such.yaml", "--exit-zero").code == 2)
  }

  @Test func `a former report that is none ends with code 2`() throws {
    for path in [Self.order, "templates/report/report.schema.json", "/no/such.json", "templates"] {
      let outcome = try Tool.run("analyze", Self.order, "--baseline", path, "--exit-zero")
      #expect(outcome.code == 2, "\(path)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("error: "), "\(path)")
    }
    #expect(try Tool.run("analyze", "-", "--baseline", "-").code == 2)
  }

  @Test(arguments: ["soon", "2026-02-30", "2026-1-1"])
  func `a day that no calendar has is refused`(_ today: String) throws {
    let outcome = try Tool.run("analyze", Self.order, "--today", today)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("'\(today)' is no date"))
  }

  @Test func `an accepted risk that accepts nothing is told`() throws {
    let text = try String(contentsOf: Tool.root.appending(path: Self.order), encoding: .utf8)
    let risks = """

      accepted_risks:
        - {rule: lock-without-fencin}
        - {rule: lock-without-fencing, subject: shipping-schedule}
        - {rule: sagas-everywhere}
        - {rule: lock-without-fencing, subject: orders-db}
        - {rule: lock-without-fencing, subject: shipping-scheduler}
      """
    let errors = try Tool.run("analyze", "-", input: text + risks).errors
    #expect(errors.contains("no finding rule is called 'lock-without-fencin'"))
    #expect(errors.contains("did you mean 'lock-without-fencing'?"))
    #expect(errors.contains("nothing here is called 'shipping-schedule'"))
    #expect(errors.contains("no finding rule is called 'sagas-everywhere'"))
    #expect(errors.contains("of 'orders-db' is not found any more"))
    #expect(!errors.contains("'shipping-scheduler' is"))
  }

  // MARK: Differences

  private static func changed() throws -> String {
    try String(contentsOf: Tool.root.appending(path: order), encoding: .utf8)
      .replacingOccurrences(
        of: "synchronous_standby_names: \"\"", with: "synchronous_standby_names: \"ANY 1 (b, c)\""
      )
      .replacingOccurrences(of: "acks: \"1\"", with: "acks: all")
  }

  @Test func `the difference of two designs is as recorded`() throws {
    let outcome = try Tool.run(
      "diff", Self.order, "-", "--today", "2026-01-01", input: try Self.changed())
    #expect(outcome.code == 0, "\(outcome.errors)")
    try expectGolden(outcome.output, "outputs/order-platform.diff.md")
  }

  @Test func `a weaker guarantee ends with code 1, reports and descriptions alike`() throws {
    let folder = try TemporaryFolder()
    let better = try folder.file("better.yaml", try Self.changed())
    let report = try Self.baseline(folder, better)
    let described = try Tool.run("diff", better, Self.order, "--format", "json")
    let reported = try Tool.run("diff", report, Self.order, "--format", "json")
    #expect(described.code == 1)
    #expect(reported.code == 1)
    #expect(described.output == reported.output.replacingOccurrences(of: report, with: better))
    #expect(try Tool.run("diff", Self.order, Self.order).code == 0)
    #expect(try Tool.run("diff", Self.order, "/no/such.yaml").code == 2)
    #expect(try Tool.run("diff", "-", "-").code == 2)
  }

  // MARK: Manual pages

  /// The last literal display of a page.
  private static func example(_ page: String) throws -> String {
    let text = try String(contentsOf: Tool.root.appending(path: "man/\(page)"), encoding: .utf8)
    let start = try #require(text.range(of: ".Bd -literal -offset indent\n", options: .backwards))
    let rest = text[start.upperBound...]
    let end = try #require(rest.range(of: ".Ed\n"))
    return String(rest[..<end.lowerBound])
  }

  @Test func `the examples of the manual pages hold`() throws {
    let system = try Tool.run(
      "analyze", "-", "--today", "2027-03-31", input: try Self.example("dsdesign-system.5"))
    #expect(system.code == 0)
    #expect(system.errors.isEmpty, "\(system.errors)")
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "findings"), withIntermediateDirectories: true)
    _ = try folder.file("findings/ours.yaml", try Self.example("dsdesign-rules.5"))
    let rules = try Tool.run("rules", "test", folder.url.path)
    #expect(rules.code == 0, "\(rules.errors)")
    #expect(rules.output == "2 examples passed, 0 failed\n")
  }

  // MARK: Shells

  /// What is offered for the last word of a line, asked for as the scripts of the shells do.
  private static func offered(
    _ place: String, _ command: [String], _ rest: String...
  ) throws -> [String] {
    let line = ["dsdesign"] + command + rest
    let outcome = try Tool.run(
      ["---completion"] + command + ["--", place, "\(line.count - 1)"]
        + ["\(rest.last?.utf8.count ?? 0)"] + line)
    #expect(outcome.errors.isEmpty)
    return outcome.output.split(separator: "\n").map(String.init)
  }

  @Test func `shells are offered rule ids, products, settings, starters, facts and operations`()
    throws
  {
    #expect(
      try Self.offered("positional@0", ["explain"], "lock-without")
        == ["lock-without-fencing"])
    #expect(
      try Self.offered("positional@0", ["products", "show"], "mongo")
        == ["mongodb"])
    #expect(
      try Self.offered("positional@0", ["init"], "order") == ["order-platform"])
    #expect(
      try Self.offered("positional@0", ["facts"], "store.zone_loss_st")
        == ["store.zone_loss_stops"])
    let query = try Self.offered(
      "positional@1", ["query"], Self.order, "operations['pl")
    #expect(query == ["operations['place-order']"])
    let nothing = try Self.offered("positional@1", ["query"], "/no/such.yaml", "op")
    #expect(nothing.isEmpty)
  }

  @Test(arguments: [
    ("--operation", "pl", ["place-order"]), ("--store", "or", ["orders-db"]),
    ("--coordination", "", ["shipping-scheduler"]),
    ("--failure-detection", "o", ["orders-failover"]),
    ("--operation", "no-such", []),
  ])
  func `names of the description are offered to simulate`(
    _ option: String, _ prefix: String, _ names: [String]
  ) throws {
    #expect(
      try Self.offered(option, ["simulate", "run"], Self.order, option, prefix) == names)
  }

  @Test func `items are offered to the checklist`() throws {
    #expect(
      try Self.offered("--item", ["checklist"], Self.order, "--item", "network")
        == ["network-splits"])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `each shell gets a script`(_ shell: String) throws {
    let outcome = try Tool.run("--generate-completion-script", shell)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("---completion"))
    #expect(!outcome.output.contains("manual"))
    // Fish refuses a command that declares one name twice.
    for line in outcome.output.split(separator: "\n") where line.contains("'version='") {
      #expect(!line.contains("'version'"))
    }
  }
}
