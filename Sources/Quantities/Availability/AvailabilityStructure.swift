/// When something works, in terms of components that are up or down.
///
/// A replica in a zone works when its region, its zone and itself are up:
/// `.all([.component(region), .component(zone), .component(node)])`. Using one component in
/// several places is how a common cause is stated; nothing is then multiplied as independent that
/// is not.
///
/// Structures are coherent: a component that comes up never stops anything.
public indirect enum AvailabilityStructure: Sendable, Hashable {
  /// Works while this component is up; an index into the components of a calculation.
  case component(Int)
  /// Works while all of them work (in series); with none, always.
  case all([AvailabilityStructure])
  /// Works while one of them works (in parallel); with none, never.
  case any([AvailabilityStructure])
  /// Works while this many of them work (a quorum).
  case atLeast(Int, [AvailabilityStructure])

  /// Whether it works when exactly the components in `down` are down.
  public func works(down: Set<Int>) -> Bool {
    switch self {
    case .component(let index): !down.contains(index)
    case .all(let parts): parts.allSatisfy { $0.works(down: down) }
    case .any(let parts): parts.contains { $0.works(down: down) }
    case .atLeast(let count, let parts):
      parts.lazy.filter { $0.works(down: down) }.prefix(max(0, count)).count >= count
    }
  }

  /// The components it speaks of, in the order of their first use.
  var components: [Int] {
    var seen: Set<Int> = []
    var ordered: [Int] = []
    func visit(_ structure: AvailabilityStructure) {
      switch structure {
      case .component(let index): if seen.insert(index).inserted { ordered.append(index) }
      case .all(let parts), .any(let parts), .atLeast(_, let parts): parts.forEach(visit)
      }
    }
    visit(self)
    return ordered
  }
}
