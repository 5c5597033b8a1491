import Consistency
import Testing

@Suite struct ModelOrderTests {
  @Test func `implication is reflexive, antisymmetric and transitive`() {
    for a in ConsistencyModel.all {
      #expect(a.implies(a))
      for b in ConsistencyModel.all where a.implies(b) {
        #expect(a == b || !b.implies(a), "\(a) and \(b) imply each other")
        for c in ConsistencyModel.all where b.implies(c) {
          #expect(a.implies(c), "\(a) -> \(b) -> \(c)")
        }
      }
    }
  }

  @Test func `the order is what the edges generate`() {
    for model in ConsistencyModel.all {
      var reached: Set<ConsistencyModel> = [model]
      var frontier = [model]
      while let next = frontier.popLast() {
        for edge in ConsistencyModel.edges
        where edge.stronger == next && reached.insert(edge.weaker).inserted {
          frontier.append(edge.weaker)
        }
      }
      for other in ConsistencyModel.all {
        #expect(model.implies(other) == reached.contains(other), "\(model) \(other)")
      }
    }
  }

  @Test(arguments: [
    ("strict-serializable", "linearizable"), ("strict-serializable", "read-your-writes"),
    ("serializable", "snapshot-isolation"), ("serializable", "repeatable-read"),
    ("snapshot-isolation", "parallel-snapshot-isolation"), ("snapshot-isolation", "read-atomic"),
    ("snapshot-isolation", "cursor-stability"), ("repeatable-read", "monotonic-atomic-view"),
    ("linearizable", "causal"), ("linearizable", "bounded-staleness"),
    ("linearizable", "eventual"), ("sequential", "consistent-prefix"),
    ("causal", "writes-follow-reads"), ("pram", "monotonic-writes"), ("causal-plus", "eventual"),
    ("strong-session-serializable", "read-your-writes"),
    ("predicate-cut-isolation", "item-cut-isolation"),
  ])
  func `the stronger model implies the weaker, never the reverse`(stronger: String, weaker: String)
    throws
  {
    let (stronger, weaker) = try (model(stronger), model(weaker))
    #expect(stronger.comparison(to: weaker) == .stronger)
    #expect(weaker.comparison(to: stronger) == .weaker)
  }

  @Test(arguments: [
    ("serializable", "linearizable"), ("serializable", "sequential"),
    ("snapshot-isolation", "repeatable-read"), ("monotonic-atomic-view", "cursor-stability"),
    ("read-your-writes", "eventual"), ("bounded-staleness", "causal"),
    ("consistent-prefix", "read-your-writes"), ("serializable", "read-your-writes"),
    ("snapshot-isolation", "read-your-writes"), ("transactional-causal", "causal"),
    ("transactional-causal", "pram"), ("prefix-consistency-tx", "consistent-prefix"),
    ("serializable", "causal"), ("bounded-staleness", "eventual"),
    ("sequential", "bounded-staleness"), ("sequential", "eventual"), ("causal", "eventual"),
    ("parallel-snapshot-isolation", "repeatable-read"), ("linearizable", "read-committed"),
    ("strong-snapshot-isolation", "serializable"),
  ])
  func `neither model implies the other`(left: String, right: String) throws {
    let (left, right) = try (model(left), model(right))
    #expect(left.comparison(to: right) == .incomparable)
    #expect(right.comparison(to: left) == .incomparable)
  }

  @Test func `a stronger model is never more available`() {
    for edge in ConsistencyModel.edges {
      #expect(
        edge.stronger.availability >= edge.weaker.availability, "\(edge.stronger) \(edge.weaker)")
    }
  }

  @Test func `each model has its availability class`() {
    let totallyAvailable: Set<ConsistencyModel> = [
      .readUncommitted, .readCommitted, .monotonicAtomicView, .itemCutIsolation,
      .predicateCutIsolation, .writesFollowReads, .monotonicReads, .monotonicWrites, .readAtomic,
      .eventual, .strongEventual, .consistentPrefix,
    ]
    let sticky: Set<ConsistencyModel> = [.readYourWrites, .pram, .causal, .causalPlus]
    let unavailable: Set<ConsistencyModel> = [
      .cursorStability, .snapshotIsolation, .repeatableRead, .serializable, .boundedStaleness,
      .safe, .regular, .linearizable, .strictSerializable, .sequential,
      .parallelSnapshotIsolation, .consistentView,
    ]
    for model in totallyAvailable { #expect(model.availability == .total, "\(model)") }
    for model in sticky { #expect(model.availability == .sticky, "\(model)") }
    for model in unavailable { #expect(model.availability == .unavailable, "\(model)") }
  }

  @Test func `ids are kebab-case, unique and found again`() {
    for model in ConsistencyModel.all {
      #expect(ConsistencyModel(model.id) == model)
      #expect(model.id.allSatisfy { $0.isLowercase || $0 == "-" }, "\(model)")
    }
    #expect(ConsistencyModel("Linearizable") == nil)
    #expect(ConsistencyModel("linearisable") == nil)
  }

  /// Every name that a description may use as a model.
  @Test func `every model of the input format exists`() {
    let names = """
      strict-serializable serializable repeatable-read snapshot-isolation \
      parallel-snapshot-isolation strong-snapshot-isolation strong-session-snapshot-isolation \
      strong-session-serializable cursor-stability monotonic-atomic-view read-atomic \
      read-committed read-uncommitted consistent-view linearizable sequential causal pram \
      read-your-writes monotonic-reads monotonic-writes writes-follow-reads bounded-staleness \
      consistent-prefix eventual strong-eventual update-serializable
      """
    for name in names.split(separator: " ") { #expect(ConsistencyModel(String(name)) != nil) }
  }

  private func model(_ id: String) throws -> ConsistencyModel { try #require(ConsistencyModel(id)) }
}
