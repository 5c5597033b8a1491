import Diagnostics
import Expressions
import Knowledge
import Parallel
import SystemModel

/// Builds the facts of a description: stratum 1.
///
/// Order matters only where facts rest on facts: parts are linked first, then stores get what their
/// products provide, then everything computed is filled in.
struct FactBuilder: @unchecked Sendable {
  let description: SystemDescription
  let knowledge: KnowledgeBase
  private let base: FactBase
  let graph: Graph
  private let assumed: AssumedValues
  /// What holds of each requirement where an operation states nothing itself.
  private let sharedRequirements: [(key: String, value: FieldValue?, origin: FactOrigin)]

  init(_ description: SystemDescription, file: SourceFile, knowledge: KnowledgeBase) {
    self.description = description
    self.knowledge = knowledge
    base = FactBase(file: file)
    assumed = AssumedValues(knowledge)
    sharedRequirements = Requirements.fields.enumerated().map { index, field in
      let stated = description.requirements?.value.field(index)
      let origin: FactOrigin = field.default == nil ? .unknown : .computed
      return (
        field.key, stated?.value ?? field.default, stated.map { .stated($0.span) } ?? origin
      )
    }
    graph = Graph(
      description,
      distances: Distances(
        description, known: knowledge.regions, defaults: assumed.distances))
  }

  func build() -> (FactBase, Graph) {
    Linker(graph: graph).link()
    let system = fill(
      Expressions.Record(type: FactTypes.system.type, path: ""), FactTypes.system, nil, graph)
    let topology = fill(
      Expressions.Record(type: FactTypes.topology.type, path: "topology"), FactTypes.topology,
      RecordView(description.topology?.value ?? Topology()), graph)
    topology.values[topology.type.index(of: "regions")!] = .records(
      (description.topology?.regions.entries ?? []).map { entry in
        let record = Expressions.Record(
          type: FactTypes.region.type, path: "topology.regions.\(entry.name)")
        state(record, FactTypes.region, RecordView(entry.value))
        compute(record, FactTypes.region, entry.name)
        return record
      })
    topology.values[topology.type.index(of: "links")!] = .records(
      (description.topology?.links.values ?? []).enumerated().map { index, link in
        let record = Expressions.Record(type: FactTypes.link.type, path: "topology.links[\(index)]")
        state(record, FactTypes.link, RecordView(link))
        compute(record, FactTypes.link, link)
        return record
      })
    let team = fill(
      Expressions.Record(type: FactTypes.team.type, path: "team"), FactTypes.team,
      description.team.map { RecordView($0.value) }, graph)
    base.globals = [.record(system), .record(topology), .record(team)]
    fillStores()
    ProductStage(knowledge: knowledge, base: base, graph: graph).run()
    fillRest()
    fillSystem(system)
    CatalogueFacts(base: base, graph: graph).fill()
    collectSubjects(system)
    return (base, graph)
  }

  // MARK: Stated

  /// Stores first: what products provide rests on what is stated of them.
  private func fillStores() {
    for node in graph.stores { state(node.record, FactTypes.store, RecordView(node.value)) }
  }

  /// Everything else, once it is known what stores provide; operations and data, of which there can be
  /// thousands, spread over the cores.
  private func fillRest() {
    for node in graph.services {
      state(node.record, FactTypes.service, RecordView(node.value))
      compute(node.record, FactTypes.service, Located(node: node, graph: graph))
    }
    inChunks(graph.stores) { builder, node in
      builder.compute(node.record, FactTypes.store, Located(node: node, graph: builder.graph))
    }
    for node in graph.coordination {
      state(node.record, FactTypes.coordination, RecordView(node.value))
      compute(node.record, FactTypes.coordination, Located(node: node, graph: graph))
    }
    for node in graph.detections {
      state(node.record, FactTypes.detection, RecordView(node.value))
      compute(node.record, FactTypes.detection, Located(node: node, graph: graph))
    }
    for node in graph.changes {
      state(node.record, FactTypes.change, RecordView(node.value))
      compute(node.record, FactTypes.change, Located(node: node, graph: graph))
    }
    for node in graph.automation {
      state(node.record, FactTypes.automation, RecordView(node.value))
      compute(node.record, FactTypes.automation, Located(node: node, graph: graph))
    }
    inChunks(graph.data) { builder, node in
      builder.state(node.record, FactTypes.data, RecordView(node.value))
      builder.compute(node.record, FactTypes.data, Located(node: node, graph: builder.graph))
    }
    graph.numbers = NumbersBuilder(graph: graph, assumed: assumed).build()
    inChunks(graph.operations) { builder, node in
      builder.state(node.record, FactTypes.operation, RecordView(node.value))
      builder.setSteps(node)
      builder.setEvents(node)
      builder.setRequirements(node)
      builder.compute(
        node.record, FactTypes.operation, Located(node: node, graph: builder.graph))
    }
  }

  /// Does something for each node, spread over the cores.
  private func inChunks<Part: Node>(
    _ nodes: [Part], _ work: @Sendable (FactBuilder, Part) -> Void
  ) {
    _ = Chunks.map(nodes) { part in
      for node in part { work(self, node) }
    }
  }

  private func state<Context>(
    _ record: Expressions.Record, _ layout: RecordLayout<Context>, _ view: RecordView
  ) {
    FactTypes.nested.fill(record, from: view, layout.stated)
  }

  private func setSteps(_ node: OperationNode) {
    guard !node.steps.isEmpty else { return set(node.record, "steps", .list([])) }
    let records = node.steps.enumerated().map { index, step in
      let record = Expressions.Record(
        type: FactTypes.step.type, path: "\(node.record.path).steps[\(index)]")
      state(record, FactTypes.step, RecordView(step.value))
      compute(record, FactTypes.step, (step: step, index: index))
      return record
    }
    set(node.record, "steps", .records(records))
  }

  private func setEvents(_ node: OperationNode) {
    let published = zip(node.publishes, node.value.publishes.entries).map { link, entry in
      let record = Expressions.Record(
        type: FactTypes.publication, path: "\(node.record.path).publishes.\(link.event)")
      place(record, "event", .string(link.event), .stated(entry.nameSpan))
      place(
        record, "to", link.store.map { .record($0.record) }, entry.value.to.map { .stated($0.span) }
      )
      place(
        record, "via", entry.value.via.map { .string($0.value.rawValue) },
        entry.value.via.map { .stated($0.span) })
      return record
    }
    set(node.record, "publishes", .records(published))
    let consumed = zip(node.consumes, node.value.consumes.entries).map { link, entry in
      let value = entry.value
      let record = Expressions.Record(
        type: FactTypes.consumption, path: "\(node.record.path).consumes.\(link.event)")
      place(record, "event", .string(link.event), .stated(entry.nameSpan))
      place(
        record, "from", link.store.map { .record($0.record) }, value.from.map { .stated($0.span) })
      place(
        record, "delivery", value.delivery.map { .string($0.value.rawValue) },
        value.delivery.map { .stated($0.span) })
      place(
        record, "dead_letter", value.deadLetter.map { .bool($0.value) },
        value.deadLetter.map { .stated($0.span) })
      place(
        record, "ordering", value.ordering.map { .string($0.value.rawValue) },
        value.ordering.map { .stated($0.span) })
      return record
    }
    set(node.record, "consumes", .records(consumed))
  }

  /// An operation's own requirements over those of the whole description, field by field.
  private func setRequirements(_ node: OperationNode) {
    let type = FactTypes.nested.types[Requirements.recordName]!
    let record = Expressions.Record(type: type, path: "\(node.record.path).requirements")
    var values = sharedRequirements
    for field in node.value.requirements?.value.statedFields ?? [] {
      values[field.index].value = field.value.value
      values[field.index].origin = .stated(field.value.span)
    }
    for (index, field) in values.enumerated() {
      guard let value = field.value else { continue }
      record.values[index] = FactTypes.nested.value(value, path: record.path, key: field.key)
    }
    record.origins = values.map(\.origin)
    set(node.record, "requirements", .record(record))
  }

  private func set(_ record: Expressions.Record, _ field: String, _ value: Value) {
    record.values[record.type.index(of: field)!] = value
  }

  private func place(
    _ record: Expressions.Record, _ field: String, _ value: Value?, _ origin: FactOrigin?
  ) {
    let index = record.type.index(of: field)!
    if record.origins == nil {
      record.origins = Array(repeating: .unknown, count: record.values.count)
    }
    if let value { record.values[index] = value }
    record.setOrigin(of: index, value == nil ? .unknown : origin ?? .computed)
  }

  // MARK: Computed

  /// Values that stay `unstated` keep the reference to themselves that a fresh record holds.
  private func compute<Context>(
    _ record: Expressions.Record, _ layout: RecordLayout<Context>, _ context: Context
  ) {
    for (fact, place) in zip(layout.computed, layout.computedPlaces) {
      let value = fact.compute(context)
      if value.isUnknown {
        if case .stated = record.origin(of: place) { continue }
        record.setOrigin(of: place, .unknown)
      } else {
        record.values[place] = value
      }
    }
  }

  private func fill<Context>(
    _ record: Expressions.Record, _ layout: RecordLayout<Context>, _ view: RecordView?,
    _ context: Context
  ) -> Expressions.Record {
    if let view { state(record, layout, view) }
    return record
  }

  private func fillSystem(_ system: Expressions.Record) {
    let info = RecordView(description.system.value)
    let whole = RecordView(description)
    var origins = [FactOrigin](repeating: .computed, count: system.values.count)
    func copy(_ view: RecordView, _ index: Int, path: String) {
      let field = view.fields[index]
      guard let place = system.type.index(of: field.key) else { return }
      if let stated = view.field(index) {
        system.values[place] = FactTypes.nested.value(
          stated.value, path: path, key: field.key)
        origins[place] = .stated(stated.span)
      } else if let fallback = field.default {
        system.values[place] = FactTypes.nested.value(
          fallback, path: path, key: field.key)
        origins[place] = .assumed
      } else if field.key == "constraints" {
        // Who states none has none.
        system.values[place] = .record(
          FactTypes.nested.record(RecordView(Constraints()), path: field.key))
      } else {
        origins[place] = .unknown
      }
    }
    for index in info.fields.indices { copy(info, index, path: "system") }
    for (index, field) in whole.fields.enumerated() where FactTypes.topLevelKeys.contains(field.key)
    {
      copy(whole, index, path: "")
    }
    system.origins = origins
    compute(system, FactTypes.system, graph)
    if case .record(let topology) = base.globals[1] { compute(topology, FactTypes.topology, graph) }
    if case .record(let team) = base.globals[2] { compute(team, FactTypes.team, graph) }
  }

  private func collectSubjects(_ system: Expressions.Record) {
    func subjects(_ kind: SubjectKind, _ nodes: [Node]) {
      base.subjects[kind] = nodes.map {
        Subject(kind: kind, name: $0.name, record: $0.record, span: $0.span)
      }
    }
    base.subjects[.system] = [
      Subject(
        kind: .system, name: description.system.value.name.value, record: system,
        span: description.system.value.name.span)
    ]
    subjects(.operation, graph.operations)
    subjects(.data, graph.data)
    subjects(.store, graph.stores)
    subjects(.service, graph.services)
    subjects(.coordination, graph.coordination)
    subjects(.failureDetection, graph.detections)
    subjects(.change, graph.changes)
    subjects(.automation, graph.automation)
  }
}
