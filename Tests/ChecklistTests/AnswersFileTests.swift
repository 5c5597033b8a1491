import Analysis
import Diagnostics
import Knowledge
import SystemModel
import Testing
import YAMLDocument

@testable import Checklist

@Suite struct AnswersFileTests {
  private static let written = """
    # ours
    dsdesign_checklist: 1
    team: {chat: "#orders"}   # a key of our own
    answers:
      # asked on Monday
      leader:
        answer: no   # for now
        ticket: OPS-7
        owner: Ada
      shards: {answer: n/a, due: 2026-12-31}
      old-item: {answer: yes}
    rests_on:
      leader:
        stores.db.failover.fencing: none
      shards: 500 facts, fingerprint 0123456789abcdef

    """

  @Test func `it is read as people write it`() throws {
    let given = try answers(Self.written).answers
    #expect(given["leader"]?.answer == .no)
    #expect(given["leader"]?.owner == "Ada")
    #expect(
      given["leader"]?.basis
        == .facts([FactValue(path: "stores.db.failover.fencing", value: "none")]))
    #expect(given["shards"]?.answer == .notApplicable)
    #expect(given["shards"]?.due == CalendarDate("2026-12-31"))
    #expect(given["shards"]?.basis == .fingerprint("500 facts, fingerprint 0123456789abcdef"))
  }

  @Test func `changes touch what they are about and nothing else`() throws {
    var file = try answers(Self.written)
    let facts = AnswerBasis([FactValue(path: "stores.db.failover.fencing", value: "token")])
    let changes: [AnswerChange] = [
      .answer(item: "leader", .partly, on: CalendarDate("2026-11-24"), facts),
      .note(item: "leader", "see: the \"plan\""), .owner(item: "leader", nil),
      .due(item: "shards", CalendarDate("2027-01-31")), .takeBack(item: "shards"),
      .answer(item: "never", .yes, on: nil, AnswerBasis([])),
    ]
    for change in changes { file = try answers(file.text(after: change, name: "a.yaml")) }
    let text = String(decoding: try #require(file.file).bytes, as: UTF8.self)
    #expect(
      text == """
        # ours
        dsdesign_checklist: 1
        team: {chat: "#orders"}   # a key of our own
        answers:
          # asked on Monday
          leader:
            answer: partly   # for now
            ticket: OPS-7
            answered: 2026-11-24
            note: "see: the \\"plan\\""
          shards: {due: 2027-01-31}
          old-item: {answer: yes}
          never:
            answer: yes
        rests_on:
          leader:
            stores.db.failover.fencing: token
          never: {}

        """)
  }

  @Test func `a file is made with the first answer and says what it is`() throws {
    let text = try AnswersFile().text(
      after: .note(item: "leader", "first"), name: "design.checklist.yaml")
    #expect(text.hasPrefix("# Answers to the failure-resilience checklist"))
    #expect(text.hasSuffix("dsdesign_checklist: 1\nanswers:\n  leader:\n    note: first\n"))
    #expect(try answers(text).answers["leader"]?.note == "first")
  }

  @Test(arguments: [
    ("- a\n", "1:1 an answers file is a map, not a list"),
    ("answers: {}\n", "1:1 this is no answers file: it has no 'dsdesign_checklist'"),
    ("dsdesign_checklist: 2\n", "1:21 this version of answers files is not known"),
    ("dsdesign_checklist: 1\nanswers: [a]\n", "2:10 'answers' is a map, not a list"),
    (
      "dsdesign_checklist: 1\nanswers: {leader: maybe}\n",
      "2:19 the answer to 'leader' is a map, not text"
    ),
    (
      "dsdesign_checklist: 1\nanswers: {leader: {answer: maybe}}\n", "2:28 'maybe' is no answer"
    ),
    ("dsdesign_checklist: 1\nanswers: {leader: {due: 31.12.}}\n", "2:25 '31.12.' is no date"),
    (
      "dsdesign_checklist: 1\nanswers: {leader: {note: [a]}}\n", "2:26 a note is a text, not a list"
    ),
    (
      "dsdesign_checklist: 1\nanswers: {leader: {answer: yes}, leader: {}}\n",
      "2:34 duplicate key 'leader'"
    ),
  ])
  func `what is wrong is told at its place`(text: String, wanted: String) {
    let (file, problems) = AnswersFile.read(SourceFile(name: "a.yaml", text: text), items: ids)
    #expect(file == nil)
    #expect(problems.map(summary) == [wanted])
  }

  @Test func `what nearly counts is warned of and kept`() throws {
    let text =
      "dsdesign_checklist: 1\nanswers:\n  leder: {answer: yes}\n  leader: {ower: Ada, link: x}\n"
    let (file, problems) = AnswersFile.read(SourceFile(name: "a.yaml", text: text), items: ids)
    #expect(file != nil)
    #expect(
      problems.map(summary) == [
        "3:3 the checklist has no item 'leder'; the answer is kept and not counted",
        "4:12 'ower' is kept and not read",
      ])
    #expect(problems.map(\.help) == ["did you mean 'leader'?", "did you mean 'owner'?"])
  }

  @Test func `a text that cannot take the change is left alone`() throws {
    let text =
      "dsdesign_checklist: 1\nanswers:\n  leader: &same {answer: yes}\n  shards: *same\n"
    let file = try answers(text)
    #expect(throws: YAMLEdit.Obstacle.self) {
      try file.text(after: .owner(item: "shards", "Ada"), name: "a.yaml")
    }
  }

  @Test(arguments: [
    ("design.yaml", "design.checklist.yaml"), ("a/b.yml", "a/b.checklist.yaml"),
    ("design", "design.checklist.yaml"),
  ])
  func `answers stand beside the description`(description: String, wanted: String) {
    #expect(AnswersFile.path(besides: description) == wanted)
  }

  private func summary(_ diagnostic: Diagnostic) -> String {
    let start = diagnostic.location?.start
    return "\(start?.line ?? 0):\(start?.column ?? 0) \(diagnostic.message)"
  }
}
