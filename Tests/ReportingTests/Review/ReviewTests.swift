import Diagnostics
import Foundation
import Testing

@testable import Reporting

/// A review says of the analysis what a meeting needs, and templates may rely on its names.
@Suite struct ReviewTests {
  static func review(_ yaml: String) throws -> Review { Review(try Sample.report(yaml)) }

  static func document(_ report: Report) throws -> String {
    let template = try Sample.file("templates/report/review.mustache")
    return try MarkdownReview(Review(report)).render(template: template)
  }

  @Test(arguments: Sample.starters)
  func `every part is there, in its order`(_ starter: String) throws {
    let text = try Self.document(Sample.starter(starter))
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(headings.first == "## 1. Summary for decision makers")
    #expect(headings.dropLast().enumerated().allSatisfy { $1.hasPrefix("## \($0 + 1). ") })
    #expect(headings.last == "## References")
    #expect(headings.count == 14)
    #expect(!text.contains("\n\n\n"))
  }

  @Test(arguments: Sample.starters)
  func `every row of a table has as many cells as its heading`(_ starter: String) throws {
    let lines = try Self.document(Sample.starter(starter)).split(separator: "\n")
    var width = 0
    for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("|") {
      if next.hasPrefix("|---") { width = cells(line) }
      #expect(cells(line) == width, "\(line)")
    }
  }

  @Test(arguments: Sample.starters)
  func `every footnote that is used is told, and no other`(_ starter: String) throws {
    let text = try Self.document(Sample.starter(starter))
    let marks = text.matches(of: /\[\^([a-z0-9-]+)\](:?)/)
    let used = Set(marks.filter { $0.output.2.isEmpty }.map { String($0.output.1) })
    let told = marks.filter { !$0.output.2.isEmpty }.map { String($0.output.1) }
    #expect(used == Set(told))
    #expect(told.count == Set(told).count)
  }

  @Test(arguments: Sample.starters)
  func `a short id means one thing and is explained`(_ starter: String) throws {
    let review = Review(try Sample.starter(starter))
    let findings = review.findings.items.map(\.id)
    let decisions = review.decisions.records.map(\.id) + review.decisions.settled.map(\.id)
    #expect(Set(findings).count == findings.count)
    #expect(Set(decisions).count == decisions.count)
    for row in review.failureModes.rows {
      for id in row.mitigation.split(separator: ", ") where id.first == "F" || id.first == "D" {
        #expect(findings.contains(String(id)) || decisions.contains(String(id)), "\(id)")
      }
    }
  }

  @Test(arguments: Sample.starters)
  func `the summary fits on half a page`(_ starter: String) throws {
    let text = try Self.document(Sample.starter(starter))
    let start = try #require(text.range(of: "## 1."))
    let end = try #require(text.range(of: "## 2."))
    let words = text[start.lowerBound..<end.lowerBound].split { $0 == " " || $0 == "\n" }
    #expect(words.filter { $0 != "|" }.count < 340)
  }

  @Test func `the recommendation follows the worst that is open`() throws {
    let sound = """
      dsdesign: 1
      system: {name: Shop}
      operations: {look: {}}
      """
    #expect(try Self.review(sound).summary.recommendation.hasPrefix("**Approve**"))
    let review = Review(try Sample.starter("order-platform"))
    #expect(review.summary.recommendation.hasPrefix("**Do not approve as described**: 2 critical"))
  }

  @Test func `what a finding asks for is told once, and the plan names it`() throws {
    let text = try Self.document(Sample.starter("order-platform"))
    let fix = "Let a commit wait for at least one more node in another failure domain"
    #expect(text.components(separatedBy: fix).count == 2)
    #expect(text.contains("- Fixes F1 (failover drops acknowledged writes)"))
  }

  @Test func `an accepted risk is told with its date and asked of who carries it`() throws {
    let system = """
      dsdesign: 1
      system: {name: Shop}
      topology: {regions: {r: {zones: [a, b]}}}
      stores: {db: {product: postgresql, replicas: [r/a, r/b], failover: {mode: automatic}}}
      data: {stock: {store: db, class: inventory, invariants: [non-negative]}}
      operations: {buy: {reads: [stock], writes: [stock], requirements: {data_loss: none}}}
      accepted_risks:
        - {rule: async-failover-loses-writes, subject: db, because: "a | b", until: 2027-01-01}
      """
    let review = try Self.review(system)
    #expect(review.acceptedRisks.map(\.id) == ["R1"])
    #expect(review.acceptedRisks[0].because == "a \\| b")
    #expect(review.signOff.contains { $0.agrees.hasPrefix("R1") })
    #expect(!review.findings.items.contains { $0.rule == "async-failover-loses-writes" })
  }

  @Test func `a checklist that was walked stands in its place`() throws {
    let report = try Sample.report("dsdesign: 1\nsystem: {name: S}\noperations: {o: {}}")
    let template = try Sample.file("templates/report/review.mustache")
    let checklist = Review.Checklist(
      state: "1 of 8 answered.",
      items: [
        .init(question: "Who leads?", answer: "yes", shown: "no: F1", owner: "Ann", note: "–")
      ])
    let text = try MarkdownReview(Review(report, checklist: checklist)).render(template: template)
    #expect(text.contains("| Who leads? | yes | no: F1 | Ann | – |"))
    #expect(!text.contains("Not walked yet"))
  }

  @Test func `a template of one's own sees the documented names`() throws {
    let review = Review(try Sample.starter("order-platform"))
    let template = """
      {{% CONTENT_TYPE:TEXT}}
      {{version}} {{name}}{{#findings.items}} {{id}}={{rule}}{{/findings.items}}
      """
    let text = try MarkdownReview(review).render(
      template: SourceFile(name: "own.mustache", text: template))
    #expect(text.hasPrefix("1 Order platform F1=async-failover-loses-writes F2="))
  }

  @Test(arguments: [
    ("a\n{{#b}}\n", 3, "a section is still open at the end"),
    ("a\n b {{/x}}", 2, "this tag closes a section that is not the open one"),
    ("{{name", 1, "a tag cannot be read"), ("{{=x}}", 1, "new delimiters are written"),
  ])
  func `what is wrong with a template is told at its line`(
    _ template: String, _ line: Int, _ words: String
  ) throws {
    let review = try Self.review("dsdesign: 1\nsystem: {name: S}\noperations: {o: {}}")
    let problem = try #require(throws: TemplateProblem.self) {
      try MarkdownReview(review).render(template: SourceFile(name: "t", text: template))
    }
    #expect(problem.diagnostic.message.contains(words), "\(problem.diagnostic.message)")
    #expect(problem.diagnostic.location?.start.line == line)
  }

  /// The contract with templates: whoever adds a property documents it.
  @Test func `every name that templates see is documented`() throws {
    let text = String(decoding: try Sample.file("docs/templates.md").bytes, as: UTF8.self)
    let report = try Sample.starter("settlement-network")
    let checklist = Review.Checklist(
      state: "", items: [.init(question: "", answer: "", shown: "", owner: "", note: "")])
    var names: Set<String> = []
    for report in [report, try Sample.starter("order-platform")] {
      collect(Review(report, checklist: checklist), into: &names)
    }
    #expect(names.count > 80)
    let documented = Set(
      text.matches(of: /`(?:[a-z]+\.)?([a-zA-Z]+)(?:\[\]|\?)?`/).map { String($0.output.1) })
    #expect(names.subtracting(documented).isEmpty, "docs/templates.md does not name them")
  }

  private func collect(_ value: Any, into names: inout Set<String>) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .struct:
      for child in mirror.children {
        if let label = child.label { names.insert(label) }
        collect(child.value, into: &names)
      }
    case .optional, .collection: for child in mirror.children { collect(child.value, into: &names) }
    default: break
    }
  }
}
