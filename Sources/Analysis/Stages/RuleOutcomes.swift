import Expressions
import Knowledge

/// What evaluating conditions left open: facts that are not stated, and what they could decide.
struct OpenQuestions {
  /// What an unknown fact could bring about.
  enum Stake: Hashable {
    case finding(Int)
    case decision(Int)
  }

  /// The unknown field of a kind of record, with every record in which it is open.
  struct Open {
    var facts: [FactReference] = []
    var seen: Set<FactReference> = []
    var stakes: [Stake] = []
    var cases: [Case] = []
    var caseCounts: [Stake: Int] = [:]

    /// So many subjects of one stake tell what an answer can change; a large system has thousands.
    private static let enough = 3

    mutating func add(_ new: Case) {
      guard caseCounts[new.stake, default: 0] < Self.enough else { return }
      caseCounts[new.stake, default: 0] += 1
      cases.append(new)
    }
  }

  /// What hangs on one fact for one subject.
  struct Case {
    let stake: Stake
    let subject: Subject
    let fact: FactReference
  }

  /// Keyed by record type and field, in the order first met.
  private(set) var order: [Key] = []
  private(set) var open: [Key: Open] = [:]

  struct Key: Hashable {
    let type: ObjectIdentifier
    let field: Int
  }

  /// Notes that `stake` hangs on the first of the facts; one question is asked at a time.
  mutating func note(_ unknown: UnknownFacts, stake: Stake, of subject: Subject) {
    guard let fact = unknown.facts.first else { return }
    let key = Key(type: ObjectIdentifier(fact.record.type), field: fact.field)
    if open[key] == nil {
      open[key] = Open()
      order.append(key)
    }
    if open[key]!.seen.insert(fact).inserted { open[key]!.facts.append(fact) }
    if !open[key]!.stakes.contains(stake) { open[key]!.stakes.append(stake) }
    open[key]!.add(Case(stake: stake, subject: subject, fact: fact))
  }
}

extension FactBase {
  /// The rule with the facts that its condition rested on.
  func derivation(_ rule: String, _ program: Program, _ subject: Subject) -> Derivation {
    Derivation(rule: rule, condition: program, subject: subject, facts: self)
  }

  func premise(_ premise: Premise) -> FactPremise {
    FactPremise(
      path: path(of: premise.fact), value: premise.value, origin: origin(of: premise.fact))
  }

  func bind(_ template: TextTemplate, _ subject: Subject) -> BoundText {
    BoundText(template: template, bindings: bindings(subject))
  }
}
