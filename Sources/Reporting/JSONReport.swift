import Analysis
import Diagnostics
import Evidence
import Expressions
import JSONDocument
import Knowledge

/// The report as the JSON contract, version 1 (`dsdesign schema --report`).
public struct JSONReport {
  private let analysis: Analysis
  private let comparison: BaselineJSON?
  private let evidence: EvidenceReport

  /// A renderer for `report`.
  ///
  /// - Parameter comparison: What it was held against, if anything.
  public init(_ report: Report, comparison: BaselineJSON? = nil) {
    analysis = report.analysis
    evidence = report.evidence
    self.comparison = comparison
  }

  private var evidenceJSON: EvidenceJSON { EvidenceJSON(file: analysis.facts.file.name) }

  /// The document, pretty-printed, with a newline at its end.
  ///
  /// Items of long lists are written one by one, so that no tree of the whole is ever in memory.
  public func text() -> String {
    var text = "{\n  \"dsdesign\": 1"
    func add(_ key: String, _ value: JSONValue) {
      text += ",\n  \"\(key)\": "
      JSONWriter.write(value, into: &text)
    }
    func addAll<Items: Sequence>(
      _ key: String, _ items: Items, _ convert: (Items.Element) -> JSONValue
    ) {
      text += ",\n  \"\(key)\": ["
      var isFirst = true
      for item in items {
        text += isFirst ? "\n    " : ",\n    "
        isFirst = false
        JSONWriter.write(convert(item), into: &text)
      }
      text += isFirst ? "]" : "\n  ]"
    }
    add("system", system)
    addAll("assumptions", analysis.assumptions, assumption)
    addAll("operations", analysis.operations.enumerated()) { operation($0.offset, $0.element) }
    addAll("decisions", analysis.decisions, decision)
    if let comparison { add("baseline", comparison.value(analysis.findings)) }
    addAll("findings", analysis.findings, finding)
    addAll("questions", analysis.questions, question)
    let clashes = analysis.clashes.map(NumbersJSON(analysis: analysis).clash)
    addAll("conflicts", clashes + analysis.ruleConflicts.map(conflict)) { $0 }
    addAll("steps", analysis.steps, step)
    addAll(
      "next_steps",
      NextSteps(report: Report(analysis), text: \.sentence, plain: { $0 }, name: { $0 }).steps
    ) { .string($0) }
    add("numbers", NumbersJSON(analysis: analysis).system)
    addAll("evidence", evidence.comparisons) { evidenceJSON.comparison($0) }
    add("evidence_left_out", texts(evidence.leftOut))
    return text + "\n}\n"
  }

  private var system: JSONValue {
    [
      "name": .string(analysis.description.system.value.name.value),
      "file": .string(analysis.facts.file.name),
      "stage": text(analysis.description.system.value.stage?.value.rawValue),
      "seed": .int(Int64(clamping: analysis.options.seed)),
    ]
  }

  private func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  private func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private func assumption(_ assumption: Assumption) -> JSONValue {
    [
      "facts": texts(assumption.facts), "value": .string(assumption.value),
      "meaning": .string(assumption.meaning), "used_by": texts(assumption.usedBy),
    ]
  }

  private func operation(_ index: Int, _ operation: OperationAnalysis) -> JSONValue {
    let needs = operation.needs
    var consistency: JSONObject = [:]
    consistency["required"] = texts(needs.consistency.map(\.id) + needs.session.map(\.id))
    if let stated = needs.because.first(where: { $0.rule == nil && $0.isConsistency }) {
      consistency["stated"] = text(stated.derivation.premises.first?.valueText)
    }
    consistency["scope"] = text(needs.scope?.rawValue)
    consistency["provided"] = operation.provided.map(texts) ?? .null
    consistency["satisfied"] = operation.provided == nil ? .null : .bool(operation.missing.isEmpty)
    consistency["missing"] = texts(operation.missing)
    if let violation = operation.violation {
      consistency["violation"] = [
        "anomaly": .string(violation.anomaly), "code": .string(violation.code),
        "history": texts(violation.history.map(ValueText.unmarked)),
      ]
    }
    consistency["excess"] = .array(
      operation.excess.map { ["model": .string($0.model), "cost": .string($0.cost)] })
    consistency["because"] = .array(needs.because.map(because))
    var latency: JSONObject = [:]
    latency["floor_ms"] = operation.floor.map { .double($0 / .milliseconds(1)) } ?? .null
    if let budget = operation.budget { latency["budget_ms"] = .double(budget / .milliseconds(1)) }
    let numbers = NumbersJSON(analysis: analysis)
    numbers.addLatency(
      index, operation.budget.map { $0 / .milliseconds(1) }, to: &latency)
    var object: JSONObject = [:]
    object["name"] = .string(operation.subject.name)
    object["cap"] = .string(cap(needs))
    object["pacelc"] = .string(pacelc(operation))
    object["consistency"] = .object(consistency)
    object["needs"] = [
      "atomicity": .bool(needs.atomicity), "durability": .bool(needs.durability),
      "ordering": .string(needs.ordering), "exactly_once": .bool(needs.exactlyOnce),
      "convergence": .bool(needs.convergence),
    ]
    object["latency"] = .object(latency)
    numbers.add(index, to: &object)
    object["location"] = location(
      SourceLocation(file: analysis.facts.file, span: operation.subject.span))
    return .object(object)
  }

  private func cap(_ needs: Needs) -> String {
    switch needs.partition {
    case .refuse: "CP"
    case .continue: "AP"
    case .either: "either"
    }
  }

  /// PC or PA by the stance, EC when some needed model costs coordination without a partition too.
  private func pacelc(_ operation: OperationAnalysis) -> String {
    let partition =
      operation.needs.partition == .continue
      ? "PA" : operation.needs.partition == .refuse ? "PC" : "P-"
    return "\(partition)/\(operation.needs.needsCoordination ? "EC" : "EL")"
  }

  private func because(_ requirement: Requirement) -> JSONValue {
    [
      "rule": .string(requirement.rule?.id ?? "stated"),
      "text": text(requirement.why?.text),
      "premises": premises(requirement.derivation),
      "sources": sources(requirement.rule?.sources ?? []),
    ]
  }

  private func premises(_ derivation: Derivation) -> JSONValue {
    .array(
      derivation.premises.map { premise in
        var object: JSONObject = [:]
        object["fact"] = .string(premise.path)
        object["value"] = .string(premise.valueText)
        switch premise.origin {
        case .stated(let span):
          object["origin"] = "stated"
          object["location"] = location(SourceLocation(file: analysis.facts.file, span: span))
        case .assumed: object["origin"] = "assumed"
        case .computed: object["origin"] = "computed"
        case .unknown: object["origin"] = "unknown"
        }
        return .object(object)
      })
  }

  private func sources(_ sources: [Source]) -> JSONValue {
    .array(sources.map { ["cite": .string($0.cite), "at": text($0.at)] })
  }

  private func location(_ location: SourceLocation) -> JSONValue {
    let start = location.start
    let end = location.end
    return [
      "file": .string(location.file.name), "line": .int(Int64(start.line)),
      "column": .int(Int64(start.column)), "end_line": .int(Int64(end.line)),
      "end_column": .int(Int64(end.column)),
    ]
  }

  private func decision(_ decision: Decision) -> JSONValue {
    let bindings = analysis.facts.bindings(decision.subject)
    func arguments(_ list: Considerations, _ held: [Int]) -> [JSONValue] {
      held.map { index in
        [
          "rule": .string(decision.topic.id),
          "text": .string(list[index].why.render(bindings, format: ValueText.plain)),
          "sources": sources(list[index].sources),
        ]
      }
    }
    let chosen = decision.verdicts[decision.choice]
    let rejected = decision.topic.options.indices.filter { $0 != decision.choice }.map {
      index -> JSONValue in
      let option = decision.topic.options[index]
      let verdict = decision.verdicts[index]
      let against =
        arguments(option.excluded, verdict.excluded) + arguments(option.opposed, verdict.opposed)
      return [
        "option": .string(option.id), "excluded": .bool(!verdict.excluded.isEmpty),
        "score": .int(Int64(verdict.score)), "because": .array(against),
      ]
    }
    return [
      "migration": decision.migration.map(migration) ?? .null,
      "saga": decision.saga.map(saga) ?? .null,
      "topic": .string(decision.topic.id), "subject": .string(decision.subject.name),
      "choice": .string(decision.option.id),
      "current": text(decision.current.map { decision.topic.options[$0].id }),
      "confidence": .string(decision.confidence.rawValue),
      "because": .array(arguments(decision.option.supported, chosen.supported)),
      "against": .array(arguments(decision.option.opposed, chosen.opposed)),
      "rejected": .array(rejected), "evidence": .array(evidenceRefs(decision)),
      "revisit_when": texts(
        decision.option.revisit.map { $0.render(bindings, format: ValueText.plain) }),
    ]
  }

  /// The place of the decision's comparison in the top-level list.
  private func evidenceRefs(_ decision: Decision) -> [JSONValue] {
    let index = evidence.comparisons.firstIndex {
      $0.topic == decision.topic.id && $0.subject == decision.subject.name
    }
    guard let index else { return [] }
    let comparison = evidence.comparisons[index]
    return [
      [
        "scenario": .string(comparison.scenario), "verdict": .string(comparison.verdict),
        "comparison": JSONValue(index),
      ]
    ]
  }

  private func migration(_ migration: Migration) -> JSONValue {
    [
      "steps": .array(
        migration.steps.map {
          ["milestone": .string($0.milestone.id), "do": .string($0.words.text)]
        }), "back": .string(migration.back.text),
    ]
  }

  private func saga(_ plan: SagaPlan) -> JSONValue {
    [
      "steps": .array(
        plan.steps.map { step in
          [
            "do": .string(step.name), "role": .string(step.role.rawValue),
            "at": texts(step.participants), "undo": text(step.undo),
            "when_refused": texts(step.undos),
          ]
        }),
      "pivot": text(plan.pivot.map { plan.steps[$0].name }),
      "keeps_order": .bool(plan.keepsOrder), "gaps": .array(plan.gaps.map(gap)),
      "countermeasures": .array(
        plan.countermeasures.map { measure, words in
          [
            "id": .string(measure.id), "do": .string(words.text),
            "sources": sources(measure.sources),
          ]
        }),
    ]
  }

  private func gap(_ gap: SagaPlan.Gap) -> JSONValue {
    switch gap {
    case .noUndo(let step, _): ["kind": "no-undo", "step": .string(step)]
    case .unreliableUndo(let step, _): ["kind": "unreliable-undo", "step": .string(step)]
    case .refusableAfterPivot(let step, _):
      ["kind": "refusable-after-pivot", "step": .string(step)]
    case .perhapsRefusableAfterPivot(let step, _):
      ["kind": "perhaps-refusable-after-pivot", "step": .string(step)]
    case .notIdempotent(let step, _): ["kind": "not-idempotent", "step": .string(step)]
    }
  }

  private func answer(_ answer: Question.Answer) -> JSONValue {
    [
      "values": texts(answer.values), "reveals": texts(answer.reveals.map(\.id)),
      "leaves_open": texts(answer.leavesOpen.map(\.id)),
      "changes": .array(
        answer.changes.map { topic, option in
          ["topic": .string(topic.id), "option": .string(option.id)]
        }),
    ]
  }

  private func finding(_ finding: Finding) -> JSONValue {
    var object: JSONObject = [:]
    object["rule"] = .string(finding.rule.id)
    object["fingerprint"] = .string(finding.fingerprint)
    object["category"] = .string(finding.rule.category)
    object["severity"] = .string(finding.rule.severity.rawValue)
    object["subject"] = .string(finding.subject.name)
    object["kind"] = .string(finding.subject.kind.rawValue)
    object["message"] = .string(finding.message.text)
    object["why"] = .string(finding.why.text)
    object["instead"] = .string(finding.instead.text)
    if let remedy = finding.remedy { object["remedy"] = self.remedy(remedy) }
    object["location"] = location(finding.location)
    object["premises"] = premises(finding.derivation)
    object["sources"] = sources(finding.rule.sources)
    if let example = evidence.counterexample(
      rule: finding.rule.id, subject: finding.subject.name)
    {
      object["counterexample"] = evidenceJSON.counterexample(example)
    }
    if let accepted = finding.accepted {
      object["accepted"] = [
        "because": text(accepted.because), "until": text(accepted.until),
        "expired": .bool(accepted.isExpired),
      ]
    }
    return .object(object)
  }

  private func remedy(_ remedy: Remedy) -> JSONValue {
    func changes(_ changes: [SettingChange]) -> JSONValue {
      .array(
        changes.map { change in
          [
            "store": .string(change.store), "setting": .string(change.setting),
            "from": .string(change.from), "is_default": .bool(change.isDefault),
            "to": .string(change.to), "cost": text(change.cost), "sources": sources(change.sources),
          ]
        })
    }
    return [
      "changes": changes(remedy.changes),
      "alternatives": .array(remedy.alternatives.map(changes)),
      "uncovers": texts(remedy.uncovers.map(\.id)),
      "products": .array(
        remedy.products.map { advice in
          [
            "product": .string(advice.id), "name": .string(advice.name),
            "settings": .array(
              advice.settings.map { ["setting": .string($0.name), "value": .string($0.value)] }),
            "because": texts(advice.reasons),
          ]
        }),
    ]
  }

  private func question(_ question: Question) -> JSONValue {
    [
      "asks": .string(question.asks), "facts": texts(question.facts),
      "could_reveal": .array(
        question.couldReveal.map {
          ["rule": .string($0.id), "severity": .string($0.severity.rawValue)]
        }),
      "could_change": texts(question.couldChange.map(\.id)),
      "answers": .array(question.answers.map(answer)),
    ]
  }

  private func conflict(_ conflict: Conflict) -> JSONValue {
    [
      "subject": .string(analysis.findings[conflict.finding].subject.name),
      "requirements": texts(conflict.requirements), "because": .string(conflict.because.text),
      "relaxations": .array(
        conflict.relaxations.map { ["to": .string($0.text.text), "favours": .string($0.favours)] }),
      "settled": conflict.settled.map { .int(Int64($0)) } ?? .null,
      "settled_by": text(conflict.settledBy),
    ]
  }

  private func step(_ step: PlannedStep) -> JSONValue {
    [
      "milestone": .string(step.milestone.id), "do": .string(step.text),
      "subjects": texts(step.subjects), "because": texts(step.because),
      "severity": text(step.severity?.rawValue), "exit": .string(step.milestone.exit),
    ]
  }
}

extension Requirement {
  var isConsistency: Bool { if case .consistency = need { true } else { false } }
}
