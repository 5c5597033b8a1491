import Diagnostics
import Knowledge
import Testing
import YAMLDocument

/// What several files make together.
@Suite struct LoadingTests {
  private func rule(_ id: String) -> String {
    replacing("slow-write", id, in: WrongEntryTests.finding)
  }

  @Test(arguments: [
    ("findings/a.yaml", "findings/b.yaml"), ("findings/a.yaml", "requirements/a.yaml"),
    ("findings/a.yaml", "decisions/a.yaml"),
  ])
  func `an id is given once over all files, and the first place is told`(
    _ first: String, _ second: String
  ) throws {
    let texts = [
      "findings/a.yaml": rule("twice"), "findings/b.yaml": "\n" + rule("twice"),
      "requirements/a.yaml": "\n"
        + replacing("writes-last", "twice", in: WrongEntryTests.requirement),
      "decisions/a.yaml": "\n"
        + replacing("topic: stance", "topic: twice", in: WrongEntryTests.decision),
    ]
    let (_, problems) = load([(first, texts[first]!), (second, texts[second]!)])
    #expect(problems.map(\.message) == ["the id 'twice' is taken"])
    let problem = try #require(problems.first)
    #expect(problem.location?.file.name == second)
    #expect(problem.location?.start.line == 2)
    let note = try #require(problem.notes.first?.location)
    #expect(note.file.name == first)
    #expect(note.start.line == 1)
  }

  @Test func `an id twice in one file is an error too, a near one is not`() {
    let twice = load([("findings/a.yaml", rule("one") + "\n" + rule("one"))])
    #expect(twice.1.map(\.message) == ["the id 'one' is taken"])
    let near = load([("findings/a.yaml", rule("one") + "\n" + rule("one-more"))])
    #expect(near.1.isEmpty)
    #expect(near.0.findings.map(\.id) == ["one", "one-more"])
  }

  @Test func `a file laid over others adds entries and may use what they define`() {
    let over = """
      - id: overlay
        category: house-rule
        severity: low
        for: store
        when: store.nodes > 1
        message: "{store.name}"
        why: So it is.
        instead: Else.
        sources: [{cite: abadi12}, {cite: house}]
        examples: {caught: [{a: 1}], allowed: [{a: 2}]}
      """
    let files = [
      ("findings/a.yaml", rule("one")), ("findings/over.yaml", over),
      ("more/citations.yaml", "house: {title: House rules, short: House}"),
      ("more/categories.yaml", "house-rule: Of this house."),
    ]
    let (base, problems) = load(files)
    #expect(problems.map(summary) == [])
    #expect(base.findings.map(\.id) == ["one", "overlay"])
    #expect(base.files.map(\.ids) == [["one"], ["overlay"]])
    #expect(base.citations["house"]?.text == "House rules")
    #expect(base.citations["raft14"]?.text == "D. Ongaro, Raft, ATC, 2014")
    #expect(base.categories.map(\.id) == ["retry-storm", "stale-read", "house-rule"])
  }

  @Test func `every file's problems are told in one run`() {
    let wrong = replacing("cite: raft14", "cite: nobody", in: rule("one"))
    let (_, problems) = load([("findings/a.yaml", wrong), ("findings/b.yaml", "{")])
    #expect(
      Set(problems.compactMap { $0.location?.file.name }) == ["findings/a.yaml", "findings/b.yaml"])
  }

  @Test func `products are found by their name in the catalogue`() {
    let (base, _) = load([("products/a.yaml", WrongEntryTests.product)])
    #expect(base.product(named: "box")?.name == "Box")
    #expect(base.product(named: "Box") == nil)
  }

  @Test func `a checked file loads from its compact form as it does from its text`() throws {
    for (path, text) in WrongEntryTests.files {
      let file = SourceFile(name: path, text: text)
      let root = try #require(YAMLComposer.compose(file).root)
      let own = shared.map {
        KnowledgeSource(path: $0.path, file: SourceFile(name: $0.path, text: $0.text))
      }
      let (base, problems) = KnowledgeBase.load(
        own + [KnowledgeSource(path: path, file: file, compact: root.compact)], schema: facts)
      #expect(problems.map(summary) == [])
      let checked = load([(path, text)]).0
      #expect(base.findings.map(\.when.source) == checked.findings.map(\.when.source))
      #expect(base.findings.map(\.message.source) == checked.findings.map(\.message.source))
      #expect(base.decisions.map(\.asks.source) == checked.decisions.map(\.asks.source))
      #expect(base.requirements.map(\.requires) == checked.requirements.map(\.requires))
      #expect(base.products.map(\.settings.count) == checked.products.map(\.settings.count))
      #expect(base.files.map(\.ids) == checked.files.map(\.ids))
    }
  }
}
