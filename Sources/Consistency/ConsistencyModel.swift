/// A consistency or isolation model of the literature.
///
/// Models are partially ordered by implication, not on a line: `serializable` and `linearizable`
/// are incomparable. The order is exactly the transitive closure of `edges`.
///
/// The raw value is a position in this list and may change; `id` is the stable name.
public enum ConsistencyModel: Int, Sendable, Hashable, CaseIterable {
  case strictSerializable
  case strongSessionSerializable
  case strongSnapshotIsolation
  case strongSessionSnapshotIsolation
  case serializable
  case viewSerializable
  case updateSerializable
  case repeatableRead
  case snapshotIsolation
  case parallelSnapshotIsolation
  case prefixConsistencyTx
  case transactionalCausal
  case updateAtomic
  case readAtomic
  case forwardConsistentView
  case consistentView
  case cursorStability
  case monotonicSnapshotRead
  case monotonicView
  case monotonicAtomicView
  case predicateCutIsolation
  case itemCutIsolation
  case strongReadCommitted
  case strongSessionReadCommitted
  case readCommitted
  case strongReadUncommitted
  case strongSessionReadUncommitted
  case readUncommitted
  case linearizable
  case regular
  case safe
  case sequential
  case boundedStaleness
  case consistentPrefix
  case causalPlus
  case causal
  case pram
  case writesFollowReads
  case readYourWrites
  case monotonicReads
  case monotonicWrites
  case strongEventual
  case eventual

  /// What a model speaks about.
  public enum Family: String, Sendable, Hashable, CaseIterable {
    /// Histories of transactions over many objects.
    case transactional
    /// Histories of single operations on objects.
    case singleObject = "single-object"
    /// What one client sees of its own past.
    case session
    /// What must come true in the end (and, for `strongEventual`, that replicas then agree).
    case liveness
  }

  /// How two models stand to each other.
  public enum Comparison: String, Sendable, Hashable {
    case equal, stronger, weaker, incomparable
  }

  /// Every model, in a fixed order: transactional from strong to weak, then the others.
  public static let all: [ConsistencyModel] = allCases

  /// The model with this id; `nil` when there is none.
  public init?(_ id: String) {
    guard let model = Self.modelsByID[id] else { return nil }
    self = model
  }

  /// The stable name used in descriptions and reports, such as `snapshot-isolation`.
  public var id: String { entry.id }
  /// The name for running text, such as `snapshot isolation`.
  public var name: String { entry.name }
  /// One line, without a full stop.
  public var definition: String { entry.definition }
  /// What it speaks about.
  public var family: Family { entry.family }
  /// Whether it can be kept in a partition.
  public var availability: Availability { entry.availability }
  /// Where the definition (and the availability class, unless noted) comes from.
  public var source: String { entry.source }
  /// A doubt or a limit that a reader should know; `nil` when there is none.
  public var caveat: String? { entry.caveat }

  /// The anomalies it forbids beyond those forbidden by the models it implies.
  public var forbids: [Anomaly] { entry.forbids }

  /// Whether every history that satisfies `self` satisfies `other`. Reflexive.
  ///
  /// - Note: `boundedStaleness` stands here for *some* bound; `ModelSet` carries the bound.
  /// - Complexity: O(1).
  public func implies(_ other: ConsistencyModel) -> Bool {
    impliedModels & other.bit != 0
  }

  /// How `self` stands to `other`; `stronger` means that `self` implies it.
  public func comparison(to other: ConsistencyModel) -> Comparison {
    switch (implies(other), other.implies(self)) {
    case (true, true): .equal
    case (true, false): .stronger
    case (false, true): .weaker
    case (false, false): .incomparable
    }
  }

  /// Whether it rules the anomaly out, itself or through a model that it implies.
  public func prevents(_ anomaly: Anomaly) -> Bool { ModelSet([self]).prevents(anomaly) }

  private static let modelsByID = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.id, $0) })
}

extension ConsistencyModel: CustomStringConvertible {
  /// The id.
  public var description: String { id }
}
