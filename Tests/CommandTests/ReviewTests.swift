import Foundation
import Testing

/// `review`: the document, templates of one's own, and decision records in a folder.
@Suite struct ReviewCommandTests {
  static let example = "templates/systems/order-platform.yaml"

  @Test(arguments: GoldenTests.starters)
  func `the review of a starter is as recorded`(_ starter: String) throws {
    let outcome = try Tool.run(
      "review", "templates/systems/\(starter).yaml", "--today", "2026-01-01")
    #expect(outcome.code == 0, "\(outcome.errors)")
    try expectGolden(outcome.output, "review/\(starter).md")
  }

  @Test func `two runs give the same bytes, into a file as on the terminal`() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "review.md").path
    let printed = try Tool.run("review", Self.example, "--today", "2026-01-01").output
    #expect(try Tool.run("review", Self.example, "--today", "2026-01-01", "-o", path).output == "")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == printed)
  }

  @Test func `a template of one's own is used, and what is wrong with it is told`() throws {
    let folder = try TemporaryFolder()
    let good = try folder.file(
      "good.mustache", "{{% CONTENT_TYPE:TEXT}}\n{{#signOff}}{{role}}\n{{/signOff}}")
    let outcome = try Tool.run("review", Self.example, "--template", good)
    #expect(outcome.output.contains("Owners of `orders-db`"))
    let bad = try folder.file("bad.mustache", "{{#findings}}no end")
    let failed = try Tool.run("review", Self.example, "--template", bad)
    #expect(failed.code == 2)
    #expect(failed.errors.contains("the template does not parse"))
    #expect(failed.output.isEmpty)
    let missing = try Tool.run("review", Self.example, "--template", "no/such.mustache")
    #expect(missing.code == 2)
  }

  @Test func `records are written once, and a second run has nothing to do`() throws {
    let folder = try TemporaryFolder()
    let records = folder.url.appending(path: "docs/decisions").path
    let first = try Tool.run("review", Self.example, "--adr-dir", records, "--today", "2026-01-01")
    #expect(first.code == 0, "\(first.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: records).sorted()
    #expect(names.first?.hasPrefix("0001-") == true)
    #expect(!names.contains { $0.hasSuffix(".tmp") })
    #expect(first.errors.contains("\(names.count) new records, 0 changed"))
    let second = try Tool.run("review", Self.example, "--adr-dir", records, "--today", "2027-01-01")
    #expect(second.errors.contains("0 new records, 0 changed"))
    #expect(second.output.contains("· 2027-01-01"))
  }

  @Test func `a folder that cannot be had ends the run before anything is printed`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("taken", "")
    for path in [file, file + "/below"] {
      let outcome = try Tool.run("review", Self.example, "--adr-dir", path)
      #expect(outcome.code == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("this is a file, not a folder"))
    }
  }
}
