import Testing

@testable import Analysis

/// Misconfigurations that are known to have hurt: each is caught, its corrected twin is not.
@Suite struct MisconfigurationTests {
  /// A section of `Tests/Fixtures/products/misconfigurations.txt`.
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let rule: String
    let wrong: String
    let right: String
    var testDescription: String { "\(id) \(rule)" }
  }

  static let cases: [Case] = {
    let text = (try? ProductFixtures.text("misconfigurations.txt")) ?? ""
    return text.split(separator: "\n## ").dropFirst().compactMap { section in
      let parts = section.split(separator: "\n", maxSplits: 1)
      let head = parts[0].split(separator: " ").map(String.init)
      guard parts.count == 2, head.count == 2 else { return nil }
      let halves = parts[1].split(separator: "\n----\n").map(String.init)
      guard halves.count == 2 else { return nil }
      return Case(id: head[0], rule: head[1], wrong: halves[0], right: halves[1])
    }
  }()

  @Test(arguments: cases)
  func `it is caught, and its corrected twin is not`(_ pair: Case) throws {
    let wrong = try analyze(pair.wrong, with: ProjectKnowledge.base)
    let right = try analyze(pair.right, with: ProjectKnowledge.base)
    #expect(wrong.findings.map(\.rule.id).contains(pair.rule))
    #expect(!right.findings.map(\.rule.id).contains(pair.rule))
  }

  @Test func `all seventy are there`() {
    let wanted = (1...70).map { "M\($0 < 10 ? "0" : "")\($0)" }
    #expect(Set(Self.cases.map(\.id)).sorted() == wanted)
  }

  /// What is advised is tried again on the description itself.
  @Test(arguments: [
    ("M01", "w", "majority"), ("M02", "readConcern", "linearizable"), ("M11", "acks", "all"),
    ("M12", "min.insync.replicas", "2"), ("M14", "unclean.leader.election.enable", "false"),
    ("M27", "serializable", "false"), ("M28", "consistency", "consistent"),
    ("M29", "synchronous_standby_names", "ANY 1 (s1, s2)"), ("M36", "sync_interval", "always"),
    ("M39", "appendonly", "yes"), ("M57", "cp-member-count", "3"),
    ("M58", "commit-to-device", "true"), ("M68", "watchdog.mode", "required"),
  ])
  func `the setting to change is named, with its value`(_ wanted: (String, String, String)) throws {
    let pair = try #require(Self.cases.first { $0.id == wanted.0 })
    let analysis = try analyze(pair.wrong, with: ProjectKnowledge.base)
    let finding = try #require(analysis.findings.first { $0.rule.id == pair.rule })
    let remedy = try #require(finding.remedy)
    #expect(remedy.changes.map { [$0.setting, $0.to] } == [[wanted.1, wanted.2]])
    #expect(remedy.changes.allSatisfy { $0.cost != nil })
  }
}
