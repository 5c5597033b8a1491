import Consistency
import Expressions
import Knowledge

/// Answers what the facts would be if a store had other settings or were another product.
///
/// The facts are changed in place, the question is asked, and they are put back: rules then see the
/// change wherever they reach the store from. Not to be used while anybody else reads the facts.
struct WhatIf {
  let base: FactBase
  let graph: Graph
  let stage: ProductStage
  /// What each operation must have, by the identity of its record.
  let needs: [ObjectIdentifier: Needs]

  init(
    knowledge: KnowledgeBase, base: FactBase, graph: Graph, operations: [OperationAnalysis]
  ) {
    self.base = base
    self.graph = graph
    stage = ProductStage(knowledge: knowledge, base: base, graph: graph)
    needs = Dictionary(
      operations.map { (ObjectIdentifier($0.subject.record), $0.needs) }
    ) { first, _ in first }
  }

  /// Runs `body` with the store changed and everything that follows for `operations` recomputed.
  func trying<Result>(
    _ changes: [String: String], product: Product? = nil, on store: StoreNode,
    for operations: [OperationNode], _ body: () -> Result
  ) -> Result {
    let before = Before(store, operations)
    defer { before.restore() }
    if let product { store.product = product }
    stage.configure(store, changing: changes, ignoringStated: product != nil)
    compute(store.record, FactTypes.store, Located(node: store, graph: graph))
    CatalogueFacts(base: base, graph: graph).fillRemarks(store)
    for data in store.data {
      compute(data.record, FactTypes.data, Located(node: data, graph: graph))
    }
    for operation in operations {
      operation.requestProvided = [:]
      stage.applyRequestSettings(operation)
      gap(of: operation)?.fill(operation.record)
    }
    return body()
  }

  /// What the operation needs against what it gets as things stand.
  func gap(of operation: OperationNode) -> GuaranteeGap? {
    needs[ObjectIdentifier(operation.record)].map {
      GuaranteeGap(needs: $0, provided: PathGuarantee.provided(operation))
    }
  }

  private func compute<Context>(
    _ record: Expressions.Record, _ layout: RecordLayout<Context>, _ context: Context
  ) {
    for (fact, place) in zip(layout.computed, layout.computedPlaces) {
      record.values[place] = fact.compute(context)
    }
  }

  /// Everything that a change touches, as it was.
  private struct Before {
    let store: StoreNode
    let product: Product?
    let settings: [(name: String, value: String)]
    let provided: [ProvidedFact: String]
    let decidedBy: [ProvidedFact: Int]
    let weakerDefaults: WeakerDefaults?
    let scheme: StoreNodes.Scheme
    let records: [(record: Expressions.Record, values: [Value])]
    let requests: [(OperationNode, [ObjectIdentifier: [ProvidedFact: String]])]

    init(_ store: StoreNode, _ operations: [OperationNode]) {
      self.store = store
      product = store.product
      settings = store.settings
      provided = store.provided
      decidedBy = store.decidedBy
      weakerDefaults = store.weakerDefaults
      scheme = store.scheme
      records = ([store.record] + store.data.map(\.record) + operations.map(\.record)).map {
        ($0, Array($0.values))
      }
      requests = operations.map { ($0, $0.requestProvided) }
    }

    func restore() {
      store.product = product
      store.settings = settings
      store.provided = provided
      store.decidedBy = decidedBy
      store.weakerDefaults = weakerDefaults
      store.scheme = scheme
      for (record, values) in records {
        for index in values.indices { record.values[index] = values[index] }
      }
      for (operation, provided) in requests { operation.requestProvided = provided }
    }
  }
}
