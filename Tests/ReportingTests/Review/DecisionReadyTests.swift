import Foundation
import Testing

@testable import Reporting

/// Somebody who was not there can decide from a review: its parts agree with each other, its
/// arithmetic comes out, and no sentence has a hole.
@Suite struct DecisionReadyTests {
  @Test(arguments: Sample.starters)
  func `whatever is high or critical is a failure mode, unless it is a missed target`(
    _ starter: String
  ) throws {
    let report = try Sample.starter(starter)
    let review = Review(report)
    let told = Set(
      review.failureModes.rows.flatMap {
        $0.mitigation.split(whereSeparator: { ", ".contains($0) }).map(String.init)
      })
    let numbering = ReviewBuilder(report).numbering
    for group in numbering.findings
    where group.rule.severity >= .high && !Mitigation.targets.contains(group.rule.category) {
      let id = try #require(numbering.finding(group.rule.id))
      #expect(told.contains(id), "\(id) \(group.rule.id) (\(group.rule.category))")
    }
  }

  /// Each factor has two digits of what is missing, so the product is right to a tenth of that.
  @Test(arguments: Sample.starters)
  func `the factors of an availability multiply to what is said`(_ starter: String) throws {
    for line in Review(try Sample.starter(starter)).context.missed {
      let parts = line.text.split(separator: " = ")
      let left = try #require(parts.first?.split(separator: "must be up:").last)
      let factors = left.split(separator: "×").compactMap { Self.share($0) }
      let whole = try #require(Self.share(parts[1]))
      let product = factors.reduce(1, *)
      #expect(abs(product - whole) < 0.06 * (1 - whole) + 1e-6, "\(line.text): \(product)")
    }
  }

  private static func share(_ text: Substring) -> Double? {
    text.firstMatch(of: /([0-9.]+)%/).flatMap { Double($0.1) }.map { $0 / 100 }
  }

  @Test(arguments: Sample.starters)
  func `no sentence has a hole or a word that stands for none`(_ starter: String) throws {
    let text = try ReviewTests.document(Sample.starter(starter))
    var isDiagram = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("```") { isDiagram.toggle() }
      guard !isDiagram, !line.hasPrefix("```") else { continue }
      for hole in [
        " .", " ,", "``", "()", "(nothing)", "of nothing", "round trip to is",
        " 1 failures", " 1 steps", "a slow `", "JSON report. ",
      ] {
        #expect(!line.contains(hole) || line.contains(" ...") && hole == " .", "\(hole): \(line)")
      }
    }
  }

  @Test func `a lost zone is mended where it stops things, not by a backup`() throws {
    let report = try Sample.starter("payments-ledger")
    let review = Review(report)
    let row = try #require(
      review.failureModes.rows.first { $0.component.hasPrefix("one of the zones") })
    let decisions = review.decisions.records
    let voters = try #require(decisions.first { $0.title.contains("Voters and where they stand") })
    let backup = try #require(decisions.first { $0.title.hasPrefix("Backups for `ledger-db`") })
    #expect(row.effect.contains("**refuses**"))
    #expect(row.mitigation.contains(voters.id))
    #expect(!row.mitigation.split(separator: ", ").contains { $0 == backup.id })
  }

  @Test func `no backup is not told as what helps`() throws {
    let review = Review(
      try Sample.report(
        """
        dsdesign: 1
        system: {name: S}
        topology: {regions: {r: {zones: [a]}}}
        services: {s: {runs_in: [r/a]}}
        stores: {db: {product: clickhouse, role: source-of-truth, replicas: [r/a]}}
        data: {reading: {store: db, class: telemetry}}
        operations: {take: {service: s, writes: [reading]}}
        """))
    let none = review.decisions.settled + []
    let id = none.first { $0.choice == "no backup" }?.id
    #expect(id != nil)
    #expect(review.failureModes.rows.allSatisfy { row in !row.mitigation.contains(id ?? "?") })
  }

  @Test func `a verdict names the findings, those of its stores too`() throws {
    let rows = Review(try Sample.starter("order-platform")).guarantees.rows
    let verdicts = Dictionary(uniqueKeysWithValues: rows.map { ($0.operation, $0.verdict) })
    #expect(verdicts["`return-goods`"] == "**not met**: F1 and F2")
    #expect(verdicts["`view-orders`"] == "met")
  }

  @Test func `settings that clear something of weight come first`() throws {
    let plan = Review(try Sample.starter("order-platform")).plan
    let first = try #require(plan.milestones.first)
    #expect(first.title == "Stop the bleeding")
    #expect(
      first.steps.contains {
        $0.text
          == "Set `acks` of `events` to `all` (now `1`) and set `min.insync.replicas` of `events` to `2` (now `1`). (F1)"
      })
  }

  @Test func `the ways out of a clash are told once, and a decision that departs says so`() throws {
    let report = try Sample.starter("social-feed")
    let conflict = try #require(Review(report).context.conflicts.first)
    #expect(conflict.text.contains("(a) "))
    #expect(conflict.text.contains("By the stated priorities (a): it keeps availability"))
    #expect(conflict.text.contains("departs from that"))
    #expect(conflict.text.components(separatedBy: "each region writes for itself").count <= 3)
  }

  @Test func `a store whose lock is at fault is no strength`() throws {
    let text = try Sample.markdown(Sample.starter("order-platform"))
    #expect(text.contains("`lock-store-forgets-grants`"))
    #expect(!text.contains("medium severity or more concerns `locks`"))
  }

  /// One store with conditional writes is not moved to consensus for the few that need one order.
  @Test func `a quorum store keeps its way where conditional writes serve`() throws {
    let review = Review(try Sample.starter("social-feed"))
    let replication = review.decisions.settled.first {
      $0.topic == "Replication" && $0.subjects == "`feed-db`"
    }
    #expect(replication?.choice == "leaderless quorums")
    #expect(replication?.status == "in use")
  }

  @Test(arguments: Sample.starters)
  func `as many questions are named as the summary counts`(_ starter: String) throws {
    let review = Review(try Sample.starter(starter))
    let match = try #require(
      review.summary.recommendation.firstMatch(of: /([0-9]+) questions? (?:is|are) open/))
    let count = try #require(Int(match.1))
    #expect(review.questions.items.count >= count)
    #expect(review.summary.recommendation.contains("(Q1 to Q\(count), part 12)"))
  }

  /// Half a page: some 45 lines of 90 characters.
  @Test(arguments: Sample.starters)
  func `the summary is half a page`(_ starter: String) throws {
    let text = try ReviewTests.document(Sample.starter(starter))
    let summary = try #require(text.components(separatedBy: "## 2. Context").first)
    let lines = summary.split(separator: "\n").reduce(0) { $0 + 1 + $1.count / 90 }
    #expect(lines <= 45, "\(lines) lines")
    #expect(summary.split(whereSeparator: \.isWhitespace).count < 380)
  }
}
