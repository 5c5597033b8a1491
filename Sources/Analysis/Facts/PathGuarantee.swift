import Consistency
import Knowledge
import SystemModel

/// What an operation's whole path gives: the meet over every store that it touches.
enum PathGuarantee {
  /// - Returns: `nil` when some store's guarantees are unknown; no guarantee for an operation
  ///   without stores is the empty set.
  static func provided(_ operation: OperationNode) -> ModelSet? {
    let stores = operation.stores
    guard !stores.isEmpty else { return nil }
    var common: ModelSet?
    for store in stores {
      guard let models = models(of: store, for: operation) else { return nil }
      common = common.map { $0.meet(models) } ?? models
    }
    guard var common else { return nil }
    if stores.count > 1 {
      // Each store keeps its own transactions; none of them spans the operation.
      common = ModelSet(common.impliedModels.filter { $0.family != .transactional })
    }
    return session(operation).map { common.join(ModelSet($0)) } ?? common
  }

  private static func models(of store: StoreNode, for operation: OperationNode) -> ModelSet? {
    let reads = operation.reads.contains { $0.stores.contains { $0 === store } }
    let written = operation.writes.filter { $0.stores.contains { $0 === store } }
    // What a cache was filled with, no transaction of its own makes newer.
    if reads, written.isEmpty, isCopy(store, operation) { return ModelSet([.eventual]) }
    var sets: [ModelSet] = []
    if reads {
      guard let read = readModels(store, operation) else { return nil }
      sets.append(read)
    }
    if !written.isEmpty {
      guard let write = operation.models(.writes, of: store) else { return nil }
      sets.append(write)
    }
    guard var common = sets.first else { return nil }
    for set in sets.dropFirst() { common = common.meet(set) }
    if sets.count == 2, sets[1].implies(.regular) {
      // A write that every later read can meet takes no session guarantee of reads away.
      let kept = [ConsistencyModel.readYourWrites, .monotonicReads].filter(sets[0].implies)
      common = common.join(ModelSet(kept))
    }
    // Every store brings its copies together once writes stop, whatever else it orders.
    common = common.join(ModelSet(isolation(store, operation) + [.eventual]))
    if !written.isEmpty { common = common.join(ModelSet(writing(written, store, operation))) }
    return common
  }

  /// A read that must reach the leader's order and is served by another copy sees a prefix of the log
  /// at best; one from a cache or from any replica of a leaderless store, nothing but what has
  /// arrived. A model of local reads (sequential) already says what any copy gives.
  private static func readModels(_ store: StoreNode, _ operation: OperationNode) -> ModelSet? {
    guard let reads = operation.models(.reads, of: store) else { return nil }
    if isCopy(store, operation) { return ModelSet([.eventual]) }
    switch operation.value.readsFrom?.value {
    case .cache? where store.role != .cache: return ModelSet([.eventual])
    case .nearest?, .follower?:
      guard store.nodes.nodes.count > 1, reads.implies(.regular),
        operation.provided(.freshCopies, of: store) != "true"
      else { return reads }
      let replica: ConsistencyModel =
        store.scheme.tolerance == .quorum ? .eventual : .consistentPrefix
      return reads.meet(ModelSet([replica]))
    default: return reads
    }
  }

  /// A cache answers with what it was filled with, however well it orders its own writes: some item
  /// that is read there lives elsewhere too, or nothing writes it there.
  private static func isCopy(_ store: StoreNode, _ operation: OperationNode) -> Bool {
    guard store.role == .cache, store.value.cache?.value.invalidation?.value != .beforeAck else {
      return false
    }
    return operation.reads.contains { item in
      item.stores.contains { $0 === store }
        && (item.writers.isEmpty || item.stores.contains(where: \.isTruth))
    }
  }

  /// The level that the operation asks for, else the default; a serializable guard only adds.
  private static func isolation(_ store: StoreNode, _ operation: OperationNode)
    -> [ConsistencyModel]
  {
    let guarded: [ConsistencyModel] =
      operation.value.guard?.value == .serializable ? [.serializable] : []
    if let stated = operation.value.isolation?.value, let model = ConsistencyModel(stated.rawValue)
    {
      return guarded + [model]
    }
    return guarded + (operation.models(.isolation, of: store)?.models ?? [])
  }

  /// What the way of writing gives beyond the store's plain writes: a conditional write decides on the
  /// latest version of one item; data that merges ends up equal everywhere.
  private static func writing(
    _ written: [DataNode], _ store: StoreNode, _ operation: OperationNode
  ) -> [ConsistencyModel] {
    var models: [ConsistencyModel] = []
    if operation.value.guard?.value == .compareAndSet,
      operation.provided(.compareAndSet, of: store) == "true"
    {
      models.append(.linearizable)
    }
    if written.allSatisfy({ [.merge, .application].contains($0.value.conflict?.value) }) {
      models.append(.strongEventual)
    }
    return models
  }

  private static func session(_ operation: OperationNode) -> [ConsistencyModel]? {
    switch operation.value.sessionBy?.value {
    case .leader?, .position?, .sticky?: [.readYourWrites, .monotonicReads]
    default: nil
    }
  }
}

extension OperationNode {
  /// What the store gives under this operation's own settings.
  func provided(_ fact: ProvidedFact, of store: StoreNode) -> String? {
    requestProvided[ObjectIdentifier(store)]?[fact] ?? store.provided[fact]
  }

  /// `nil` when it is not known; no model for `none`.
  func models(_ fact: ProvidedFact, of store: StoreNode) -> ModelSet? {
    provided(fact, of: store).flatMap { ProvidedFact.models($0) }.map { ModelSet($0) }
  }
}

extension StoreNode {
  /// The models that hold together; `nil` when it is not known, or none does.
  func models(_ fact: ProvidedFact) -> ModelSet? {
    provided[fact].flatMap { ProvidedFact.models($0) }.map { ModelSet($0) }
  }
}
