import Algorithms
import Quantities

/// Specifications in terms of what each update had seen, to judge data types by.
///
/// Replicas keep the numbers of all updates they have seen; deliveries merge states and these sets
/// alike.
struct VisibilityModel<State: ConvergentState, Operation> {
  struct Update {
    var operation: Operation
    /// The updates its replica had seen, by number.
    var past: Set<Int>
  }

  private(set) var updates: [Update] = []
  private(set) var states: [State]
  private(set) var seen: [Set<Int>]
  let merge: (inout State, State) -> Void

  init(
    replicas: Int, initial: State,
    merge: @escaping (inout State, State) -> Void = { $0.merge($1) }
  ) {
    states = Array(repeating: initial, count: replicas)
    seen = Array(repeating: [], count: replicas)
    self.merge = merge
  }

  mutating func update(
    _ replica: Int, _ operation: Operation, _ change: (inout State) -> Void
  ) {
    updates.append(Update(operation: operation, past: seen[replica]))
    seen[replica].insert(updates.count - 1)
    change(&states[replica])
  }

  mutating func deliver(from sender: Int, to receiver: Int) {
    merge(&states[receiver], states[sender])
    seen[receiver].formUnion(seen[sender])
  }

  /// The updates that a replica has seen and that no other one it has seen, and that `overwrites`
  /// says yes to, had seen before.
  func inForce(
    at replica: Int, overwrites: (_ later: Operation, _ earlier: Operation) -> Bool
  ) -> [Operation] {
    seen[replica].sorted().filter { earlier in
      !seen[replica].contains { later in
        updates[later].past.contains(earlier)
          && overwrites(updates[later].operation, updates[earlier].operation)
      }
    }.map { updates[$0].operation }
  }
}

enum SetOperation: Equatable {
  case add(Int)
  case remove(Int)
}

extension VisibilityModel where State == ObservedRemoveSet<Int>, Operation == SetOperation {
  /// Whether at each step of a random run every replica shows exactly the elements with an addition
  /// that no removal it has seen had seen.
  static func holds(
    seed: UInt64, merge: @escaping (inout State, State) -> Void = { $0.merge($1) }
  ) -> Bool {
    var random = SeededGenerator(seed: seed)
    var model = VisibilityModel(replicas: replicaCount, initial: State(), merge: merge)
    for _ in 0..<30 {
      let (replica, element) = (random.below(replicaCount), random.below(3))
      switch random.below(3) {
      case 0: model.update(replica, .add(element)) { $0.add(element, at: replica) }
      case 1: model.update(replica, .remove(element)) { $0.remove(element) }
      default: model.deliver(from: random.below(replicaCount), to: replica)
      }
      if model.states[replica].elements != model.expectedElements(at: replica) { return false }
    }
    return true
  }

  private func expectedElements(at replica: Int) -> Set<Int> {
    let left = inForce(at: replica) { later, earlier in
      if case .remove(let element) = later { return earlier == .add(element) }
      return false
    }
    return Set(
      left.compactMap { if case .add(let element) = $0 { element } else { nil } })
  }
}
