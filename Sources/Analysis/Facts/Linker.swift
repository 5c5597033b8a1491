import Parallel
import SystemModel

/// Resolves the names of a description to nodes; reading has checked that each name exists.
struct Linker: Sendable {
  let graph: Graph

  func link() {
    let description = graph.description
    graph.data = nodes(description.data) { DataNode($0, FactTypes.data.type) }
    graph.stores = description.stores.map { StoreNode($0, FactTypes.store.type) }
    graph.services = description.services.map { ServiceNode($0, FactTypes.service.type) }
    graph.operations = nodes(description.operations) {
      OperationNode($0, FactTypes.operation.type)
    }
    graph.coordination = description.coordination.map {
      CoordinationNode($0, FactTypes.coordination.type)
    }
    graph.detections = description.failureDetection.map {
      DetectionNode($0, FactTypes.detection.type)
    }
    graph.changes = description.changes.map { ChangeNode($0, FactTypes.change.type) }
    graph.automation = description.automation.map { AutomationNode($0, FactTypes.automation.type) }
    let names = Names(graph)
    linkData(names)
    linkComponents(names)
    _ = Chunks.map(graph.operations) { part in
      for node in part { resolve(node, names) }
    }
    for node in graph.operations { register(node) }
    linkGuards(names)
  }

  /// A node for each part of a section, of which there can be thousands.
  private func nodes<Value, Part: Node>(
    _ section: NamedMap<Value>, _ node: @Sendable (Named<Value>) -> Part
  ) -> [Part] {
    Chunks.map(section.entries) { $0.map(node) }.flatMap(\.self)
  }

  /// Nodes by name.
  private struct Names: Sendable {
    let data: [String: DataNode]
    let stores: [String: StoreNode]
    let services: [String: ServiceNode]

    init(_ graph: Graph) {
      data = Dictionary(graph.data.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      stores = Dictionary(
        graph.stores.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      services = Dictionary(
        graph.services.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func components(_ names: [String]) -> [ComponentNode] {
      names.compactMap { stores[$0] ?? services[$0] }
    }
  }

  private func linkData(_ names: Names) {
    for node in graph.data {
      let stores =
        (node.value.store.map { [$0.value.text] } ?? []) + node.value.stores.values.map(\.text)
      node.stores = stores.compactMap { names.stores[$0] }
      for store in node.stores { store.data.append(node) }
    }
  }

  private func linkComponents(_ names: Names) {
    for node in graph.stores as [ComponentNode] + graph.services {
      node.dependsOn = names.components(node.run.dependsOn.values.map(\.text))
      node.recoversWith = names.components(node.run.recoversWith.values.map(\.text))
      for other in node.dependsOn { other.neededBy.append(node) }
    }
  }

  /// What the operation itself names.
  private func resolve(_ node: OperationNode, _ names: Names) {
    let value = node.value
    node.service = value.service.flatMap { names.services[$0.value.text] }
    node.steps = value.steps.values.map { step in
      StepNode(
        step, reads: step.reads.values.compactMap { names.data[$0.text] },
        writes: step.writes.values.compactMap { names.data[$0.text] },
        calls: (step.calls?.services ?? []).compactMap { names.services[$0.value.text] })
    }
    node.reads = unique(
      value.reads.values.compactMap { names.data[$0.text] } + node.steps.flatMap(\.reads))
    node.writes = unique(
      value.writes.values.compactMap { names.data[$0.text] } + node.steps.flatMap(\.writes))
    node.calls = unique(
      (value.calls?.services ?? []).compactMap { names.services[$0.value.text] }
        + node.steps.flatMap(\.calls))
    node.publishes = value.publishes.entries.map {
      ($0.name, $0.value.to.flatMap { names.stores[$0.value.text] })
    }
    node.consumes = value.consumes.entries.map {
      ($0.name, $0.value.from.flatMap { names.stores[$0.value.text] })
    }
  }

  /// Makes it known to what it names.
  private func register(_ node: OperationNode) {
    node.service?.operations.append(node)
    for item in node.reads { item.readers.append(node) }
    for item in node.writes { item.writers.append(node) }
    for store in node.readStores { store.readers.append(node) }
    // Who publishes to a store writes to it: what it acknowledges must hold as much.
    let published = node.publishes.compactMap(\.store)
    for store in unique(node.writtenStores + published) { store.writers.append(node) }
    for store in unique(
      (node.publishes.map(\.store) + node.consumes.map(\.store)).compactMap(\.self))
    {
      store.messaging.append(node)
    }
    for service in node.calls { service.callers.append(node) }
  }

  private func linkGuards(_ names: Names) {
    for node in graph.coordination {
      node.store = node.value.store.flatMap { names.stores[$0.value.text] }
      node.store?.guards.append(node)
      for component in names.components(node.value.protects.values.map(\.text)) {
        if let store = component as? StoreNode {
          node.protectedStores.append(store)
          store.coordinatedBy.append(node)
        } else if let service = component as? ServiceNode {
          node.protectedServices.append(service)
        }
      }
    }
    for node in graph.detections {
      for component in names.components([node.value.watches?.value.text].compactMap(\.self)) {
        component.watchedBy.append(node)
        if let store = component as? StoreNode { node.stores.append(store) }
        if let service = component as? ServiceNode { node.services.append(service) }
      }
    }
    for node in graph.changes {
      for component in names.components(node.value.affects.values.map(\.text)) {
        component.changedBy.append(node)
        if let store = component as? StoreNode { node.stores.append(store) }
        if let service = component as? ServiceNode { node.services.append(service) }
      }
    }
    for node in graph.automation {
      for component in names.components(node.value.actsOn.values.map(\.text)) {
        component.automatedBy.append(node)
        if let store = component as? StoreNode { node.stores.append(store) }
        if let service = component as? ServiceNode { node.services.append(service) }
      }
    }
  }
}
