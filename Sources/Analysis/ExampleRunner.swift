public import Diagnostics
import Expressions
public import Knowledge
import SystemModel
import YAMLDocument

/// Runs the examples that stand in rule files.
///
/// A `caught` description must raise exactly its rule among the rules of its file, an `allowed` one
/// must not raise it; a decision's example must choose what it says, and one of a checklist item
/// must show the answer it says.
public struct ExampleRunner {
  private let knowledge: KnowledgeBase

  /// A runner for knowledge that loaded without errors.
  public init(knowledge: KnowledgeBase) { self.knowledge = knowledge }

  /// What came of a run.
  public struct Outcome: Sendable {
    /// Examples that came out as they should.
    public var passed = 0
    /// What did not come out as it should.
    public var failures: [Diagnostic] = []
  }

  /// Runs the examples of the files that `isWanted` picks by path.
  public func run(only isWanted: (String) -> Bool = { _ in true }) -> Outcome {
    var outcome = Outcome()
    for file in knowledge.files where isWanted(file.path) {
      let ids = Set(file.ids)
      for rule in knowledge.findings where ids.contains(rule.id) { run(rule, ids, &outcome) }
      for rule in knowledge.requirements where ids.contains(rule.id) { run(rule, &outcome) }
      for topic in knowledge.decisions where ids.contains(topic.id) { run(topic, &outcome) }
      for item in knowledge.checklist where ids.contains(item.id) { run(item, &outcome) }
    }
    return outcome
  }

  private func run(_ rule: FindingRule, _ neighbours: Set<String>, _ outcome: inout Outcome) {
    for (node, mustRaise) in rule.examples.caught.map({ ($0, true) })
      + rule.examples.allowed.map({ ($0, false) })
    {
      guard let analysis = analyze(node, rule.examples.file!, rule.id, &outcome) else { continue }
      let raised = Set(analysis.findings.map(\.rule.id)).intersection(neighbours)
      if mustRaise, raised != [rule.id] {
        let others = raised.subtracting([rule.id]).sorted()
        var what = raised.contains(rule.id) ? "" : "does not raise '\(rule.id)'"
        if !others.isEmpty {
          what +=
            (what.isEmpty ? "" : " and ") + "raises "
            + others.map { "'\($0)'" }.joined(separator: ", ") + " too"
        }
        fail(
          "this example of '\(rule.id)' \(what)", node, rule.examples.file!, &outcome,
          unknown(rule, analysis))
      } else if !mustRaise, raised.contains(rule.id) {
        fail("this example must not raise '\(rule.id)'", node, rule.examples.file!, &outcome)
      } else {
        outcome.passed += 1
      }
    }
  }

  /// Helps the writer of a rule that stays silent because a fact is unknown.
  private func unknown(_ rule: FindingRule, _ analysis: Analysis) -> String? {
    let open = analysis.questions.filter { $0.couldReveal.contains { $0.id == rule.id } }.flatMap(
      \.facts)
    return open.isEmpty
      ? nil : "not stated, and the rule waits for it: " + open.sorted().joined(separator: ", ")
  }

  private func run(_ rule: RequirementRule, _ outcome: inout Outcome) {
    for (node, mustFire) in rule.examples.caught.map({ ($0, true) })
      + rule.examples.allowed.map({ ($0, false) })
    {
      guard let analysis = analyze(node, rule.examples.file!, rule.id, &outcome) else { continue }
      let needs = analysis.operations.map(\.needs) + analysis.dataNeeds
      let fired = needs.contains { $0.because.contains { $0.rule?.id == rule.id } }
      if fired == mustFire {
        outcome.passed += 1
      } else {
        fail(
          mustFire
            ? "this example does not fire '\(rule.id)'" : "this example must not fire '\(rule.id)'",
          node, rule.examples.file!, &outcome)
      }
    }
  }

  private func run(_ topic: DecisionTopic, _ outcome: inout Outcome) {
    for example in topic.examples {
      guard let analysis = analyze(example.system, example.file, topic.id, &outcome) else {
        continue
      }
      for (subject, option) in example.chooses {
        let decision = analysis.decisions.first {
          $0.topic.id == topic.id && $0.subject.name == subject
        }
        if decision?.option.id == option {
          outcome.passed += 1
        } else {
          let chosen =
            decision.map { "chooses '\($0.option.id)' (scores: \(scores($0)))" } ?? "is not asked"
          fail(
            "'\(topic.id)' of '\(subject)' \(chosen), not \(option.map { "'\($0)'" } ?? "left out")",
            example.system, example.file, &outcome)
        }
      }
    }
  }

  private func run(_ item: ChecklistItem, _ outcome: inout Outcome) {
    for example in item.examples {
      guard let analysis = analyze(example.system, example.file, item.id, &outcome) else {
        continue
      }
      let prepared = ChecklistStage(analysis: analysis).prepare(item)
      guard prepared.answer != example.answer else {
        outcome.passed += 1
        continue
      }
      let reasons = prepared.evidence.map { "\($0.answer.rawValue): \($0.text.text)" }
      let open = prepared.unsaid.flatMap(\.paths).map { "not stated: \($0)" }
      fail(
        "the description shows '\(prepared.answer?.rawValue ?? "unknown")' for '\(item.id)', not '\(example.answer?.rawValue ?? "unknown")'",
        example.system, example.file, &outcome, (reasons + open).joined(separator: "; "))
    }
  }

  private func scores(_ decision: Decision) -> String {
    decision.verdicts.map { verdict in
      let id = decision.topic.options[verdict.option].id
      return verdict.excluded.isEmpty ? "\(id) \(verdict.score)" : "\(id) excluded"
    }.joined(separator: ", ")
  }

  private func analyze(
    _ node: YAMLNode, _ file: SourceFile, _ id: String, _ outcome: inout Outcome
  ) -> Analysis? {
    let (description, diagnostics) = SystemDescription.decode(Self.completed(node), in: file)
    guard let description else {
      outcome.failures += diagnostics
      return nil
    }
    return Analyzer(knowledge: knowledge).analyze(description, in: file)
  }

  private func fail(
    _ message: String, _ node: YAMLNode, _ file: SourceFile, _ outcome: inout Outcome,
    _ help: String? = nil
  ) {
    outcome.failures.append(
      Diagnostic(.error, message, at: SourceLocation(file: file, span: node.span), help: help))
  }

  /// Adds what every description has and no example needs to repeat.
  static func completed(_ node: YAMLNode) -> YAMLNode {
    guard case .mapping(var pairs) = node.content else { return node }
    func add(_ key: String, _ value: YAMLNode.Content) {
      guard node[key] == nil else { return }
      pairs.append(
        YAMLPair(
          key: YAMLNode(content: .scalar(key, .plain), span: node.span),
          value: YAMLNode(content: value, span: node.span)))
    }
    func text(_ text: String) -> YAMLNode {
      YAMLNode(content: .scalar(text, .plain), span: node.span)
    }
    add("dsdesign", .scalar("1", .plain))
    add("system", .mapping([YAMLPair(key: text("name"), value: text("example"))]))
    add(
      "operations",
      .mapping([
        YAMLPair(key: text("idle"), value: YAMLNode(content: .mapping([]), span: node.span))
      ]))
    return YAMLNode(content: .mapping(pairs), span: node.span)
  }
}
