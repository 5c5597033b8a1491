import Diagnostics
import Expressions
import Knowledge

extension ChecklistStage {
  /// What was seen of the subjects of one item.
  struct Collected {
    /// Where evidence comes from; what comes from the same place is told once.
    enum Origin: Hashable {
      case evidence(look: Int, Int)
      case finding(String, isAccepted: Bool)
    }

    /// Evidence of one origin, with all whom it is said of.
    struct Told {
      let answer: ChecklistAnswer
      let finding: Finding?
      var of: [(subject: Subject, text: BoundText, location: SourceLocation)] = []
    }

    /// A fact that is not stated, of one subject after the other.
    struct Open {
      let fact: FactReference
      var names: [String] = []
      var paths: [String] = []

      /// - Parameter subject: Whose condition read the fact; it may be a fact of something else.
      mutating func add(_ path: String, readFor subject: Subject) {
        let isOwn = path.hasPrefix(subject.record.path + ".")
        let parts = path.split(separator: ".", maxSplits: 2)
        names.append(isOwn || parts.count < 3 ? subject.name : String(parts[1]))
        paths.append(path)
      }
    }

    private struct Key: Hashable {
      let kind: SubjectKind
      let name: String

      init(_ subject: Subject) {
        kind = subject.kind
        name = subject.name
      }
    }

    private struct Field: Hashable {
      let type: ObjectIdentifier
      let field: Int
    }

    /// The subjects concerned, each with the look that it belongs to.
    private(set) var order: [(subject: Subject, look: Int)] = []
    private(set) var open: [Open] = []
    /// Subjects of which a look can tell nothing, and whose answer no field could settle.
    private(set) var silent: [(look: Int, subject: Subject)] = []
    private var openPlaces: [Field: Int] = [:]
    private var openSeen: Set<FactReference> = []
    private var told: [Told] = []
    private var toldPlaces: [Origin: Int] = [:]
    private var answers: [Key: ChecklistAnswer] = [:]
    private var withFinding: Set<Key> = []
    private var premises: [Premise] = []
    private var premisesSeen: Set<FactReference> = []
    private var findings: [FactValue] = []

    mutating func add(_ subject: Subject, _ look: Int) { order.append((subject, look)) }

    mutating func note(_ new: [Premise]) {
      for premise in new where premisesSeen.insert(premise.fact).inserted {
        premises.append(premise)
      }
    }

    mutating func add(
      _ answer: ChecklistAnswer, from origin: Origin, of subject: Subject, _ text: BoundText,
      at location: SourceLocation, finding: Finding? = nil
    ) {
      let key = Key(subject)
      let worst = min(Self.rank(answers[key] ?? .yes), Self.rank(answer))
      answers[key] = Self.ranked[worst]
      if finding != nil { withFinding.insert(key) }
      let place = toldPlaces[origin] ?? told.count
      if place == told.count {
        toldPlaces[origin] = place
        told.append(Told(answer: answer, finding: finding))
      }
      told[place].of.append((subject, text, location))
    }

    /// A finding that comes or goes changes what an answer rests on, though no fact does that was
    /// read here.
    mutating func noteFinding(_ finding: Finding) {
      findings.append(
        FactValue(
          path: "\(finding.subject.record.path).finding.\(finding.rule.id)",
          value: finding.isAccepted ? "accepted" : finding.rule.severity.rawValue))
    }

    mutating func leaveOpen(_ fact: FactReference, at path: String, of subject: Subject) {
      guard openSeen.insert(fact).inserted else { return }
      let field = Field(type: ObjectIdentifier(fact.record.type), field: fact.field)
      let place = openPlaces[field] ?? open.count
      if place == open.count {
        openPlaces[field] = place
        open.append(Open(fact: fact))
      }
      open[place].add(path, readFor: subject)
    }

    mutating func keepSilent(_ look: Int, of subject: Subject) { silent.append((look, subject)) }

    private static let ranked: [ChecklistAnswer] = [.no, .partly, .yes]

    private static func rank(_ answer: ChecklistAnswer) -> Int {
      ranked.firstIndex(of: answer) ?? 2
    }

    /// How a subject fares, worst first; what is not known stands between partly and yes.
    func rank(_ subject: Subject) -> Int {
      guard let answer = answers[Key(subject)] else { return 2 }
      return answer == .yes ? 3 : Self.rank(answer)
    }

    /// One answer for all subjects; `nil`: what is known is good, and something is not known.
    var answer: ChecklistAnswer? {
      let ranks =
        order.map { rank($0.subject) } + answers.values.map(Self.rank).filter { $0 < 2 }
      if ranks.contains(where: { $0 < 2 }) {
        return ranks.allSatisfy { $0 == 0 || $0 == 2 } ? .no : .partly
      }
      return ranks.allSatisfy { $0 == 3 } ? .yes : nil
    }

    /// Worst first; else in the order met. Of a subject with a finding nothing else that is bad is
    /// told: the finding says it with its reasons.
    var evidence: [PreparedEvidence] {
      let all = told.compactMap { told -> PreparedEvidence? in
        let isTold = told.finding != nil || told.answer == .yes
        let of = told.of.filter { isTold || !withFinding.contains(Key($0.subject)) }
        guard let first = of.first else { return nil }
        return PreparedEvidence(
          answer: told.answer, text: first.text, subjects: of.map(\.subject.name),
          location: first.location, rule: told.finding?.rule,
          isAccepted: told.finding?.isAccepted ?? false)
      }
      let ranks = all.map { Self.rank($0.answer) }
      return all.indices.sorted { ranks[$0] != ranks[$1] ? ranks[$0] < ranks[$1] : $0 < $1 }
        .map { all[$0] }
    }

    /// The facts read and the findings met, by path.
    func basis(_ facts: FactBase) -> [FactValue] {
      let read = premises.compactMap { premise -> FactValue? in
        // Of a record its fields count, not that it is there.
        if case .record = premise.value { return nil }
        return FactValue(
          path: facts.path(of: premise.fact), value: ValueText.plain(premise.value))
      }
      let values = Dictionary(
        (read + findings).map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
      return values.keys.sorted().map { FactValue(path: $0, value: values[$0] ?? "") }
    }
  }
}
