import SystemModel

/// Something that is lost at once.
public struct Loss: Sendable, Hashable {
  /// What sort of loss.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case node, zone, region, link
    case sharedFate = "shared-fate"
    case power
  }

  /// What sort of loss.
  public let kind: Kind
  /// What is lost: `us-east/a`, `orders-db at us-east/a`, `us-east–eu-west`.
  public let name: String
  /// How many further losses are like it: nodes of one component at one place.
  public internal(set) var alike = 0
}

/// What an operation does under a loss.
public struct Outcome: Sendable, Hashable {
  /// From best to worst.
  public enum State: String, Sendable, Hashable, Comparable, CaseIterable {
    /// As before.
    case goesOn = "goes-on"
    /// With values that age: a copy answers that gets no updates.
    case ageing
    /// After an automatic failover.
    case pauses
    /// Nobody says who takes over.
    case unknown
    /// Until what is lost is back, or a person acts.
    case refuses

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    /// Better first.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
  }

  /// How acknowledged data goes.
  public enum DataLoss: String, Sendable, Hashable, CaseIterable, Comparable {
    /// What was not on stable storage.
    case unflushed
    /// What had not reached the copy that takes over.
    case unreplicated
    /// Everything, if what is lost does not come back.
    case everyCopy = "every-copy"

    /// The smaller loss first.
    public static func < (left: Self, right: Self) -> Bool {
      allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
  }

  /// For the client region that is worst off.
  public var state: State
  /// Seconds without service before it goes on; 0 when it does not stop.
  public var pauseSeconds = 0.0
  /// Client regions for which it refuses, where others go on.
  public var refusedIn: [String] = []
  /// Acknowledged data that goes.
  public var loses: DataLoss?

  static let fine = Outcome(state: .goesOn)

  /// Whether it goes on by itself, if after a pause.
  public var goesOn: Bool { state <= .pauses }

  mutating func worsen(by other: Outcome) {
    if other.state > state { state = other.state }
    pauseSeconds = max(pauseSeconds, other.pauseSeconds)
    loses = [loses, other.loses].compactMap(\.self).max()
  }
}

/// What a route's operations survive.
public struct Survival: Sendable {
  /// Every single loss that touches them, with the outcome; nodes first, all power last.
  public let single: [(loss: Loss, outcome: Outcome)]
  /// Pairs of losses that stop them though neither alone does.
  public let pairs: [(first: Loss, second: Loss, outcome: Outcome)]

  /// Losses of one thing that stop them, nodes first.
  public let singlePoints: [Loss]
  /// Kinds of which every loss leaves them going on without loss of acknowledged data.
  public let survivedKinds: [Loss.Kind]

  init(
    single: [(loss: Loss, outcome: Outcome)],
    pairs: [(first: Loss, second: Loss, outcome: Outcome)]
  ) {
    self.single = single
    self.pairs = pairs
    singlePoints = single.filter {
      $0.loss.kind != .power && $0.outcome.state == .refuses
    }.map(\.loss)
    survivedKinds = Loss.Kind.allCases.filter { kind in
      let losses = single.filter { $0.loss.kind == kind }
      guard !losses.isEmpty else { return false }
      return losses.allSatisfy {
        // Nobody serves while all power is off; what counts is what is there afterwards.
        (kind == .power || $0.outcome.goesOn) && $0.outcome.loses == nil
      }
    }
  }
}

/// Enumerates losses for one route, exactly: every node, zone, region, link and shared fate, all
/// power, and all pairs of them. Nodes of one component at one place are told once.
struct SurvivalModel {
  let route: Route
  let shapes: [ComponentShape]
  /// The components' names in the route's order.
  let names: [String]
  let sharedFate: [(of: String, places: [Place])]
  let assumed: AssumedValues

  /// A node of a component that can be lost.
  private struct Member {
    let component: Int
    let node: Int
    let place: Place
  }

  private struct Event {
    var loss: Loss
    /// By member.
    var down: [Bool]
    var cut: (String, String)?
    var twin: Int?
  }

  private struct World {
    var down: [Bool]
    var cuts: [(String, String)]

    func reaches(_ a: String, _ b: String) -> Bool {
      a == b || !cuts.contains { ($0.0 == a && $0.1 == b) || ($0.0 == b && $0.1 == a) }
    }
  }

  private let members: [Member]
  /// The first member of each component.
  private let starts: [Int]

  init(
    route: Route, shapes: [ComponentShape], names: [String],
    sharedFate: [(of: String, places: [Place])], assumed: AssumedValues
  ) {
    self.route = route
    self.shapes = shapes
    self.names = names
    self.sharedFate = sharedFate
    self.assumed = assumed
    var members: [Member] = []
    var starts: [Int] = []
    for (index, component) in route.components.enumerated() {
      starts.append(members.count)
      let places =
        switch shapes[component] {
        case .store(let shape): shape.nodes.map(\.place)
        case .service(let shape): shape.isExternal ? [] : shape.places
        }
      members += places.enumerated().map { Member(component: index, node: $0, place: $1) }
    }
    self.members = members
    self.starts = starts
  }

  /// With more losses than this, of the pairs with a link only those are tried in which both are
  /// links of one region: thirty regions have hundreds of links.
  private static let linkLimit = 150

  /// - Parameter withPairs: Whether pairs are enumerated too: O(e²) for e losses.
  func survival(withPairs: Bool) -> Survival {
    let events = self.events()
    // Of what does not work even with everything there, the description says too little.
    let intact = Array(repeating: false, count: members.count)
    guard !members.isEmpty, outcome(intact, cuts: [], isPower: false).state == .goesOn else {
      return Survival(
        single: events.filter { $0.twin == nil }.map { ($0.loss, Outcome(state: .unknown)) },
        pairs: [])
    }
    let single = events.filter { $0.twin == nil }.map { ($0.loss, outcome([$0])) }
    guard withPairs else { return Survival(single: single, pairs: []) }
    let alone = events.map { outcome([$0]) }
    var pairs: [(Loss, Loss, Outcome)] = []
    for (index, first) in events.enumerated()
    where first.twin == nil && first.loss.kind != .power && alone[index].state != .refuses {
      for (other, second) in events.enumerated().dropFirst(index + 1)
      where second.loss.kind != .power && alone[other].state != .refuses {
        // A second node of a kind only together with the first.
        if let twin = second.twin, twin != index { continue }
        if events.count > Self.linkLimit, !Self.areNear(first, second) { continue }
        let both = outcome([first, second])
        if both.state == .refuses { pairs.append((first.loss, second.loss, both)) }
      }
    }
    return Survival(single: single, pairs: pairs)
  }

  private static func areNear(_ first: Event, _ second: Event) -> Bool {
    switch (first.cut, second.cut) {
    case (nil, nil): true
    case (let a?, let b?): a.0 == b.0 || a.0 == b.1 || a.1 == b.0 || a.1 == b.1
    default: false
    }
  }

  // MARK: Losses

  private func events() -> [Event] {
    guard !members.isEmpty else { return [] }
    var events = nodeEvents()
    func add(_ kind: Loss.Kind, _ name: String, _ isLost: (Place) -> Bool) {
      let down = members.map { isLost($0.place) }
      if down.contains(true) {
        events.append(Event(loss: Loss(kind: kind, name: name), down: down))
      }
    }
    var places: [Place] = []
    for member in members where !places.contains(member.place) { places.append(member.place) }
    places.sort()
    for place in places where place.zone != nil { add(.zone, place.description) { $0 == place } }
    var regions: [String] = []
    for place in places where !regions.contains(place.region) { regions.append(place.region) }
    for region in regions { add(.region, region) { $0.region == region } }
    let ends = regions + route.clients.filter { !regions.contains($0) }.sorted()
    for (index, a) in ends.enumerated() {
      for b in ends[(index + 1)...] where regions.contains(a) || regions.contains(b) {
        events.append(
          Event(
            loss: Loss(kind: .link, name: "\(a)–\(b)"),
            down: Array(repeating: false, count: members.count), cut: (a, b)))
      }
    }
    for group in sharedFate {
      add(.sharedFate, group.of) { place in group.places.contains { $0.contains(place) } }
    }
    add(.power, "all power") { _ in true }
    return events
  }

  /// One for each group of nodes that are alike, and a second where there are two.
  private func nodeEvents() -> [Event] {
    var events: [Event] = []
    var groups: [(component: Int, place: Place, role: String, event: Int)] = []
    for (index, member) in members.enumerated() {
      let role = self.role(member)
      var down = Array(repeating: false, count: members.count)
      down[index] = true
      if let group = groups.first(where: {
        $0.component == member.component && $0.place == member.place && $0.role == role
      }) {
        events[group.event].loss.alike += 1
        if !events.contains(where: { $0.twin == group.event }) {
          events.append(Event(loss: events[group.event].loss, down: down, twin: group.event))
        }
        continue
      }
      groups.append((member.component, member.place, role, events.count))
      let name = "\(names[member.component]) at \(member.place)"
      events.append(
        Event(
          loss: Loss(kind: .node, name: role.isEmpty ? name : "\(name) (\(role))"), down: down))
    }
    return events
  }

  private func role(_ member: Member) -> String {
    guard case .store(let shape) = shapes[route.components[member.component]] else { return "" }
    let node = shape.nodes[member.node]
    return node.leads ? "leader" : !node.votes ? "learner" : !node.holdsData ? "witness" : ""
  }

  // MARK: Outcomes

  private func outcome(_ events: [Event]) -> Outcome {
    var down = events[0].down
    for event in events.dropFirst() {
      for index in down.indices where event.down[index] { down[index] = true }
    }
    return outcome(
      down, cuts: events.compactMap(\.cut), isPower: events.contains { $0.loss.kind == .power })
  }

  private func outcome(_ down: [Bool], cuts: [(String, String)], isPower: Bool) -> Outcome {
    let world = World(down: down, cuts: cuts)
    let clients: [String?] = route.clients.isEmpty ? [nil] : route.clients.map(\.self)
    var whole = Outcome.fine
    var refused: [String] = []
    for client in clients {
      let one = outcome(from: client, world)
      if one.state == .refuses, let client { refused.append(client) }
      whole.worsen(by: one)
    }
    if refused.count < clients.count { whole.refusedIn = refused }
    whole.loses = dataLoss(world, isPower: isPower)
    if whole.state == .refuses { whole.pauseSeconds = 0 }
    return whole
  }

  private func outcome(from client: String?, _ world: World) -> Outcome {
    guard let service = route.service, case .service(let shape) = shapes[route.components[service]],
      !shape.places.isEmpty
    else {
      return behind(client, world)
    }
    var best: Outcome?
    var tried: Set<String> = []
    for (index, place) in shape.places.enumerated()
    where !world.down[starts[service] + index] && tried.insert(place.region).inserted {
      if let client, !world.reaches(client, place.region) { continue }
      let found = behind(place.region, world)
      if best.map({ found.state < $0.state }) ?? true { best = found }
    }
    return best ?? Outcome(state: .refuses)
  }

  /// What it needs, asked from a region.
  private func behind(_ region: String?, _ world: World) -> Outcome {
    var whole = Outcome.fine
    let written = route.neededWrites
    for index in written + route.publishes {
      if let store = store(index, world) { whole.worsen(by: store.write(from: region)) }
    }
    for index in route.neededReads where !written.contains(index) {
      guard let store = store(index, world) else { continue }
      whole.worsen(by: store.read(.reading(store.shape, route.target), from: region))
    }
    let calls = route.hasFallback ? [] : route.calls
    for index in calls + route.consumes + route.dependencies {
      if let store = store(index, world) {
        whole.worsen(by: store.read(.reading(store.shape, nil), from: region))
      } else {
        whole.worsen(by: serve(index, region, world))
      }
    }
    return whole
  }

  private func serve(_ index: Int, _ region: String?, _ world: World) -> Outcome {
    guard case .service(let shape) = shapes[route.components[index]], !shape.isExternal,
      !shape.places.isEmpty
    else { return .fine }
    let isUp = shape.places.enumerated().contains { node, place in
      !world.down[starts[index] + node] && (region.map { world.reaches($0, place.region) } ?? true)
    }
    return isUp ? .fine : Outcome(state: .refuses)
  }

  private func store(_ index: Int, _ world: World) -> StoreUnderLoss? {
    guard case .store(let shape) = shapes[route.components[index]], !shape.nodes.isEmpty else {
      return nil
    }
    let start = starts[index]
    return StoreUnderLoss(
      shape: shape, assumed: assumed, isUp: { !world.down[start + $0] },
      reaches: { world.reaches($0, $1) })
  }

  /// The worst over its stores. What is published is acknowledged with the rest.
  private func dataLoss(_ world: World, isPower: Bool) -> Outcome.DataLoss? {
    (route.writtenStores + route.publishes).compactMap { index in
      guard let store = store(index, world),
        ![.cache, .searchIndex, .derived].contains(store.shape.role)
      else { return nil }
      return store.loses(isPower: isPower)
    }.max()
  }
}
