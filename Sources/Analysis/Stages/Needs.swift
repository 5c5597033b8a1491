public import Consistency
import Expressions
public import Knowledge

/// Everything that one operation or data item must have, taken together.
///
/// Written back into the subject's `needs` fact, which decisions and findings read.
public struct Needs: Sendable {
  /// No model in it implies another; all must hold.
  public internal(set) var consistency: [ConsistencyModel] = []
  /// Over what the models must hold.
  public internal(set) var scope: Need.Scope?
  /// Guarantees inside a session.
  public internal(set) var session: [ConsistencyModel] = []
  /// The CAP stance.
  public internal(set) var partition: Stance = .either
  /// Whether the description states the stance.
  public internal(set) var isPartitionStated = false
  /// All steps or none.
  public internal(set) var atomicity = false
  /// No acknowledged write may be lost.
  public internal(set) var durability = false
  /// none, per-key, causal or total.
  public internal(set) var ordering = "none"
  /// One effect for each intent.
  public internal(set) var exactlyOnce = false
  /// Concurrent updates are all kept and copies come to agree.
  public internal(set) var convergence = false
  /// Every need with its reason, stated ones first.
  public internal(set) var because: [Requirement] = []

  /// CP, AP, or free to choose.
  public enum Stance: String, Sendable {
    case refuse
    case `continue`
    case either
  }

  /// Whether some model in it cannot be had without waiting for other nodes.
  public var needsCoordination: Bool { consistency.contains { $0.availability == .unavailable } }

  static let orderings = ["none", "per-key", "causal", "total"]

  /// Adds one need; the join with what is there already.
  mutating func add(_ requirement: Requirement, isStated: Bool) {
    because.append(requirement)
    switch requirement.need {
    case .consistency(let model, let wanted):
      consistency.removeAll { model.implies($0) }
      if !consistency.contains(where: { $0.implies(model) }) { consistency.append(model) }
      if let wanted, rank(wanted) > rank(scope) { scope = wanted }
    case .session(let model): if !session.contains(model) { session.append(model) }
    case .partition(let stance): add(stance, isStated: isStated)
    case .atomicity: atomicity = true
    case .durability: durability = true
    case .ordering(let order):
      let ranks = Self.orderings
      if (ranks.firstIndex(of: order) ?? 0) > (ranks.firstIndex(of: ordering) ?? 0) {
        ordering = order
      }
    case .exactlyOnce: exactlyOnce = true
    case .convergence: convergence = true
    }
  }

  /// What is stated wins; between two inferred stances the safe one does.
  private mutating func add(_ stance: Need.PartitionStance, isStated: Bool) {
    let stance: Stance = stance == .refuse ? .refuse : .continue
    if isStated {
      partition = stance
      isPartitionStated = true
    } else if !isPartitionStated {
      partition = partition == .refuse ? .refuse : stance
    }
  }

  /// Once all needs are in: a model that no partitioned node can keep decides an open stance.
  mutating func settle() {
    if !isPartitionStated && needsCoordination { partition = .refuse }
  }

  private func rank(_ scope: Need.Scope?) -> Int {
    scope.map { Need.Scope.allCases.firstIndex(of: $0)! + 1 } ?? 0
  }

  /// The fields of the `needs` record, in this order.
  static let recordType = RecordType(
    name: "needs",
    fields: [
      RecordField(
        name: "consistency", type: .list(.string), unit: nil,
        meaning: "Models that must all hold; none implies another."),
      RecordField(
        name: "scope", type: .string, unit: nil,
        meaning:
          "Over what they must hold: per-key, per-shard, store, across-stores; empty when nothing asks."
      ),
      RecordField(
        name: "session", type: .list(.string), unit: nil,
        meaning: "Session guarantees that must hold."),
      RecordField(
        name: "partition", type: .string, unit: nil,
        meaning: "While cut off: refuse (CP), continue (AP) or either."),
      RecordField(
        name: "coordination", type: .bool, unit: nil,
        meaning: "Some needed model cannot be kept without waiting for other nodes."),
      RecordField(name: "atomicity", type: .bool, unit: nil, meaning: "All steps or none."),
      RecordField(
        name: "durability", type: .bool, unit: nil, meaning: "No acknowledged write may be lost."),
      RecordField(
        name: "ordering", type: .string, unit: nil,
        meaning: "Order of effects: none, per-key, causal or total."),
      RecordField(
        name: "exactly_once", type: .bool, unit: nil,
        meaning: "The effect must happen once, however often it is asked for."),
      RecordField(
        name: "convergence", type: .bool, unit: nil,
        meaning: "Concurrent updates must all be kept and copies must come to agree."),
    ])

  func fill(_ record: Record) {
    let values: [Value] = [
      .list(consistency.map { .string($0.id) }), .string(scope?.rawValue ?? ""),
      .list(session.map { .string($0.id) }), .string(partition.rawValue), .bool(needsCoordination),
      .bool(atomicity), .bool(durability), .string(ordering), .bool(exactlyOnce),
      .bool(convergence),
    ]
    for (index, value) in values.enumerated() { record.values[index] = value }
  }
}
