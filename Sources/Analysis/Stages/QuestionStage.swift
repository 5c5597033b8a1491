import Expressions
import Knowledge

/// Turns what evaluation left open into questions, the most telling first.
struct QuestionStage {
  let facts: FactBase
  let knowledge: KnowledgeBase

  func questions(_ open: [OpenQuestions]) -> [Question] {
    let all = open.reduce(into: OpenQuestions()) { $0.add($1) }
    return all.open.map { question($0) }.enumerated().sorted { left, right in
      let a = rank(left.element)
      let b = rank(right.element)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
  }

  /// Most severe finding first, then the number of things that hang on the answer.
  private func rank(_ question: Question) -> Int {
    let severity =
      question.couldReveal.first.map { Severity.allCases.firstIndex(of: $0.severity)! + 1 } ?? 0
    let stakes = question.couldReveal.count + question.couldChange.count
    return severity * 1000 + min(stakes, 9) * 100 + (question.couldChange.isEmpty ? 0 : 50)
  }

  private func question(_ open: OpenQuestions.Open) -> Question {
    let first = open.facts[0]
    var reveals: [FindingRule] = []
    var changes: [DecisionTopic] = []
    for stake in open.stakes {
      switch stake {
      case .finding(let index): reveals.append(knowledge.findings[index])
      case .decision(let index): changes.append(knowledge.decisions[index])
      }
    }
    reveals.sort { $0.severity != $1.severity ? $0.severity > $1.severity : $0.id < $1.id }
    return Question(
      asks: text(of: first, others: open.facts.count - 1), facts: open.facts.map(facts.path(of:)),
      couldReveal: reveals, couldChange: changes)
  }

  /// The knowledge's words for the fact; else the field's own meaning.
  private func text(of fact: FactReference, others: Int) -> String {
    let field = fact.record.type.fields[fact.field]
    let name = "\(fact.record.type.name).\(field.name)"
    let more = others == 0 ? "" : " (and for \(ValueText.grouped(Int64(others))) more)"
    if let question = knowledge.questions.first(where: { $0.fact == name }),
      let subject = subject(holding: fact.record, kind: question.subject)
    {
      return question.asks.render(facts.bindings(subject), format: ValueText.plain) + more
    }
    return "What is \(facts.path(of: fact))? \(field.meaning)" + more
  }

  /// The subject whose record this is, or which has it as a part (`coordination.x.lease`).
  private func subject(holding record: Record, kind: SubjectKind) -> Subject? {
    facts.all(kind).first {
      $0.record === record || record.path.hasPrefix($0.record.path + ".")
    }
  }
}
