import Algorithms
import Quantities

/// The laws of convergent states, for any type, on random reachable states.
struct ConvergenceLaws<State: RandomlyUpdated> {
  var seed: UInt64
  /// How states are merged: the type's own way, or a mutant's.
  var merge: (inout State, State) -> Void = { $0.merge($1) }

  /// Names of the laws that do not hold for this seed.
  func broken() -> Set<String> {
    var random = SeededGenerator(seed: seed)
    var broken: Set<String> = []
    var states = Array(repeating: State.fresh(), count: replicaCount)
    for _ in 0..<20 {
      let replica = random.below(replicaCount)
      if random.chance(0.35) {
        merge(&states[replica], states[random.below(replicaCount)])
        continue
      }
      let before = states[replica]
      let delta = states[replica].updateRandomly(at: replica, using: &random)
      if !before.isAtMost(states[replica]) { broken.insert("inflationary") }
      if merged(before, delta) != states[replica] { broken.insert("delta has the update's effect") }
    }
    check(states, &broken)
    return broken
  }

  private func check(_ states: [State], _ broken: inout Set<String>) {
    for a in states {
      if merged(a, a) != a { broken.insert("idempotent") }
      for b in states {
        let join = merged(a, b)
        if join != merged(b, a) { broken.insert("commutative") }
        if !a.isAtMost(join) || !b.isAtMost(join) { broken.insert("upper bound") }
        if a.isAtMost(b) != (join == b) { broken.insert("order agrees with merge") }
        for c in states where merged(join, c) != merged(a, merged(b, c)) {
          broken.insert("associative")
        }
      }
    }
  }

  private func merged(_ a: State, _ b: State) -> State {
    var a = a
    merge(&a, b)
    return a
  }

  /// Whether replicas end equal after deltas and states were lost, repeated and reordered, and one
  /// last round of states went through; and whether they equal the join of all deltas alone.
  func converges() -> Bool {
    var random = SeededGenerator(seed: seed &+ 1_000_000)
    var states = Array(repeating: State.fresh(), count: replicaCount)
    var inFlight: [State] = []
    var deltas: [State] = []
    for _ in 0..<40 {
      let replica = random.below(replicaCount)
      switch random.below(4) {
      case 0, 1:
        let delta = states[replica].updateRandomly(at: replica, using: &random)
        deltas.append(delta)
        inFlight.append(random.chance(0.7) ? delta : states[replica])
      default:
        guard !inFlight.isEmpty else { continue }
        let index = random.below(inFlight.count)
        merge(&states[replica], inFlight[index])
        if random.chance(0.3) { inFlight.remove(at: index) }
      }
    }
    let last = states.shuffled(using: &random)
    for index in states.indices {
      for state in last.shuffled(using: &random) { merge(&states[index], state) }
    }
    var fromDeltas = State.fresh()
    for delta in (deltas + deltas.prefix(5)).shuffled(using: &random) { merge(&fromDeltas, delta) }
    return states.allSatisfy { $0 == states[0] } && fromDeltas == states[0]
  }
}
