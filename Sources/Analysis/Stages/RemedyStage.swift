import Consistency
import Expressions
import Knowledge
import SystemModel

/// Looks for the smallest change of settings that makes a finding go away.
struct RemedyStage {
  let knowledge: KnowledgeBase
  let facts: FactBase
  let graph: Graph
  let whatIf: WhatIf
  private let stores: [String: StoreNode]
  private let operations: [String: OperationNode]
  private let data: [String: DataNode]
  private let coordination: [String: CoordinationNode]
  private let detections: [String: DetectionNode]
  /// How many changes may still be tried: a large system has more findings than it is worth.
  private var budget = 4000
  private var perRule: [String: Int] = [:]

  init(
    knowledge: KnowledgeBase, facts: FactBase, graph: Graph,
    operations analyses: [OperationAnalysis]
  ) {
    self.knowledge = knowledge
    self.facts = facts
    self.graph = graph
    whatIf = WhatIf(knowledge: knowledge, base: facts, graph: graph, operations: analyses)
    func index<Part: Node>(_ nodes: [Part]) -> [String: Part] {
      Dictionary(nodes.map { ($0.name, $0) }) { first, _ in first }
    }
    stores = index(graph.stores)
    operations = index(graph.operations)
    data = index(graph.data)
    coordination = index(graph.coordination)
    detections = index(graph.detections)
  }

  /// The remedy of a finding; `nil` when it rests on no setting, or enough was tried already.
  mutating func remedy(for finding: Finding) -> Remedy? {
    guard !finding.isAccepted else { return nil }
    perRule[finding.rule.id, default: 0] += 1
    guard perRule[finding.rule.id]! <= 3 else { return nil }
    let places = self.places(of: finding.subject)
    let search = Search(
      finding: finding, facts: facts, whatIf: whatIf, rules: knowledge.findings)
    var found: [[SettingChange]] = []
    for place in places where found.isEmpty {
      found = search.smallest(on: place, budget: &budget)
    }
    if let first = found.first {
      return Remedy(changes: first, alternatives: Array(found.dropFirst().prefix(2)), products: [])
    }
    return nil
  }

  /// Stores whose settings can have to do with the subject, the most likely one first.
  private func places(of subject: Subject) -> [Search.Place] {
    func places(_ nodes: [StoreNode], _ operations: [OperationNode]) -> [Search.Place] {
      unique(nodes).filter { $0.product != nil }.map { .init(store: $0, operations: operations) }
    }
    switch subject.kind {
    case .store: return places([stores[subject.name]].compactMap(\.self), [])
    case .operation:
      guard let operation = operations[subject.name] else { return [] }
      let events = operation.consumes.compactMap(\.store) + operation.publishes.compactMap(\.store)
      return places(operation.stores + events, [operation])
    case .data: return places(data[subject.name]?.stores ?? [], [])
    case .coordination: return places([coordination[subject.name]?.store].compactMap(\.self), [])
    case .failureDetection: return places(detections[subject.name]?.stores ?? [], [])
    default: return []
    }
  }
}

/// Tries settings of one store until a rule no longer holds.
struct Search {
  struct Place {
    let store: StoreNode
    let operations: [OperationNode]
  }

  let finding: Finding
  let facts: FactBase
  let whatIf: WhatIf
  let rules: [FindingRule]

  /// The smallest changes that clear the finding, weaken nothing and raise nothing else, at most
  /// three: of one size those first whose cost is known, then those that change least.
  func smallest(on place: Place, budget: inout Int) -> [[SettingChange]] {
    guard readsSettable else { return [] }
    let choices = whatIf.choices(of: place.store)
    let found = clearing(choices.singles, place, &budget)
    return found.isEmpty ? clearing(choices.pairs, place, &budget) : found
  }

  /// Whether the rule reads anything that settings can change.
  private var readsSettable: Bool {
    finding.rule.when.referencedFields.contains { field in
      switch field.record {
      case "store": Self.settable.contains(field.field)
      case "operation": Self.derived.contains(field.field)
      case "data": field.field == "concurrent_writes" || field.field == "writing_regions"
      default: false
      }
    }
  }

  private static let settable: Set<String> = Set(ProvidedFact.allCases.map(\.rawValue)).union(
    [
      "settings", "refused", "reported", "named_isolation", "is_consensus", "tolerated",
      "automatic_failover", "zone_loss_stops", "region_loss_stops", "commit_rtt",
    ])

  private func clearing(_ choices: [SettingChoice], _ place: Place, _ budget: inout Int)
    -> [[SettingChange]]
  {
    let before = Strength(place.store)
    let subjects = [finding.subject] + [storeSubject(place.store)].compactMap(\.self)
    var raisedBefore: Set<String>?
    var found: [(choice: SettingChoice, gain: Int)] = []
    for choice in choices where found.count < 12 && budget > 0 && canClear(choice) {
      budget -= 1
      if raisedBefore == nil { raisedBefore = raised(subjects) }
      let gain = whatIf.trying(choice.changes, on: place.store, for: place.operations) {
        () -> Int? in
        guard isCleared else { return nil }
        let after = Strength(place.store)
        guard !after.isWeaker(than: before), raised(subjects).isSubset(of: raisedBefore ?? [])
        else { return nil }
        return after.size
      }
      if let gain { found.append((choice, gain)) }
    }
    let ranked = found.enumerated().sorted { left, right in
      let rank = (left.element.choice.uncosted, right.element.choice.uncosted)
      if rank.0 != rank.1 { return rank.0 < rank.1 }
      let gain = (left.element.gain, right.element.gain)
      return gain.0 != gain.1 ? gain.0 < gain.1 : left.offset < right.offset
    }.map(\.element.choice)
    var seen: Set<[String]> = []
    return ranked.filter { seen.insert($0.values.map { $0.setting.names[0] }).inserted }.prefix(3)
      .map { $0.values.map { change($0.setting, $0.value, place.store) } }
  }

  func storeSubject(_ store: StoreNode) -> Subject? {
    facts.all(.store).first { $0.record === store.record }
  }

  /// Rules of some weight that hold of the subjects as things stand.
  func raised(_ subjects: [Subject]) -> Set<String> {
    var found: Set<String> = []
    for subject in subjects {
      let bindings = facts.bindings(subject)
      for rule in rules where rule.subject == subject.kind && rule.severity >= .medium {
        if case .bool(true) = rule.when.evaluate(bindings) { found.insert(rule.id) }
      }
    }
    return found
  }

  /// Whether the choice touches a fact that the rule reads. What an operation gets may change with
  /// any guarantee.
  private func canClear(_ choice: SettingChoice) -> Bool {
    finding.rule.when.referencedFields.contains { field in
      field.record == "operation"
        ? !choice.changed.isEmpty && Self.derived.contains(field.field)
        : choice.changed.contains("\(field.record).\(field.field)")
    }
  }

  private static let derived: Set<String> = ["provided", "missing", "met", "anomaly", "excess"]

  /// Whether the rule does not hold as things stand; an unknown is no answer.
  var isCleared: Bool {
    if case .bool(false) = finding.rule.when.evaluate(facts.bindings(finding.subject)) {
      true
    } else {
      false
    }
  }

  private func change(_ setting: ProductSetting, _ value: String, _ store: StoreNode)
    -> SettingChange
  {
    let name = setting.names[0]
    let isStated = setting.names.contains { store.value.settings?.value[$0] != nil }
    return SettingChange(
      store: store.name, setting: name,
      from: store.settings.first { $0.name == name }?.value ?? "", isDefault: !isStated,
      to: value, cost: setting.cost, sources: setting.sources)
  }
}

/// What a store gives, as far as a change of settings may not take it away.
struct Strength {
  private let loss: Int
  private let copies: Int
  private let hasTransactions: Bool
  private let reads: ModelSet
  private let writes: ModelSet
  private let isolation: ModelSet

  init(_ store: StoreNode) {
    loss = ProvidedFact.gravity(ofLoss: store.provided[.losesAcknowledged])
    copies = store.copies ?? 0
    hasTransactions = store.provided[.transactions] == "true"
    reads = store.models(.reads) ?? .none
    writes = store.models(.writes) ?? .none
    isolation = store.models(.isolation) ?? .none
  }

  /// How much is given; more than needed costs without a use.
  var size: Int {
    reads.impliedModels.count + writes.impliedModels.count + isolation.impliedModels.count
  }

  func isWeaker(than other: Strength) -> Bool {
    losesMore(than: other) || copies < other.copies || !hasTransactions && other.hasTransactions
      || !reads.implies(other.reads) || !writes.implies(other.writes)
      || !isolation.implies(other.isolation)
  }

  /// With one copy, a flush at each write turns a loss of power into nothing and leaves the disk.
  private func losesMore(than other: Strength) -> Bool {
    loss > other.loss && !(copies <= 1 && loss == 2 && other.loss == 1)
  }
}
