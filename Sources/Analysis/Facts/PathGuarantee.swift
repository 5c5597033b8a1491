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
    var sets: [ModelSet] = []
    if operation.reads.contains(where: { $0.stores.contains { $0 === store } }) {
      guard let read = readModels(store, operation) else { return nil }
      sets.append(read)
    }
    if operation.writes.contains(where: { $0.stores.contains { $0 === store } }) {
      guard let write = store.model(.writes) else { return nil }
      sets.append(ModelSet([write]))
    }
    guard var common = sets.first else { return nil }
    for set in sets.dropFirst() { common = common.meet(set) }
    if let isolation = isolation(store, operation) { common = common.join(ModelSet([isolation])) }
    return common
  }

  /// A read served by another copy than the leader sees a prefix of its log at best; one from a cache
  /// or from any replica of a leaderless store, nothing but what has arrived.
  private static func readModels(_ store: StoreNode, _ operation: OperationNode) -> ModelSet? {
    guard let reads = store.model(.reads) else { return nil }
    switch operation.value.readsFrom?.value {
    case .cache? where store.role != .cache: return ModelSet([.eventual])
    case .nearest?, .follower?:
      if store.nodes.nodes.count < 2 { return ModelSet([reads]) }
      let replica: ConsistencyModel =
        store.scheme.tolerance == .quorum ? .eventual : .consistentPrefix
      return ModelSet([reads]).meet(ModelSet([replica]))
    default: return ModelSet([reads])
    }
  }

  /// The level that the operation asks for, where the store can give it; else the store's default.
  private static func isolation(_ store: StoreNode, _ operation: OperationNode) -> ConsistencyModel?
  {
    if let stated = operation.value.isolation?.value, let model = ConsistencyModel(stated.rawValue)
    {
      return model
    }
    if operation.value.guard?.value == .serializable { return .serializable }
    return store.model(.isolation)
  }

  private static func session(_ operation: OperationNode) -> [ConsistencyModel]? {
    switch operation.value.sessionBy?.value {
    case .leader?, .position?, .sticky?: [.readYourWrites, .monotonicReads]
    default: nil
    }
  }
}

extension StoreNode {
  func model(_ fact: ProvidedFact) -> ConsistencyModel? {
    provided[fact].flatMap { ConsistencyModel($0) }
  }
}
