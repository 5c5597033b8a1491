import Consistency
import Testing

@Suite struct AnomalyTests {
  @Test(arguments: [
    ("serializable", "linearizable", Anomaly.staleRead),
    ("serializable", "strong-session-serializable", .ownStaleRead),
    ("serializable", "read-your-writes", .ownStaleRead),
    ("snapshot-isolation", "serializable", .writeSkew),
    ("read-committed", "serializable", .lostUpdate),
    ("read-committed", "snapshot-isolation", .lostUpdate),
    ("repeatable-read", "serializable", .phantom),
    ("repeatable-read", "snapshot-isolation", .predicateChangesWithinTransaction),
    ("snapshot-isolation", "repeatable-read", .writeSkew),
    ("parallel-snapshot-isolation", "snapshot-isolation", .longFork),
    ("monotonic-atomic-view", "read-atomic", .fracturedRead),
    ("read-uncommitted", "read-committed", .intermediateRead),
    ("sequential", "linearizable", .staleRead),
    ("causal", "sequential", .orderDisagreement),
    ("pram", "causal", .causalReversal),
    ("eventual", "read-your-writes", .ownStaleRead),
    ("causal", "strong-eventual", .divergence),
    ("causal", "bounded-staleness", .staleBeyondBound),
    ("linearizable", "snapshot-isolation", .lostUpdate),
    ("regular", "linearizable", .orderDisagreement),
  ])
  func `one anomaly explains the gap`(provided: String, required: String, anomaly: Anomaly) throws {
    let provided = ModelSet([try #require(ConsistencyModel(provided))])
    let required = ModelSet([try #require(ConsistencyModel(required))])
    #expect(provided.firstAnomalyAllowed(notBy: required) == anomaly)
    #expect(required.prevents(anomaly))
    #expect(!provided.prevents(anomaly))
  }

  @Test func `per-item linearizability beside serializability still allows a real-time reversal`() {
    let provided = ModelSet([.serializable, .linearizable])
    let required = ModelSet([.strictSerializable])
    #expect(provided.anomaliesAllowed(notBy: required) == [.realTimeReversal])
  }

  @Test func `a looser bound on staleness is a gap of its own`() {
    let provided = ModelSet([.eventual], staleness: StalenessBound(time: .seconds(5)))
    let required = ModelSet([], staleness: StalenessBound(time: .seconds(1)))
    #expect(provided.firstAnomalyAllowed(notBy: required) == .staleBeyondBound)
    #expect(required.firstAnomalyAllowed(notBy: provided) == nil)
  }

  @Test func `what is implied leaves no anomaly`() {
    for a in ModelSetTests.samples {
      for b in ModelSetTests.samples where a.implies(b) {
        #expect(a.anomaliesAllowed(notBy: b) == [], "\(a.models) \(b.models)")
      }
    }
  }

  @Test func `no anomaly is both prevented and allowed, and stronger sets prevent no less`() {
    for anomaly in Anomaly.allCases {
      for a in ModelSetTests.samples {
        #expect(!(a.prevents(anomaly) && a.allows(anomaly)))
        for b in ModelSetTests.samples where a.implies(b) && b.prevents(anomaly) {
          #expect(a.prevents(anomaly))
        }
      }
    }
  }

  @Test func `every anomaly is forbidden by some model and explained`() {
    for anomaly in Anomaly.allCases {
      #expect(ConsistencyModel.all.contains { $0.prevents(anomaly) }, "\(anomaly)")
      #expect(anomaly.example(for: "`stock`").contains("`stock`"), "\(anomaly)")
      #expect(!anomaly.example(for: "x").contains("{"))
      #expect(!anomaly.code.isEmpty && !anomaly.pattern.isEmpty)
    }
  }

  @Test func `known permissions of the models`() {
    let allowed: [(ConsistencyModel, Anomaly)] = [
      (.snapshotIsolation, .writeSkew), (.parallelSnapshotIsolation, .longFork),
      (.repeatableRead, .phantom), (.serializable, .staleRead), (.sequential, .staleRead),
      (.causal, .lostUpdate), (.linearizable, .writeSkew), (.eventual, .backwardRead),
      (.strongSnapshotIsolation, .writeSkew), (.readAtomic, .lostUpdate),
    ]
    for (model, anomaly) in allowed {
      #expect(ModelSet([model]).allows(anomaly), "\(model) \(anomaly)")
    }
    #expect(!ModelSet([.viewSerializable]).allows(.lostUpdate), "not stated in the literature used")
  }
}
