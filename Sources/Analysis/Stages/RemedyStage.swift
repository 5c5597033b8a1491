import Consistency
import Expressions
import Knowledge
import SystemModel

/// Looks for the smallest change of settings that makes a finding go away; where there is none, for
/// products of the catalogue that would.
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
    var isClearable = false
    for place in places {
      let outcome = search.smallest(on: place, budget: &budget)
      if let remedy = outcome.remedy { return remedy }
      if outcome.isClearable { isClearable = true }
    }
    // Another product is advised only when every configuration of the present one was tried.
    guard !isClearable, finding.rule.severity >= .high, budget > 0, let place = places.first,
      search.restsOnGuarantees
    else { return nil }
    let products = ProductSearch(
      knowledge: knowledge, description: graph.description, search: search
    ).products(insteadOf: place, budget: &budget)
    return products.isEmpty ? nil : Remedy(products: products)
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

  /// What changing settings came to.
  struct Outcome {
    /// The smallest changes that weaken nothing and raise nothing else, at most three: of one size
    /// those first that leave the fewest other rules standing, then those whose cost is known, then
    /// those that change least. Where there are none: the one
    /// that lets the fewest milder rules hold in its place.
    var remedy: Remedy?
    /// Whether any change clears the finding, whatever else it brings.
    var isClearable = false
  }

  func smallest(on place: Place, budget: inout Int) -> Outcome {
    guard readsSettable else { return Outcome() }
    let choices = whatIf.choices(of: place.store)
    var trades: [Trade] = []
    for step in Step.allCases {
      // Worth its time only where another product would be advised otherwise.
      if step == .triples, finding.rule.severity < .high || !restsOnGuarantees { continue }
      let attempt = clearing(step.choices(choices), place, &budget, orUnknown: step == .uncertain)
      if let first = attempt.harmless.first {
        return Outcome(
          remedy: Remedy(changes: first, alternatives: Array(attempt.harmless.dropFirst())),
          isClearable: true)
      }
      trades += attempt.trades
    }
    let milder = trades.filter { trade in
      trade.uncovers.allSatisfy { $0.severity < finding.rule.severity }
    }
    let best = milder.min {
      ($0.uncovers.count, $0.changes.count) < ($1.uncovers.count, $1.changes.count)
    }
    return Outcome(
      remedy: best.map { Remedy(changes: $0.changes, uncovers: $0.uncovers) },
      isClearable: !trades.isEmpty)
  }

  /// What is tried, one after the other.
  private enum Step: CaseIterable {
    case singles, pairs, triples
    /// What is then not known is asked for; the rule no longer holds for certain.
    case uncertain

    func choices(_ choices: SettingChoices) -> [SettingChoice] {
      switch self {
      case .singles, .uncertain: choices.singles
      case .pairs: choices.pairs
      case .triples: choices.triples
      }
    }
  }

  /// A change that clears the finding and lets other rules hold.
  private struct Trade {
    let changes: [SettingChange]
    let uncovers: [FindingRule]
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

  private func clearing(
    _ choices: [SettingChoice], _ place: Place, _ budget: inout Int, orUnknown: Bool = false
  ) -> (harmless: [[SettingChange]], trades: [Trade]) {
    let before = Strength(place.store)
    let users = users(of: place)
    let accepts = !stops(users, place.store)
    let needsTransactions = users.contains(where: Self.changesSeveral)
    let subjects = subjects(at: place, users)
    var raisedBefore: Set<String>?
    var found: [(choice: SettingChoice, gain: Int, left: Int)] = []
    var trades: [Trade] = []
    for choice in choices where found.count < 12 && budget > 0 && canClear(choice) {
      budget -= 1
      let gain = whatIf.trying(choice.changes, on: place.store, for: place.operations) {
        () -> Int? in
        let after = Strength(place.store)
        let isWeaker =
          (isAboutLoss
            ? !after.losesLess(than: before)
            : after.isWeaker(than: before, transactions: needsTransactions))
          || accepts && stops(users, place.store)
        return (isCleared || orUnknown && isOpen) && !isWeaker ? after.size : nil
      }
      guard let gain else { continue }
      if raisedBefore == nil { raisedBefore = raised(subjects) }
      let after = whatIf.trying(choice.changes, on: place.store, for: users) { raised(subjects) }
      let more = after.subtracting(raisedBefore ?? [])
      if more.isEmpty {
        found.append((choice, gain, after.count))
      } else {
        trades.append(
          Trade(
            changes: changes(choice, place.store), uncovers: rules.filter { more.contains($0.id) }))
      }
    }
    let ranked = found.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      // What clears more than was asked for comes first.
      if a.left != b.left { return a.left < b.left }
      return (a.choice.uncosted, a.choice.changed.count, a.gain, left.offset)
        < (b.choice.uncosted, b.choice.changed.count, b.gain, right.offset)
    }.map(\.element.choice)
    var seen: Set<[String]> = []
    let distinct = ranked.filter { seen.insert($0.values.map { $0.setting.names[0] }).inserted }
    return (distinct.prefix(3).map { changes($0, place.store) }, trades)
  }

  private func changes(_ choice: SettingChoice, _ store: StoreNode) -> [SettingChange] {
    choice.values.map { change($0.setting, $0.value, store) }
  }

  /// Whether a cut would stop the writes of an operation that is stated to go on through it.
  func stops(_ users: [OperationNode], _ store: StoreNode) -> Bool {
    guard ["refuse", "block"].contains(store.provided[.minorityWrites] ?? "") else { return false }
    let shared = whatIf.graph.description.requirements?.value.onPartition
    return users.contains { user in
      user.writtenStores.contains { $0 === store }
        && (user.value.requirements?.value.onPartition ?? shared)?.value == .continue
    }
  }

  /// Whether an operation may want several writes to be one.
  private static func changesSeveral(_ operation: OperationNode) -> Bool {
    operation.writes.count > 1 || !operation.steps.isEmpty || operation.value.isolation != nil
      || operation.value.coordinatedBy != nil || !operation.publishes.isEmpty
  }

  /// Operations that a change concerns too; enough of them to tell.
  private func users(of place: Place) -> [OperationNode] {
    unique(place.operations + Array((place.store.readers + place.store.writers).prefix(8)))
  }

  private func subjects(at place: Place, _ users: [OperationNode]) -> [Subject] {
    let records = Set(users.map { ObjectIdentifier($0.record) })
    return [finding.subject] + [storeSubject(place.store)].compactMap(\.self)
      + facts.all(.operation).filter {
        $0.record !== finding.subject.record && records.contains(ObjectIdentifier($0.record))
      }
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

  /// Whether the finding comes from what the store guarantees, not from where its nodes are or how
  /// it is used: only then does another product help.
  var restsOnGuarantees: Bool {
    let kinds: Set<String> = [
      "ack-write-loss", "no-durable-flush", "consistency-not-met", "stale-read",
      "session-guarantee-missed", "byzantine-outside-model", "lock-without-fencing",
    ]
    let provided: Set<String> = [
      "reads", "writes", "isolation", "loses_acknowledged", "replication", "flush", "transactions",
      "byzantine", "tokens", "derived_only", "plain_writes_race", "multi_writer",
    ]
    let derived: Set<String> = ["provided", "missing", "met", "concurrent_writes"]
    let fields = finding.rule.when.referencedFields
    // How many faults are survived is a matter of how many nodes there are.
    return kinds.contains(finding.rule.category)
      && !fields.contains { $0.field == "tolerate_faults" || $0.field == "write_quorum" }
      && fields.contains { field in
        field.record == "store" ? provided.contains(field.field) : derived.contains(field.field)
      }
  }

  /// Whether the rule hangs on a fact that is not known as things stand.
  private var isOpen: Bool {
    if case .unknown = finding.rule.when.evaluate(facts.bindings(finding.subject)) {
      true
    } else {
      false
    }
  }

  /// To lose nothing is worth waiting for; what operations need they must still get (`raised`).
  private var isAboutLoss: Bool { Self.lossCategories.contains(finding.rule.category) }

  /// Categories of findings about acknowledged data that can be lost.
  static let lossCategories: Set<String> = ["ack-write-loss", "no-durable-flush"]

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
  /// each-write, interval, none: from 0 up.
  private let flushGravity: Int
  private let zoneLossStops: Bool
  private let regionLossStops: Bool
  private let reads: ModelSet
  private let writes: ModelSet
  private let isolation: ModelSet

  init(_ store: StoreNode) {
    loss = ProvidedFact.gravity(ofLoss: store.provided[.losesAcknowledged])
    copies = store.copies ?? 0
    hasTransactions = store.provided[.transactions] == "true"
    flushGravity = ["interval": 1, "none": 2][store.provided[.flush] ?? ""] ?? 0
    func holds(_ fact: String) -> Bool {
      store.record.type.index(of: fact).map { store.record.values[$0] } == .bool(true)
    }
    zoneLossStops = holds("zone_loss_stops")
    regionLossStops = holds("region_loss_stops")
    reads = store.models(.reads) ?? .none
    writes = store.models(.writes) ?? .none
    isolation = store.models(.isolation) ?? .none
  }

  /// How much is given; more than needed costs without a use.
  var size: Int {
    reads.impliedModels.count + writes.impliedModels.count + isolation.impliedModels.count
  }

  /// - Parameter transactions: Whether somebody could miss them.
  func isWeaker(than other: Strength, transactions: Bool) -> Bool {
    losesMore(than: other) || copies < other.copies
      || transactions && !hasTransactions && other.hasTransactions
      || zoneLossStops && !other.zoneLossStops || regionLossStops && !other.regionLossStops
      || !reads.implies(other.reads) || !writes.implies(other.writes)
      || !isolation.implies(other.isolation)
  }

  /// With one copy, a flush at each write turns a loss of power into nothing and leaves the disk.
  func losesLess(than other: Strength) -> Bool {
    !losesMore(than: other) && (loss < other.loss || flushGravity < other.flushGravity)
  }

  private func losesMore(than other: Strength) -> Bool {
    flushGravity > other.flushGravity
      || loss > other.loss && !(copies <= 1 && loss == 2 && other.loss == 1)
  }
}
