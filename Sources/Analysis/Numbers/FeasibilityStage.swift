import Consistency
import Parallel
import Quantities
import SystemModel

/// Holds each operation's requirements, stated and inferred, against what its topology allows.
struct FeasibilityStage {
  let graph: Graph
  let assumed: AssumedValues

  /// - Parameter decisions: A clash over going on while cut off is settled as `cap-stance` decides.
  func clashes(_ operations: [OperationAnalysis], _ decisions: [Decision]) -> [Clash] {
    let stances = Dictionary(
      decisions.filter { $0.topic.id == Self.stanceTopic }.map { ($0.subject.name, $0.option.id) },
      uniquingKeysWith: { first, _ in first })
    return clashes(operations).map { clash in
      stances[clash.subject].flatMap { decided(clash, $0) } ?? clash
    }
  }

  private static let stanceTopic = "cap-stance"

  private func decided(_ clash: Clash, _ stance: String) -> Clash? {
    let given: Demands.Kind
    switch stance {
    case "cp": given = .partition
    case "ap": given = .consistency
    default: return nil
    }
    guard let way = clash.relaxations.firstIndex(where: { $0.gives == [given.rawValue] }) else {
      return nil
    }
    return Clash(
      operation: clash.operation, subject: clash.subject, requirements: clash.requirements,
      because: clash.because, relaxations: clash.relaxations, settled: way,
      settledBy: Self.stanceTopic, isDecided: true,
      byPriorities: clash.settled.map { ($0, clash.settledBy) })
  }

  private func clashes(_ operations: [OperationAnalysis]) -> [Clash] {
    let entries = graph.description.topology?.regions.entries ?? []
    guard !entries.isEmpty else { return [] }
    var floors: [String: Double] = [:]
    for a in entries {
      for b in entries {
        floors["\(a.name) \(b.name)"] =
          graph.distances.floor(Place(region: a.name), Place(region: b.name))?.inMilliseconds
      }
    }
    let known = floors
    let model = FeasibilityModel(
      regions: entries.map { ($0.name, $0.value.zoneNames.count) },
      floor: { known["\($0) \($1)"] },
      shares: Dictionary(
        entries.compactMap { entry in
          entry.value.availability.map { (entry.name, $0.value.fraction) }
        }, uniquingKeysWith: { first, _ in first }),
      lagMilliseconds: assumed.milliseconds(.lagTail),
      priorities: graph.description.priorities.values.map(\.rawValue))
    struct Key: Hashable {
      let clients: [String]
      let isRead: Bool
    }
    let all = zip(operations, graph.operations).map { demands(of: $1, $0.needs) }
    var options: [Key: [DesignOption]] = [:]
    for demands in all {
      let key = Key(clients: demands.clients, isRead: demands.isRead)
      if options[key] == nil {
        options[key] = model.options(for: demands.clients, isRead: demands.isRead)
      }
    }
    let designs = options
    return Chunks.map(Array(all.enumerated())) { part in
      part.compactMap { index, demands -> Clash? in
        let node = graph.operations[index]
        let key = Key(clients: demands.clients, isRead: demands.isRead)
        guard
          let found = model.clash(demands, ceiling: ceiling(node), options: designs[key])
        else { return nil }
        return Clash(
          operation: index, subject: node.name, requirements: found.requirements.map(\.rawValue),
          because: found.because, relaxations: found.relaxations, settled: found.settled,
          settledBy: found.settledBy)
      }
    }.flatMap(\.self)
  }

  /// What the stated availabilities of the services that it cannot do without allow.
  private func ceiling(_ node: OperationNode) -> Double {
    if node.value.fallback?.value.isPresent == true { return 1 }
    return node.calls.filter(\.isExternal).compactMap { $0.value.availability?.value.fraction }
      .reduce(1, *)
  }

  func demands(of node: OperationNode, _ needs: Needs) -> Demands {
    let own = node.value.requirements?.value
    let shared = graph.description.requirements?.value
    func stated<Value>(_ field: KeyPath<Requirements, Stated<Value>?>) -> Value? {
      (own?[keyPath: field] ?? shared?[keyPath: field])?.value
    }
    var demands = Demands(
      clients: node.clientRegions,
      isRead: node.writes.isEmpty && node.calls.isEmpty && node.publishes.isEmpty)
    // Work that events start has no client who waits.
    if node.consumes.isEmpty || !node.value.from.values.isEmpty {
      demands.latencyMilliseconds = stated(\.latency)?[atLeast: 99]?.value.inMilliseconds
    }
    // Data of which each item has its own region is near to whoever it belongs to.
    let isHomed =
      node.reads.allSatisfy { $0.value.home != nil }
      && node.writes.allSatisfy { $0.value.home != nil } && !(node.reads + node.writes).isEmpty
    let touches = !(node.reads + node.writes).isEmpty
    if touches, !isHomed {
      let strong = needs.consistency.filter { $0.availability == .unavailable }
      demands.needsLatest = strong.contains { Self.isLatest($0) }
      demands.needsOrder = !strong.isEmpty
      demands.model = ValueText.joined(strong.map(\.id)) + rules(needs)
    }
    if touches { demands.goesOn = stated(\.onPartition).map { $0 == .continue } }
    // One place alone has nobody to be cut off from.
    let hasParts = (graph.description.topology?.regions.entries.count ?? 0) > 1
    if !hasParts, demands.goesOn == true { demands.goesOn = nil }
    if case .atMost(let bound)? = stated(\.staleness), demands.isRead {
      demands.stalenessMilliseconds = bound.inMilliseconds
      demands.isCutLonger = (graph.description.topology?.links.values ?? []).contains {
        ($0.outage?.value).map { $0 > bound } ?? false
      }
    }
    if !demands.isRead {
      demands.lossMilliseconds = stated(\.dataLoss)?.duration.inMilliseconds
    }
    switch stated(\.survive) {
    case .region?: demands.survivesRegion = true
    case .zone?: demands.survivesZone = true
    default: break
    }
    demands.availability = stated(\.availability)?.fraction
    if node.value.fallback?.value.isPresent != true {
      demands.ceilingParts = node.calls.filter(\.isExternal).compactMap { service in
        service.value.availability.map { "\(service.name) \($0.value.percent.plainText)%" }
      }
    }
    return demands
  }

  /// The rules that ask for strong models, where the description does not state them.
  private func rules(_ needs: Needs) -> String {
    var rules: [String] = []
    for requirement in needs.because {
      guard case .consistency(let model, _) = requirement.need,
        model.availability == .unavailable, let rule = requirement.rule
      else { continue }
      if !rules.contains(rule.id) { rules.append(rule.id) }
    }
    let isStated = needs.because.contains { requirement in
      if case .consistency(let model, _) = requirement.need {
        return requirement.rule == nil && model.availability == .unavailable
      }
      return false
    }
    return isStated || rules.isEmpty ? "" : " (for \(ValueText.joined(rules)))"
  }

  /// Models in which a read sees what was acknowledged before it, in real time.
  private static func isLatest(_ model: ConsistencyModel) -> Bool {
    switch model {
    case .strictSerializable, .strongSnapshotIsolation, .linearizable, .regular, .safe,
      .strongReadCommitted, .strongReadUncommitted:
      true
    default: false
    }
  }
}
