/// One implication of the published order: whoever has `stronger` has `weaker`.
public struct ConsistencyEdge: Sendable, Hashable {
  /// The model that implies.
  public let stronger: ConsistencyModel
  /// The model that is implied.
  public let weaker: ConsistencyModel
  /// The paper or checker that states it.
  public let source: String
  /// The reading under which it holds; `nil` when it holds as it stands.
  public let condition: String?
}

extension ConsistencyModel {
  /// The edges that generate the order. Edges that follow from others may be left out.
  public static let edges: [ConsistencyEdge] = elleEdges + otherEdges

  private static let elle = "Elle model graph (Kingsbury & Alvaro, VLDB 2020)"

  /// The model graph of Jepsen's checker Elle. The two halves are joined only by
  /// `strict-serializable -> linearizable`: transactional models have no sessions.
  private static let elleEdges: [ConsistencyEdge] = {
    let targets: [(ConsistencyModel, [ConsistencyModel])] = [
      (
        .strictSerializable,
        [.serializable, .linearizable, .strongSnapshotIsolation, .strongSessionSerializable]
      ),
      (.strongSessionSerializable, [.serializable, .strongSessionSnapshotIsolation]),
      (.strongSnapshotIsolation, [.strongSessionSnapshotIsolation, .strongReadCommitted]),
      (.strongSessionSnapshotIsolation, [.snapshotIsolation, .strongSessionReadCommitted]),
      (
        .serializable,
        [.repeatableRead, .snapshotIsolation, .viewSerializable, .updateSerializable]
      ),
      (.updateSerializable, [.forwardConsistentView]),
      (
        .snapshotIsolation,
        [
          .forwardConsistentView, .monotonicAtomicView, .monotonicSnapshotRead,
          .parallelSnapshotIsolation, .prefixConsistencyTx,
        ]
      ),
      (.parallelSnapshotIsolation, [.transactionalCausal, .updateAtomic]),
      (.prefixConsistencyTx, [.transactionalCausal]),
      (.transactionalCausal, [.readAtomic]),
      (.updateAtomic, [.readAtomic]),
      (.readAtomic, [.monotonicAtomicView]),
      (.forwardConsistentView, [.consistentView]),
      (.consistentView, [.cursorStability, .monotonicView]),
      (.repeatableRead, [.cursorStability, .monotonicAtomicView]),
      (.cursorStability, [.readCommitted]),
      (.monotonicAtomicView, [.readCommitted]),
      (.monotonicView, [.readCommitted]),
      (.monotonicSnapshotRead, [.readCommitted]),
      (.strongReadCommitted, [.strongSessionReadCommitted, .strongReadUncommitted]),
      (.strongSessionReadCommitted, [.readCommitted, .strongSessionReadUncommitted]),
      (.strongReadUncommitted, [.strongSessionReadUncommitted]),
      (.strongSessionReadUncommitted, [.readUncommitted]),
      (.readCommitted, [.readUncommitted]),
      (.linearizable, [.sequential]),
      (.sequential, [.causal]),
      (.causal, [.writesFollowReads, .pram]),
      (.pram, [.monotonicReads, .monotonicWrites, .readYourWrites]),
    ]
    return targets.flatMap { stronger, weaker in
      weaker.map {
        ConsistencyEdge(
          stronger: stronger, weaker: $0, source: elle, condition: condition(stronger, $0))
      }
    }
  }()

  private static func condition(
    _ stronger: ConsistencyModel, _ weaker: ConsistencyModel
  ) -> String? {
    stronger == .serializable && weaker == .snapshotIsolation
      ? "generalised snapshot isolation, where a snapshot may be older than the start; "
        + "Adya's PL-SI uses real start times and is not implied by PL-3"
      : nil
  }

  private static let otherEdges: [ConsistencyEdge] = [
    ConsistencyEdge(
      stronger: .strongSessionSnapshotIsolation, weaker: .readYourWrites,
      source: "Daudjee & Salem, VLDB 2006",
      condition: "by definition: a snapshot includes the session's earlier commits"),
    ConsistencyEdge(
      stronger: .linearizable, weaker: .regular, source: "Lamport 1986",
      condition: "regular registers are defined for a single writer"),
    ConsistencyEdge(
      stronger: .regular, weaker: .safe, source: "Lamport 1986",
      condition: "safe registers are defined for a single writer"),
    ConsistencyEdge(
      stronger: .linearizable, weaker: .boundedStaleness, source: "Terry 2013",
      condition: "for every bound: a linearizable read is zero seconds and zero versions behind"),
    ConsistencyEdge(
      stronger: .linearizable, weaker: .eventual, source: "Terry 2013; Bailis & Ghodsi 2013",
      condition: "through the time bound zero; of a time bound on its own see StalenessBound"),
    ConsistencyEdge(
      stronger: .sequential, weaker: .consistentPrefix, source: "Terry 2013",
      condition: "every read sees a prefix of one global order"),
    ConsistencyEdge(
      stronger: .linearizable, weaker: .causalPlus,
      source: "derived: causal by Elle; convergent because completed writes are seen by all",
      condition: "convergence as clients observe it: reads after the same completed writes agree"),
    ConsistencyEdge(
      stronger: .causalPlus, weaker: .causal, source: "Lloyd et al., SOSP 2011", condition: nil),
    ConsistencyEdge(
      stronger: .causalPlus, weaker: .strongEventual,
      source: "Lloyd et al., SOSP 2011; Shapiro et al., SSS 2011",
      condition: "convergent conflict handling: replicas with the same updates are equal"),
    ConsistencyEdge(
      stronger: .strongEventual, weaker: .eventual, source: "Shapiro et al., SSS 2011",
      condition: nil),
    ConsistencyEdge(
      stronger: .predicateCutIsolation, weaker: .itemCutIsolation,
      source: "Bailis et al., VLDB 2013", condition: nil),
  ]
}
