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
    private(set) var facts: [FactReference] = []
    private(set) var stakes: [Stake] = []
    private(set) var cases: [Case] = []
    private var seen: Set<ObjectIdentifier> = []
    private var caseCounts: [Stake: Int] = [:]

    /// So many subjects of one stake tell what an answer can change; a large system has thousands.
    private static let enough = 3

    mutating func add(_ new: Case) {
      guard caseCounts[new.stake, default: 0] < Self.enough else { return }
      caseCounts[new.stake, default: 0] += 1
      cases.append(new)
    }

    mutating func add(_ fact: FactReference) {
      // Subjects come one after the other: mostly it is the last fact again, or a new one.
      if let last = facts.last, last.record === fact.record { return }
      if seen.insert(ObjectIdentifier(fact.record)).inserted { facts.append(fact) }
    }

    mutating func add(_ stake: Stake) {
      if !stakes.contains(stake) { stakes.append(stake) }
    }
  }

  /// What hangs on one fact for one subject.
  struct Case {
    let stake: Stake
    let subject: Subject
    let fact: FactReference
  }

  struct Key: Hashable {
    let type: ObjectIdentifier
    let field: Int

    init(_ fact: FactReference) {
      type = ObjectIdentifier(fact.record.type)
      field = fact.field
    }
  }

  /// What is open, by record type and field, in the order first met.
  private(set) var order: [Key] = []
  private(set) var open: [Open] = []
  private var places: [Key: Int] = [:]
  /// Where the last fact that a stake hung on was noted: for the next subject it mostly is the
  /// same field.
  private var last: [Stake: Int] = [:]

  /// Notes that `stake` hangs on the first of the facts; one question is asked at a time.
  mutating func note(_ unknown: UnknownFacts, stake: Stake, of subject: Subject) {
    guard let fact = unknown.first else { return }
    let key = Key(fact)
    let place: Int
    if let known = last[stake], order[known] == key {
      place = known
    } else {
      place = self.place(of: key)
      last[stake] = place
      open[place].add(stake)
    }
    open[place].add(fact)
    open[place].add(Case(stake: stake, subject: subject, fact: fact))
  }

  /// Adds all that another part of the analysis left open.
  mutating func add(_ other: OpenQuestions) {
    for (key, new) in zip(other.order, other.open) {
      let place = place(of: key)
      for fact in new.facts { open[place].add(fact) }
      for stake in new.stakes { open[place].add(stake) }
      for item in new.cases { open[place].add(item) }
    }
  }

  private mutating func place(of key: Key) -> Int {
    if let place = places[key] { return place }
    places[key] = order.count
    order.append(key)
    open.append(Open())
    return order.count - 1
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
