import Quantities
import SystemModel

/// How much of the time an operation can be expected to work, from the parts that it needs.
public struct AvailabilityEstimate: Sendable {
  /// Something whose loss alone stops it, with its own availability.
  public struct Factor: Sendable {
    /// What it is: `region us-east`, `card-processor`, `failover of orders-db`.
    public let name: String
    /// The share of time that it is up.
    public let availability: Double
    /// Whether the description states that share.
    public let isStated: Bool
    /// Minutes a month that would go away if it never failed.
    public internal(set) var minutesPerMonth: Double
  }

  /// The share of time in which it works.
  public let availability: Double
  /// Everything that it cannot do without, the costliest first.
  public let factors: [Factor]
  /// The share of time in which all the rest works, given that these do: the product of this and of
  /// `factors` is `availability`, exactly.
  public let rest: Double
  /// What no design of the rest can exceed: the product of the stated factors.
  public let statedCeiling: Double
  /// The fewest parts whose loss together stops it; empty when nothing does.
  public let smallestCut: [String]
  /// The assumed numbers in it.
  let keys: KeySet

  /// Minutes a month in which it does not work.
  public var minutesPerMonth: Double { Downtime.minutesPerMonth(availability: availability) }
}

/// Builds the structure of a route: what must be up, with what parts have in common stated once.
struct AvailabilityModel {
  let route: Route
  let shapes: [ComponentShape]
  let names: [String]
  let sharedFate: [(of: String, places: [Place])]
  let assumed: AssumedValues
  /// Stated shares of regions.
  let regions: [String: Double]
  let distances: Distances

  private struct Element {
    var name: String
    var unavailability: Double
    var isStated = false
    /// Can be lost as a whole: a node, a zone, a region.
    var isDomain = true
  }

  private struct Elements {
    var all: [Element] = []
    var indices: [String: Int] = [:]
    var keys = KeySet()
  }

  /// - Returns: `nil` when it needs nothing whose availability can be reckoned.
  func estimate() -> AvailabilityEstimate? {
    var elements = Elements()
    var parts: [AvailabilityStructure] = []
    if let service = route.service { parts += serve(service, &elements) }
    for index in route.neededWrites + route.publishes {
      parts += store(index, isWrite: true, nil, &elements)
    }
    let written = route.neededWrites
    for index in route.neededReads where !written.contains(index) {
      parts += store(index, isWrite: false, route.target, &elements)
    }
    let calls = route.hasFallback ? [] : route.calls
    for index in calls + route.consumes + route.dependencies {
      switch shapes[route.components[index]] {
      case .service: parts += serve(index, &elements)
      case .store: parts += store(index, isWrite: false, nil, &elements)
      }
    }
    parts += links(&elements)
    guard !parts.isEmpty,
      let calculation = try? AvailabilityCalculation(.all(parts), nodeLimit: 50_000)
    else { return nil }
    return result(calculation, elements)
  }

  private func result(_ calculation: AvailabilityCalculation, _ elements: Elements)
    -> AvailabilityEstimate
  {
    let down = elements.all.map(\.unavailability)
    let whole = calculation.unavailability(down)
    let single = calculation.singlePointsOfFailure
    var factors = single.map { index in
      AvailabilityEstimate.Factor(
        name: elements.all[index].name, availability: 1 - down[index],
        isStated: elements.all[index].isStated,
        minutesPerMonth: calculation.contribution(of: index, down) * Downtime.minutesPerMonth)
    }
    factors.sort { ($1.minutesPerMonth, $0.name) < ($0.minutesPerMonth, $1.name) }
    var perfect = down
    for index in single { perfect[index] = 0 }
    let domains = Set(elements.all.indices.filter { elements.all[$0].isDomain })
    return AvailabilityEstimate(
      availability: 1 - whole, factors: factors, rest: 1 - calculation.unavailability(perfect),
      statedCeiling: factors.filter(\.isStated).reduce(1) { $0 * $1.availability },
      smallestCut: (calculation.smallestCut(among: domains) ?? []).map { elements.all[$0].name },
      keys: elements.keys)
  }

  // MARK: Elements

  private func element(_ name: String, _ elements: inout Elements, _ make: () -> Element)
    -> AvailabilityStructure
  {
    if let index = elements.indices[name] { return .component(index) }
    elements.indices[name] = elements.all.count
    elements.all.append(make())
    return .component(elements.all.count - 1)
  }

  private func assumedElement(
    _ name: String, _ key: AssumedValues.Key, _ elements: inout Elements, isDomain: Bool = true
  ) -> AvailabilityStructure {
    elements.keys.insert(key)
    return element(name, &elements) {
      Element(name: name, unavailability: 1 - assumed[key], isDomain: isDomain)
    }
  }

  /// The region, the zone and what they share with others must be up, and the node itself.
  private func node(_ name: String, _ place: Place, _ elements: inout Elements)
    -> AvailabilityStructure
  {
    var parts: [AvailabilityStructure] = []
    if let stated = regions[place.region] {
      parts.append(
        element("region \(place.region)", &elements) {
          Element(name: "region \(place.region)", unavailability: 1 - stated, isStated: true)
        })
    } else {
      parts.append(
        assumedElement("region \(place.region)", .regionAvailability, &elements))
    }
    if place.zone != nil {
      parts.append(assumedElement("zone \(place)", .zoneAvailability, &elements))
    }
    // What a group shares is as likely to fail as a zone: it is one more thing of that size.
    for group in sharedFate where group.places.contains(where: { $0.contains(place) }) {
      parts.append(assumedElement(group.of, .zoneAvailability, &elements))
    }
    parts.append(assumedElement(name, .nodeAvailability, &elements))
    return .all(parts)
  }

  // MARK: Components

  private func serve(_ index: Int, _ elements: inout Elements) -> [AvailabilityStructure] {
    guard case .service(let shape) = shapes[route.components[index]] else { return [] }
    let name = names[index]
    if shape.isExternal || shape.places.isEmpty {
      if let stated = shape.availability {
        return [
          element(name, &elements) {
            Element(
              name: name, unavailability: 1 - stated, isStated: true, isDomain: false)
          }
        ]
      }
      guard shape.isExternal else { return [] }
      return [assumedElement(name, .externalAvailability, &elements, isDomain: false)]
    }
    var seen: Set<Place> = []
    let places = shape.places.filter { seen.insert($0).inserted }
    let nodes = places.map { node("\(name) at \($0)", $0, &elements) }
    return [.any(nodes)]
  }

  private func store(
    _ index: Int, isWrite: Bool, _ target: ReadTarget?, _ elements: inout Elements
  ) -> [AvailabilityStructure] {
    guard case .store(let shape) = shapes[route.components[index]] else { return [] }
    // Where one stands in each region or zone, any of them will do.
    let instances = shape.instances.map {
      AvailabilityStructure.all(
        self.instance($0, of: shape, index, isWrite: isWrite, target, &elements))
    }
    return instances.isEmpty ? [] : instances.count == 1 ? instances : [.any(instances)]
  }

  private func instance(
    _ instance: [StoreShape.Node], of shape: StoreShape, _ index: Int, isWrite: Bool,
    _ target: ReadTarget?, _ elements: inout Elements
  ) -> [AvailabilityStructure] {
    var counts: [Place: Int] = [:]
    let structures = instance.map { node -> AvailabilityStructure in
      counts[node.place, default: 0] += 1
      let number = counts[node.place, default: 1]
      let name = "\(names[index]) at \(node.place)" + (number > 1 ? " (\(number))" : "")
      return self.node(name, node.place, &elements)
    }
    let nodes = Array(zip(instance, structures))
    let holders = nodes.filter(\.0.holdsData)
    let way = isWrite ? AccessProtocol.writing(shape) : .reading(shape, target)
    switch way {
    case .followerRead, .localWrite: return [.any(holders.map(\.1))]
    case .quorumRead:
      return [copies(shape, holders, needed: shape.readQuorum)]
    case .quorumWrite: return [copies(shape, holders, needed: shape.scheme.writeQuorum)]
    default: break
    }
    guard nodes.count > 1 else { return structures }
    if shape.isConsensus {
      let voters = nodes.filter(\.0.votes)
      let count = min(shape.scheme.copies ?? voters.count, voters.count)
      let needed =
        shape.scheme.tolerance == .byzantine ? count - (count - 1) / 3 : count / 2 + 1
      return [
        copies(shape, voters, needed: needed),
        failover(index, shape, .consensusFailover, &elements),
      ]
    }
    let quorum = isWrite ? max(1, shape.scheme.writeQuorum ?? 1) : 1
    let leader = nodes.first(where: \.0.leads)
    if shape.mode == .never, let leader { return [leader.1] }
    let heirs = holders.filter { node in
      node.0.votes
        && (shape.crossesRegions != false || node.0.place.region == leader?.0.place.region)
    }
    let key: AssumedValues.Key =
      shape.scheme.isAutomatic == true ? .automaticFailover : .manualFailover
    return [
      .any(heirs.map(\.1)), .atLeast(min(quorum, holders.count), holders.map(\.1)),
      failover(index, shape, key, &elements),
    ]
  }

  /// Of fewer copies than nodes, those of one item: one from each place in turn.
  private func copies(
    _ shape: StoreShape, _ nodes: [(StoreShape.Node, AvailabilityStructure)], needed: Int?
  ) -> AvailabilityStructure {
    let count = min(shape.scheme.copies ?? nodes.count, nodes.count)
    var chosen: [AvailabilityStructure] = []
    var used: Set<Int> = []
    while chosen.count < count {
      var places: Set<Place> = []
      for (index, node) in nodes.enumerated()
      where chosen.count < count && !used.contains(index) && places.insert(node.0.place).inserted {
        used.insert(index)
        chosen.append(node.1)
      }
    }
    return .atLeast(min(needed ?? count / 2 + 1, count), chosen)
  }

  /// The time without a leader: how often a node stops, times how long it takes to replace it.
  private func failover(
    _ index: Int, _ shape: StoreShape, _ key: AssumedValues.Key, _ elements: inout Elements
  ) -> AvailabilityStructure {
    elements.keys.insert(.nodeFailures)
    let elected = key == .consensusFailover ? shape.electionSeconds : nil
    let stated = shape.failoverSeconds ?? elected
    if stated == nil { elements.keys.insert(key) }
    if elected != nil, shape.isFlushedEachWrite, shape.flushTime == nil {
      elements.keys.insert(.flush)
    }
    let name = "failover of \(names[index])"
    let perYear = 365.25 * 86_400 / max(1, assumed[.nodeFailures])
    let seconds = stated ?? assumed[key]
    return element(name, &elements) {
      Element(
        name: name,
        unavailability: Downtime.unavailability(
          eventsPerYear: perYear, minutesEach: seconds / 60), isDomain: false)
    }
  }

  /// Links that nobody goes around: from the client region that is worst off to the service, and
  /// from the service to a leader elsewhere.
  private func links(_ elements: inout Elements) -> [AvailabilityStructure] {
    var structures: [AvailabilityStructure] = []
    var served: [String] = []
    if let service = route.service, case .service(let shape) = shapes[route.components[service]] {
      served = shape.places.map(\.region)
    }
    if !served.isEmpty, let far = route.clients.first(where: { !served.contains($0) }) {
      structures.append(
        assumedElement("link from \(far)", .linkAvailability, &elements, isDomain: false))
    }
    let origins = served.isEmpty ? route.clients : served
    for index in route.stores {
      guard case .store(let shape) = shapes[route.components[index]], let leader = shape.leader,
        !origins.isEmpty, !origins.contains(leader.place.region)
      else { continue }
      let way = AccessProtocol.reading(shape, route.target)
      let isWritten = route.writtenStores.contains(index)
      guard isWritten || way != .followerRead else { continue }
      structures.append(
        assumedElement(
          "link to \(leader.place.region)", .linkAvailability, &elements, isDomain: false))
    }
    return structures
  }
}
