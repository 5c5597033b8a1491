import Analysis
import struct Analysis.Loss
import Knowledge
import SystemModel

/// Failure modes that are losses: of nodes, zones, regions, links, what places share, and power.
struct LossModes {
  let builder: ReviewBuilder

  private var analysis: Analysis { builder.analysis }
  private var description: SystemDescription { analysis.description }
  private var detectors: Detectors { Detectors(analysis: analysis) }

  private typealias Effect = (operation: Int, outcome: Outcome)

  private struct Event {
    let kind: Loss.Kind
    /// One loss; or zones, or nodes of one component, that come out alike.
    var names: [String]
    var count: Int
    /// Those that do not simply go on.
    let harmed: [Effect]
  }

  /// What was found: modes with an effect, and losses without one.
  var all: (modes: [FailureMode], harmless: [String]) {
    var modes: [FailureMode] = []
    var harmless: [String] = []
    let events = merged
    for event in events where !isTold(event, by: events) {
      if event.harmed.isEmpty {
        harmless.append(harmlessName(event))
      } else {
        modes.append(mode(event))
      }
    }
    return (modes, harmless)
  }

  // MARK: Events

  private var events: [Event] {
    var order: [Loss] = []
    var effects: [Loss: [Effect]] = [:]
    for (index, operation) in analysis.numbers.operations.enumerated() {
      for (loss, outcome) in operation.losses {
        if effects[loss] == nil { order.append(loss) }
        effects[loss, default: []].append((index, outcome))
      }
    }
    return order.map { loss in
      Event(
        kind: loss.kind, names: [loss.name], count: loss.alike + 1,
        harmed: (effects[loss] ?? []).filter { severity($0, loss.kind) > 1 })
    }
  }

  /// Zones, and nodes of one component in one role, that do the same to everybody are told once.
  private var merged: [Event] {
    var merged: [Event] = []
    for event in events {
      if let same = merged.firstIndex(where: { isAlike($0, event) }) {
        merged[same].names += event.names
        merged[same].count += event.count
      } else {
        merged.append(event)
      }
    }
    return merged
  }

  private func isAlike(_ a: Event, _ b: Event) -> Bool {
    guard a.kind == b.kind, a.harmed.elementsEqual(b.harmed, by: ==) else { return false }
    guard a.kind == .node else { return a.kind == .zone }
    let (first, second) = (node(a.names[0]), node(b.names[0]))
    return first.component == second.component && first.role == second.role
  }

  /// The loss of a region of one zone says no more than that of its zone, which is likelier.
  private func isTold(_ region: Event, by events: [Event]) -> Bool {
    region.kind == .region
      && wholeZone(region.names[0]).map { zone in
        events.contains { event in
          event.kind == .zone && event.names.contains(zone)
            && event.harmed.elementsEqual(region.harmed, by: ==)
        }
      } ?? false
  }

  /// The only zone of a region.
  private func wholeZone(_ region: String) -> String? {
    let zones = description.topology?.regions[region]?.value.zoneNames ?? []
    return zones.count == 1 ? "\(region)/\(zones[0])" : nil
  }

  private func harmlessName(_ event: Event) -> String {
    guard event.kind == .node else { return component(event) }
    let node = node(event.names[0])
    let code = MarkdownText.tableCode(node.component)
    if !node.role.isEmpty { return "the \(node.role) of \(code)" }
    let hasLeader = events.contains { other in
      other.kind == .node && self.node(other.names[0]).component == node.component
        && self.node(other.names[0]).role == "leader"
    }
    return hasLeader ? "a follower of \(code)" : "a node of \(code)"
  }

  /// The parts of `orders-db at us-east/a (leader)`.
  private func node(_ name: String) -> (component: String, place: String, role: String) {
    let known = description.stores.names + description.services.names
    let component =
      known.filter { name.hasPrefix("\($0) at ") }.max { $0.utf8.count < $1.utf8.count } ?? name
    var place = name.dropFirst(min(name.count, component.count + 4))
    var role = ""
    for word in ["leader", "learner", "witness"] where place.hasSuffix(" (\(word))") {
      place = place.dropLast(word.count + 3)
      role = word
    }
    return (component, String(place), role)
  }

  // MARK: Rows

  private func mode(_ event: Event) -> FailureMode {
    let severity = event.harmed.map { self.severity($0, event.kind) }.max() ?? 1
    let operations = Set(event.harmed.map { analysis.operations[$0.operation].subject.name })
    let concerned = components(event, used: operations)
    return FailureMode(
      component: component(event), failure: failure(event), rate: rate(event),
      effect: effect(event.harmed, event.kind), severity: severity,
      detection: detection(event, concerned),
      mitigation: mitigation(event, concerned, operations, severity))
  }

  private func component(_ event: Event) -> String {
    let name = event.names[0]
    return switch event.kind {
    case .node: MarkdownText.tableCode(node(name).component)
    case .zone:
      "\(event.names.count == 1 ? "zone" : "one of the zones") \(builder.names(event.names, limit: 6))"
    case .region: "region \(MarkdownText.tableCode(name))"
    case .link: "link \(MarkdownText.tableCode(name))"
    case .sharedFate: MarkdownText.cell(MarkdownText.inline(name))
    case .power: "all places"
    }
  }

  private func failure(_ event: Event) -> String {
    switch event.kind {
    case .node:
      let role = node(event.names[0]).role
      let places = event.names.map { node($0).place }
      let what =
        !role.isEmpty ? "the \(role)" : places.count > 1 ? "one of the nodes" : "a node"
      return "\(what) at \(builder.names(places)) stops"
    case .link: return "is cut"
    case .power: return "lose power at once"
    case .sharedFate: return "fails for all who share it"
    default: return "is lost"
    }
  }

  private func rate(_ event: Event) -> FailureRate {
    let assumed = analysis.numbers.assumed
    switch event.kind {
    case .node:
      return .share(1 - assumed[.nodeAvailability], count: event.count, isStated: false)
    case .zone, .sharedFate:
      return .share(1 - assumed[.zoneAvailability], count: event.count, isStated: false)
    case .region:
      let stated = description.topology?.regions[event.names[0]]?.value.availability?.value.fraction
      return .share(1 - (stated ?? assumed[.regionAvailability]), isStated: stated != nil)
    case .link: return .share(1 - assumed[.linkAvailability], isStated: false)
    case .power: return FailureRate(text: "no rate is published; rated rarest", score: 1)
    }
  }

  private func severity(_ effect: Effect, _ kind: Loss.Kind) -> Int {
    let outcome = effect.outcome
    if outcome.loses == .unflushed || outcome.loses == .unreplicated {
      return analysis.operations[effect.operation].needs.durability ? 5 : 3
    }
    if kind == .power { return 4 }
    switch outcome.state {
    case .goesOn: return 1
    case .ageing: return 2
    case .pauses: return outcome.pauseSeconds < 60 ? 2 : 3
    case .refuses: return outcome.refusedIn.isEmpty ? 4 : 3
    case .unknown: return 4
    }
  }

  /// `refuses: …; goes on, values age: …`, the worst first.
  private func effect(_ effects: [Effect], _ kind: Loss.Kind) -> String {
    var groups: [(text: String, severity: Int, names: [String])] = []
    for effect in effects {
      let text = builder.numbers.text(effect.outcome, isPower: kind == .power)
      let name = analysis.operations[effect.operation].subject.name
      if let same = groups.firstIndex(where: { $0.text == text }) {
        groups[same].names.append(name)
      } else {
        groups.append((text, severity(effect, kind), [name]))
      }
    }
    let sorted = groups.enumerated().sorted {
      $0.element.severity != $1.element.severity
        ? $0.element.severity > $1.element.severity : $0.offset < $1.offset
    }.map(\.element)
    return sorted.map { "\($0.text): \(builder.names($0.names, limit: 3))" }
      .joined(separator: "; ")
  }

  // MARK: Detection and mitigation

  /// Stores and services with a node in what is lost that the harmed operations use.
  private func components(_ event: Event, used operations: Set<String>) -> [String] {
    if event.kind == .node { return [node(event.names[0]).component] }
    let stores = description.stores.entries.filter {
      $0.value.replicas.values.contains { isLost($0.place.value, in: event) }
    }.map(\.name)
    let services = description.services.entries.filter {
      $0.value.runsIn.values.contains { isLost($0, in: event) }
    }.map(\.name)
    let used = needed(by: operations)
    return stores.filter(used.contains) + services.filter(used.contains)
  }

  /// Stores and services that some operations use, and what these in turn depend on.
  private func needed(by operations: Set<String>) -> Set<String> {
    let subjects = analysis.facts.all(.store) + analysis.facts.all(.service)
    var needed = Set(
      subjects.filter { AffectedOperations.names($0).contains(where: operations.contains) }
        .map(\.name))
    var queue = needed.sorted()
    while let name = queue.popLast() {
      let run = description.stores[name]?.value.run ?? description.services[name]?.value.run
      for dependency in run?.dependsOn.values ?? []
      where needed.insert(dependency.text).inserted {
        queue.append(dependency.text)
      }
    }
    return needed
  }

  private func isLost(_ place: Place, in event: Event) -> Bool {
    switch event.kind {
    case .node, .link: false
    case .power: true
    case .zone: event.names.contains(place.description)
    case .region: event.names.contains(place.region)
    case .sharedFate:
      description.topology?.sharedFate.values.contains { group in
        group.of.map { event.names.contains($0.value) } ?? false
          && group.places.values.contains { $0.contains(place) }
      } ?? false
    }
  }

  private func detection(_ event: Event, _ concerned: [String]) -> Detection {
    let base: Detection =
      switch event.kind {
      case .node: detectors.detection(of: concerned[0])
      case .power: Detection(text: "everything stops at once", score: 1)
      case .link: Detection(text: "nothing stated watches the link", score: 4)
      default: detectors.detection(of: concerned, at: event.names)
      }
    let isSilent = event.harmed.contains {
      $0.outcome.loses == .unflushed || $0.outcome.loses == .unreplicated
    }
    return isSilent ? base.silent("that writes are gone raises no error") : base
  }

  private func mitigation(
    _ event: Event, _ concerned: [String], _ operations: Set<String>, _ severity: Int
  ) -> String {
    if event.kind == .power, severity < 5 { return "none needed: what was acknowledged is kept" }
    let isCut = event.kind == .link
    // A backup helps where every copy is gone, and nowhere else.
    let isWhole = event.harmed.contains { $0.outcome.loses == .everyCopy }
    var topics: Set<String> = ["replication", "consensus", "voter-placement", "failure-detection"]
    if isCut { topics = ["cap-stance", "degradation", "replication"] }
    if isWhole { topics.insert("backup") }
    if let text = Mitigation(builder: builder).text(
      about: isCut ? operations : Set(concerned), or: isCut ? operations : [],
      milestones: isWhole ? Mitigation.losses.union(["recovery"]) : Mitigation.losses,
      topics: topics)
    {
      return text
    }
    if severity <= 2 { return "none proposed: the effect is mild" }
    return isBeyondGoals(event.kind, operations)
      ? "none asked for: it is more than must be survived" : "**none**"
  }

  /// Whether every operation that is harmed states that it need not survive so much.
  private func isBeyondGoals(_ kind: Loss.Kind, _ operations: Set<String>) -> Bool {
    let kinds: [Loss.Kind] = [.node, .zone, .region]
    guard let rank = kinds.firstIndex(of: kind) else { return false }
    let shared = description.requirements?.value.survive?.value
    return operations.allSatisfy { name in
      let own = description.operations[name]?.value.requirements?.value.survive?.value
      guard let limit = own ?? shared else { return false }
      return kinds.firstIndex { $0.rawValue == limit.rawValue }.map { $0 < rank } ?? false
    }
  }
}
