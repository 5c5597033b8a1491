import Consistency
import Expressions
import Knowledge

/// Answers what the facts would be if a store had other settings or were another product.
///
/// The facts are changed in place, the question is asked, and they are put back: rules then see the
/// change wherever they reach the store from. Not to be used while anybody else reads the facts.
final class WhatIf {
  let base: FactBase
  let graph: Graph
  let stage: ProductStage
  /// What was tried before: many findings ask for the same change.
  private var tried: [Trial: State] = [:]

  private var choices: [ObjectIdentifier: SettingChoices] = [:]

  private struct Trial: Hashable {
    let store: ObjectIdentifier
    let product: String?
    let changes: [String: String]
  }

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
    let before = State(store)
    let requests = operations.map { ($0, $0.requestProvided, Array($0.record.values)) }
    defer {
      before.restore()
      for (operation, provided, values) in requests {
        operation.requestProvided = provided
        for index in values.indices { operation.record.values[index] = values[index] }
      }
    }
    change(store, changes, product)
    for operation in operations {
      operation.requestProvided = [:]
      stage.applyRequestSettings(operation)
      gap(of: operation)?.fill(operation.record)
    }
    return body()
  }

  /// What is worth trying on a store.
  func choices(of store: StoreNode) -> SettingChoices {
    let id = ObjectIdentifier(store)
    if let known = choices[id] { return known }
    let found = SettingChoices(store) { [unowned self] in changed(by: $0, on: store) }
    choices[id] = found
    return found
  }

  private func changed(by changes: [String: String], on store: StoreNode) -> Set<String> {
    let before = State(store)
    defer { before.restore() }
    change(store, changes, nil)
    return before.difference(from: State(store))
  }

  private func change(_ store: StoreNode, _ changes: [String: String], _ product: Product?) {
    let trial = Trial(store: ObjectIdentifier(store), product: product?.id, changes: changes)
    if let state = tried[trial] { return state.restore() }
    if let product { store.product = product }
    stage.configure(store, changing: changes, ignoringStated: product != nil)
    compute(store.record, FactTypes.store, Located(node: store, graph: graph))
    CatalogueFacts(base: base, graph: graph).fillRemarks(store)
    for data in store.data.prefix(State.dataLimit) {
      compute(data.record, FactTypes.data, Located(node: data, graph: graph))
    }
    tried[trial] = State(store)
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

  /// Everything about a store that a change touches.
  private struct State {
    /// Of a store with thousands of data items, so many are looked at.
    static let dataLimit = 32

    let store: StoreNode
    let product: Product?
    let settings: [(name: String, value: String)]
    let provided: [ProvidedFact: String]
    let decidedBy: [ProvidedFact: Int]
    let weakerDefaults: WeakerDefaults?
    let scheme: StoreNodes.Scheme
    let records: [(record: Expressions.Record, values: [Value])]

    init(_ store: StoreNode) {
      self.store = store
      product = store.product
      settings = store.settings
      provided = store.provided
      decidedBy = store.decidedBy
      weakerDefaults = store.weakerDefaults
      scheme = store.scheme
      records = ([store.record] + store.data.prefix(Self.dataLimit).map(\.record)).map {
        ($0, Array($0.values))
      }
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
    }

    func difference(from other: State) -> Set<String> {
      var names: Set<String> = []
      for (left, right) in zip(records, other.records) {
        let type = left.record.type
        for (index, pair) in zip(left.values, right.values).enumerated() where pair.0 != pair.1 {
          names.insert("\(type.name).\(type.fields[index].name)")
        }
      }
      return names
    }
  }
}
