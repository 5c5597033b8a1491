import Analysis
import SystemModel

/// What operations read, write, call, publish and consume, and what locks protect.
struct DataFlowDiagram {
  let description: SystemDescription

  /// More operations than this make no picture.
  static let operationLimit = 25

  /// What passes between two parts; operations are `o0`, stores `d0`, services that are called `c0`,
  /// locks and elections `k0`, numbered as described.
  struct Edge {
    let from: String
    let to: String
    var words: [String]
    var isDotted = false
  }

  /// What passes between the operations that are drawn and everything else.
  var edges: [Edge] {
    description.operations.entries.prefix(Self.operationLimit).enumerated().flatMap {
      edges($0.element.value, "o\($0.offset)")
    } + coordinationEdges
  }

  var diagram: Review.Diagram {
    let operations = Array(description.operations.entries.prefix(Self.operationLimit))
    let edges = self.edges
    var lines =
      ["flowchart LR"] + boxes(operations) + components(Set(edges.flatMap { [$0.from, $0.to] }))
    lines += edges.map(line)
    var legend =
      "Rounded boxes are operations inside the service that runs them, cylinders stores, hexagons services outside one's control."
    if !description.coordination.isEmpty {
      legend += " Dotted lines are what a lock or election protects."
    }
    let left = description.operations.count - operations.count
    if left > 0 { legend += " \(Words.count(left, "further operation")) not drawn." }
    return .init(mermaid: lines.joined(separator: "\n"), legend: legend)
  }

  // MARK: Boxes

  private func boxes(_ operations: [Named<Operation>]) -> [String] {
    func box(_ index: Int) -> String {
      let operation = operations[index]
      let rate = operation.value.rate.map { ["\($0.value)"] } ?? []
      return "o\(index)([\(MermaidText.quoted([operation.name] + rate))])"
    }
    var lines: [String] = []
    for (place, service) in description.services.names.enumerated() {
      let own = operations.indices.filter { operations[$0].value.service?.value.text == service }
      guard !own.isEmpty else { continue }
      lines.append("  subgraph s\(place)[\(MermaidText.quoted([service]))]")
      lines += own.map { "    " + box($0) }
      lines.append("  end")
    }
    return lines
      + operations.indices.filter { operations[$0].value.service == nil }.map { "  " + box($0) }
  }

  private func components(_ used: Set<String>) -> [String] {
    var lines = description.stores.names.enumerated().map { index, name in
      "  d\(index)[(\(MermaidText.quoted([name])))]"
    }
    for (index, service) in description.services.entries.enumerated()
    where used.contains("c\(index)") {
      let isExternal = service.value.external?.value == true
      let label = MermaidText.quoted([service.name])
      lines.append("  c\(index)" + (isExternal ? "{{\(label)}}" : "[\(label)]"))
    }
    for (index, coordination) in description.coordination.entries.enumerated() {
      let purpose =
        coordination.value.purpose.map { [$0.value.rawValue.replacing("-", with: " ")] } ?? []
      lines.append("  k\(index)[/\(MermaidText.quoted([coordination.name] + purpose))/]")
    }
    return lines
  }

  // MARK: Edges

  private func store(_ name: String) -> String? {
    description.stores.position(of: name).map { "d\($0)" }
  }

  private func service(_ name: String) -> String? {
    description.services.position(of: name).map { "c\($0)" }
  }

  private func edges(_ operation: Operation, _ id: String) -> [Edge] {
    var edges: [Edge] = []
    func add(_ from: String, _ to: String, _ word: String) {
      if let index = edges.firstIndex(where: { $0.from == from && $0.to == to }) {
        if !edges[index].words.contains(word) { edges[index].words.append(word) }
      } else {
        edges.append(Edge(from: from, to: to, words: [word]))
      }
    }
    for item in operation.allWrites {
      for store in stores(of: item.value.text) { add(id, store, "writes \(item.value.text)") }
    }
    for item in operation.allReads {
      for store in stores(of: item.value.text) { add(store, id, "reads \(item.value.text)") }
    }
    for call in operation.allCalls {
      if let callee = service(call.value.text) { add(id, callee, "calls") }
    }
    for event in operation.publishes.entries {
      if let store = event.value.to.flatMap({ store($0.value.text) }) {
        add(id, store, "publishes \(event.name)")
      }
    }
    for event in operation.consumes.entries {
      if let store = event.value.from.flatMap({ store($0.value.text) }) {
        add(store, id, "delivers \(event.name)")
      }
    }
    return edges
  }

  private func stores(of data: String) -> [String] {
    description.data[data]?.value.allStores.compactMap { store($0.value.text) } ?? []
  }

  private var coordinationEdges: [Edge] {
    description.coordination.entries.enumerated().flatMap { index, coordination -> [Edge] in
      let kept = coordination.value.store.flatMap { store($0.value.text) }
      let protected = coordination.value.protects.values.compactMap {
        store($0.text) ?? service($0.text)
      }
      return (kept.map { [Edge(from: "k\(index)", to: $0, words: ["is kept in"])] } ?? [])
        + protected.map { Edge(from: "k\(index)", to: $0, words: ["protects"], isDotted: true) }
    }
  }

  private func line(_ edge: Edge) -> String {
    let shown =
      edge.words.prefix(3) + (edge.words.count > 3 ? ["\(edge.words.count - 3) more"] : [])
    let arrow = edge.isDotted ? "-.->" : "-->"
    return "  \(edge.from) \(arrow)|\(MermaidText.quoted(Array(shown)))| \(edge.to)"
  }
}
