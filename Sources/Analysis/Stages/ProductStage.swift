import Consistency
import Expressions
import Knowledge
import Parallel
import SystemModel

/// Fills in what each store provides: its product's profile for the stated settings, version and
/// nodes, overridden by what the description states as `guarantees`.
struct ProductStage: @unchecked Sendable {
  let knowledge: KnowledgeBase
  let base: FactBase
  let graph: Graph

  func run() {
    inChunks(graph.stores) { stage, store in
      store.product = (store.value.product?.value).flatMap { stage.knowledge.product(named: $0) }
      store.nodes = stage.nodes(of: store)
      stage.configure(store)
    }
    inChunks(graph.operations) { $0.applyRequestSettings($1) }
  }

  /// Does something for each node, spread over the cores; each is its own.
  private func inChunks<Part: Node>(
    _ nodes: [Part], _ work: @Sendable (ProductStage, Part) -> Void
  ) {
    _ = Chunks.map(nodes) { part in
      for node in part { work(self, node) }
    }
  }

  /// Fills in what a store provides under its own settings, or under some of them changed.
  ///
  /// - Parameter ignoringStated: The store's own settings, version and guarantees are another
  ///   product's and say nothing.
  func configure(
    _ store: StoreNode, changing changes: [String: String] = [:], ignoringStated: Bool = false
  ) {
    let stated = ignoringStated ? nil : store.value.settings?.value
    guard let product = store.product else {
      store.settings = stated?.entries.map { ($0.name, $0.text) } ?? []
      fillEarlyFacts(store)
      return finish(store)
    }
    // Facts that defaults rest on come first, then the settings, which profiles read.
    fillEarlyFacts(store)
    let configuration = ProductConfiguration(
      product: product, record: store.record, globals: base.globals)
    let settled = configuration.settle(
      version: ignoringStated ? nil : store.value.version?.value
    ) { setting in
      changes[setting.names[0]] ?? setting.names.lazy.compactMap { stated?[$0]?.text }.first
    }
    store.settings = settled.settings
    store.weakerDefaults = settled.weakerDefaults
    for entry in stated?.entries ?? []
    where !product.settings.contains(where: { $0.isNamed(entry.name) }) {
      store.settings.append((entry.name, entry.text))
    }
    fillEarlyFacts(store)
    store.provided = settled.outcome.facts
    store.decidedBy = settled.outcome.decidedBy
    if ignoringStated { store.scheme = scheme(of: store) } else { finish(store) }
  }

  private func finish(_ store: StoreNode) {
    applyGuarantees(store)
    store.scheme = scheme(of: store)
  }

  /// A request's own settings select the profile for that request; what `guarantees` state stays.
  func applyRequestSettings(_ operation: OperationNode) {
    guard let settings = operation.value.settings?.value, !settings.entries.isEmpty else { return }
    for store in operation.stores {
      guard let product = store.product else { continue }
      let overlaid = store.settings.map { setting in
        let known = product.setting(named: setting.name)
        let names = known?.names ?? [setting.name]
        let own = names.lazy.compactMap { settings[$0]?.text }.first
        return (name: setting.name, value: own.map { known?.canonical($0) ?? $0 } ?? setting.value)
      }
      let configuration = ProductConfiguration(
        product: product, record: store.record, globals: base.globals)
      var provided = configuration.outcome(overlaid).facts
      for (fact, value) in statedGuarantees(store) { provided[fact] = value }
      operation.requestProvided[ObjectIdentifier(store)] = provided
    }
  }

  /// One instance of the store: where there is one in each region or zone, the smallest.
  private func nodes(of store: StoreNode) -> StoreNodes {
    let all = store.value.replicas.values.flatMap { replica in
      Array(
        repeating: StoreNodes.Node(place: replica.place.value, role: replica.role?.value),
        count: min(max(replica.count?.value ?? 1, 1), 10_000))
    }
    guard let per = store.value.per?.value else { return StoreNodes(nodes: all) }
    var groups: [(key: String, nodes: [StoreNodes.Node])] = []
    for node in all {
      let key = per == .region ? node.place.region : node.place.description
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].nodes.append(node)
      } else {
        groups.append((key, [node]))
      }
    }
    return StoreNodes(nodes: groups.map(\.nodes).min { $0.count < $1.count } ?? [])
  }

  private func fillEarlyFacts(_ store: StoreNode) {
    let layout = FactTypes.store
    for (fact, place) in zip(layout.computed, layout.computedPlaces) where fact.stratum == .products
    {
      let value = fact.compute(Located(node: store, graph: graph))
      if !value.isUnknown { store.record.values[place] = value }
    }
  }

  private func statedGuarantees(_ store: StoreNode) -> [ProvidedFact: String] {
    guard let stated = store.value.guarantees?.value else { return [:] }
    var provided: [ProvidedFact: String] = [:]
    func set(_ fact: ProvidedFact, _ value: String?) { if let value { provided[fact] = value } }
    set(.reads, stated.reads?.value.rawValue)
    set(.writes, stated.writes?.value.rawValue)
    set(.isolation, stated.isolation?.value.rawValue)
    set(.replication, stated.replication?.value.rawValue)
    set(.flush, stated.flush?.value.rawValue)
    set(.failsOver, stated.failsOver?.value.rawValue)
    set(.writeQuorum, stated.quorum?.write.map { "\($0.value)" })
    set(.readQuorum, stated.quorum?.read.map { "\($0.value)" })
    set(.copies, stated.quorum?.replicas.map { "\($0.value)" })
    return provided
  }

  private func applyGuarantees(_ store: StoreNode) {
    guard store.value.guarantees?.value != nil else { return }
    let stated = statedGuarantees(store)
    // What repeats the profile leaves its other conclusions as they are.
    let differs = [ProvidedFact.replication, .flush].contains { fact in
      stated[fact].map { $0 != store.provided[fact] } ?? false
    }
    for (fact, value) in stated { store.provided[fact] = value }
    if store.provided[.losesAcknowledged] == nil || differs, let loss = lossOf(store) {
      store.provided[.losesAcknowledged] = loss
    }
    inferMissing(store)
  }

  /// What the stated replication and flush imply for acknowledged writes; `nil` when they say too little.
  private func lossOf(_ store: StoreNode) -> String? {
    let replication = store.provided[.replication]
    switch (replication, store.provided[.flush]) {
    case ("async", _): return "failover"
    case ("semi-sync", _): return "failover"
    case ("none", let flush):
      if store.nodes.nodes.count > 1, store.provided[.failsOver] == "any-replica" {
        return "failover"
      }
      return flush == "none"
        ? "process-crash" : flush == "interval" ? "power-loss" : flush == nil ? nil : "node-loss"
    case ("sync", let flush), ("quorum", let flush), ("raft", let flush), ("paxos", let flush),
      ("bft", let flush):
      if replication == "quorum", !quorumsOverlap(store) { return "node-loss" }
      return flush == nil ? nil : flush == "each-write" ? "no" : "power-loss"
    default: return nil
    }
  }

  private func quorumsOverlap(_ store: StoreNode) -> Bool {
    guard let write = store.count(.writeQuorum) else { return true }
    return write > 1 || store.nodes.nodes.count < 2
  }

  /// Facts that follow from replication alone, for stores that no catalogue entry describes.
  private func inferMissing(_ store: StoreNode) {
    func assume(_ fact: ProvidedFact, _ value: String) {
      if store.provided[fact] == nil { store.provided[fact] = value }
    }
    switch store.provided[.replication] {
    case "raft", "paxos", "bft":
      assume(.multiWriter, "false")
      assume(.conflicts, "none")
      assume(.failsOver, "majority")
      assume(.minorityWrites, "refuse")
      if store.provided[.replication] == "bft" { assume(.byzantine, "true") }
      assume(.writeQuorum, "majority")
    case "quorum":
      if let writes = store.models(.writes) {
        assume(.multiWriter, writes.implies(.linearizable) ? "false" : "true")
      }
    case "sync", "semi-sync", "async", "none":
      assume(.multiWriter, "false")
      assume(.conflicts, "none")
    default: break
    }
    if store.provided[.replication] != nil {
      assume(.byzantine, store.provided[.replication] == "bft" ? "true" : "false")
    }
    func isTransactional(_ models: ModelSet) -> Bool {
      models.models.contains { $0.family == .transactional }
    }
    if let models = store.models(.isolation) ?? store.models(.writes) {
      assume(.transactions, isTransactional(models) ? "true" : "false")
    }
    if store.models(.writes)?.implies(.linearizable) == true { assume(.compareAndSet, "true") }
  }

  private func scheme(of store: StoreNode) -> StoreNodes.Scheme {
    let replication = store.provided[.replication]
    let tolerance: StoreNodes.Scheme.Tolerance =
      switch replication {
      case "raft", "paxos": .majority
      case "bft": .byzantine
      case "quorum": .quorum
      default: .leaderBased
      }
    let isMultiWriter = store.provided[.multiWriter] == "true"
    let copies = store.copies
    let fallback: Int? =
      switch tolerance {
      case .majority: copies.map { $0 / 2 + 1 }
      case .byzantine: copies.map { $0 - ($0 - 1) / 3 }
      case .quorum: copies.map { $0 / 2 + 1 }
      case .leaderBased: replication == nil ? nil : replication == "sync" ? 2 : 1
      }
    return StoreNodes.Scheme(
      replication: replication, writeQuorum: store.count(.writeQuorum) ?? fallback,
      copies: store.provided[.copies].flatMap { Int($0) },
      copiesInRegion: store.provided[.quorumCopies].flatMap { Int($0) },
      isAutomatic: isAutomatic(store, tolerance),
      hasLeader: !isMultiWriter && tolerance != .quorum && replication != nil, tolerance: tolerance)
  }

  private func isAutomatic(_ store: StoreNode, _ tolerance: StoreNodes.Scheme.Tolerance) -> Bool? {
    if tolerance != .leaderBased { return true }
    switch store.value.failover?.mode?.value {
    case .automatic?: return true
    case .manual?, .never?: return false
    default: break
    }
    return store.provided[.failsOver].map { $0 == "majority" || $0 == "any-replica" }
  }
}
