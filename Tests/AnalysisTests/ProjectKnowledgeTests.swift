import Diagnostics
import Knowledge
import Testing
import YAMLDocument

@testable import Analysis

/// The knowledge of the project itself.
@Suite struct ProjectKnowledgeTests {
  private let renderer = DiagnosticRenderer(color: false)

  @Test func `it loads without any problem`() {
    #expect(ProjectKnowledge.files.count > 100)
    #expect(ProjectKnowledge.checked.1.map { renderer.render($0) } == [])
  }

  @Test func `every example in it comes out as it says`() {
    let outcome = ExampleRunner(knowledge: ProjectKnowledge.base).run()
    #expect(outcome.failures.map { renderer.render($0) } == [])
    #expect(outcome.passed > 1000)
  }

  @Test func `every category has a rule`() {
    let used = Set(ProjectKnowledge.base.findings.map(\.category))
    #expect(ProjectKnowledge.base.categories.map(\.id).filter { !used.contains($0) } == [])
  }

  @Test func `every finding rule has two examples of each kind, sources, and a known milestone`() {
    let milestones = Set(ProjectKnowledge.base.milestones.map(\.id))
    for rule in ProjectKnowledge.base.findings {
      #expect(rule.examples.caught.count >= 2, "\(rule.id)")
      #expect(rule.examples.allowed.count >= 2, "\(rule.id)")
      #expect(!rule.sources.isEmpty, "\(rule.id)")
      #expect(rule.milestone.map(milestones.contains) ?? true, "\(rule.id)")
    }
  }

  @Test func `every conflict tells between what it is, and more than one way out`() {
    for rule in ProjectKnowledge.base.findings {
      guard let conflict = rule.conflict else { continue }
      #expect(!conflict.between.isEmpty, "\(rule.id)")
      #expect(conflict.relaxations.count >= 2, "\(rule.id)")
    }
  }

  @Test func `it loads from its compact form as it does from its text`() throws {
    let sources = try ProjectKnowledge.files.map { path, file in
      let root = try #require(YAMLComposer.compose(file).root)
      return KnowledgeSource(path: path, file: file, compact: root.compact)
    }
    let (trusted, problems) = KnowledgeBase.load(sources, schema: FactTypes.schema)
    #expect(problems.isEmpty)
    #expect(Self.texts(trusted) == Self.texts(ProjectKnowledge.base))
    #expect(trusted.defaults.keys.sorted() == ProjectKnowledge.base.defaults.keys.sorted())
    #expect(trusted.citations.keys.sorted() == ProjectKnowledge.base.citations.keys.sorted())
  }

  /// Ids, conditions and texts of everything, in order.
  private static func texts(_ base: KnowledgeBase) -> [String] {
    var texts = base.requirements.flatMap {
      [$0.id, $0.when.source, "\($0.requires)", $0.why.source]
    }
    for rule in base.findings {
      texts += [rule.id, rule.title, rule.category, rule.severity.rawValue, rule.when.source]
      texts += [rule.message.source, rule.why.source, rule.instead.source]
      texts += rule.points + rule.sources.map { "\($0)" }
    }
    for topic in base.decisions {
      texts += [topic.id, topic.when?.source ?? "", topic.asks.source, topic.current?.source ?? ""]
      for option in topic.options {
        texts += [option.id, option.summary.source] + option.costs.map(\.source)
        texts += [option.excluded, option.supported, option.opposed].joined().flatMap {
          [$0.when.source, $0.why.source, $0.strength.name]
        }
        texts += option.steps.map(\.text.source)
      }
    }
    for product in base.products {
      texts += [product.id] + product.settings.flatMap(\.names)
      texts += product.profiles.flatMap { profile in
        [profile.when?.source ?? ""] + profile.set.map { "\($0.fact) \($0.value.source)" }
      }
    }
    return texts + base.questions.map(\.asks.source) + base.milestones.map(\.exit)
  }
}
