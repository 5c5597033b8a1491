import Analysis
import SystemModel

/// What operations read, write, call and publish, as a drawing: operations on the left inside the
/// services that run them, what they use on the right, with the same as a table.
struct DataFlowFigure {
  let description: SystemDescription

  private typealias Edge = DataFlowDiagram.Edge

  /// A box on either side.
  private struct Part {
    let id: String
    let name: String
    /// What it does, or what it is, below its name.
    let detail: String
    let style: String
    /// The box around it; empty: none.
    let group: String
  }

  private static let width = 760.0
  private static let leftEnd = 352.0
  private static let rightStart = 540.0
  private static let row = 44.0
  private static let gap = 12.0

  /// `nil` when nothing passes between parts.
  var figure: PageFigure? {
    let edges = DataFlowDiagram(description: description).edges
    guard !edges.isEmpty else { return nil }
    let left = self.left(edges)
    let right = self.right(edges, order: left.map(\.id))
    let more = description.operations.count - DataFlowDiagram.operationLimit
    return PageFigure(
      id: "figure-flow", title: "Data flow",
      caption:
        "Arrows point where data goes: solid for reads and writes, dashed for calls and messages, dotted for what locks and elections use and protect."
        + (more > 0 ? " \(Words.count(more, "further operation")) not drawn." : ""),
      svg: svg(left, right, edges), isWide: true, tables: [table(left + right, edges)])
  }

  // MARK: Parts

  private func left(_ edges: [Edge]) -> [Part] {
    // A call says whom: on the left nothing else does.
    let edges = edges.map { edge in
      guard let place = edge.words.firstIndex(of: "calls"), let service = service(edge.to) else {
        return edge
      }
      var named = edge
      named.words[place] = "calls \(service)"
      return named
    }
    let operations = Array(
      description.operations.entries.prefix(DataFlowDiagram.operationLimit).enumerated())
    func part(_ index: Int, _ operation: Named<Operation>, in group: String) -> Part {
      Part(
        id: "o\(index)", name: operation.name, detail: detail("o\(index)", edges),
        style: "service", group: group)
    }
    let services = description.services.names.flatMap { service in
      operations.filter { $0.element.value.service?.value.text == service }
        .map { part($0.offset, $0.element, in: service) }
    }
    let alone = operations.filter { $0.element.value.service == nil }
      .map { part($0.offset, $0.element, in: "no service stated") }
    let locks = description.coordination.entries.enumerated().map { index, lock in
      Part(
        id: "k\(index)", name: lock.name,
        detail: lock.value.purpose?.value.rawValue.replacing("-", with: " ") ?? "",
        style: "zone", group: "locks and elections")
    }
    return services + alone + locks
  }

  /// Everything that is used, each near those who use it.
  private func right(_ edges: [Edge], order: [String]) -> [Part] {
    let stores = description.stores.entries.enumerated().map { index, store in
      Part(
        id: "d\(index)", name: store.name, detail: store.value.product?.value ?? "",
        style: "store", group: "")
    }
    let services = description.services.entries.enumerated().map { index, service in
      Part(
        id: "c\(index)", name: service.name,
        detail: service.value.external?.value == true ? "others run it" : "service",
        style: "service", group: "")
    }
    let used = (stores + services).compactMap { part -> (part: Part, place: Double)? in
      let places = edges.compactMap { edge -> Int? in
        guard edge.from == part.id || edge.to == part.id else { return nil }
        return order.firstIndex(of: edge.from == part.id ? edge.to : edge.from)
      }
      guard !places.isEmpty else { return nil }
      return (part, Double(places.reduce(0, +)) / Double(places.count))
    }
    return used.enumerated().sorted {
      ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
    }.map(\.element.part)
  }

  /// `writes order, stock · calls`.
  private func detail(_ id: String, _ edges: [Edge]) -> String {
    var verbs: [(verb: String, names: [String])] = []
    for word in edges.filter({ $0.from == id || $0.to == id }).flatMap(\.words) {
      let parts = word.split(separator: " ", maxSplits: 1).map(String.init)
      let verb = parts[0] == "delivers" ? "gets" : parts[0]
      if let same = verbs.firstIndex(where: { $0.verb == verb }) {
        verbs[same].names += parts.dropFirst()
      } else {
        verbs.append((verb, Array(parts.dropFirst())))
      }
    }
    return verbs.map { ([$0.verb] + [$0.names.joined(separator: ", ")]).joined(separator: " ") }
      .map { String($0.trimmingSuffix(" ")) }.joined(separator: " · ")
  }

  private func service(_ id: String) -> String? {
    Int(id.dropFirst()).flatMap { description.services.names.indices.contains($0) ? $0 : nil }
      .map { description.services.names[$0] }
  }

  // MARK: Drawing

  private struct Place {
    let top: Double
    let height: Double
  }

  private func svg(_ left: [Part], _ right: [Part], _ edges: [Edge]) -> String {
    var places: [String: Place] = [:]
    var groups: [(name: String, top: Double, bottom: Double)] = []
    var y = 1.0
    for part in left {
      if groups.last?.name != part.group {
        if !groups.isEmpty { y += Self.gap + 4 }
        groups.append((part.group, y, y))
        y += 30
      }
      places[part.id] = Place(top: y, height: Self.row - 6)
      y += Self.row
      groups[groups.count - 1].bottom = y + 4
    }
    let leftHeight = y + 4
    let heights = right.map { part in
      max(Self.row - 6, 12 * Double(edges.count { $0.from == part.id || $0.to == part.id } + 1))
    }
    let needed = heights.reduce(0, +) + Self.gap * Double(right.count - 1)
    let height = max(leftHeight, needed) + 2
    let space =
      right.count > 1 ? max(Self.gap, (height - 2 - heights.reduce(0, +)) / Double(right.count)) : 0
    y = 1 + max(0, right.count > 1 ? space / 2 : (height - needed) / 2)
    for (part, own) in zip(right, heights) {
      places[part.id] = Place(top: y, height: own)
      y += own + space
    }
    let ends = self.ends(edges, places)
    let whole = max(height, y)
    var markup = Markup()
    markup.drawing(
      id: "figure-flow", title: "Data flow", summary: summary(left + right, edges),
      size: [
        "class": "map", "width": ChartText.number(Self.width), "height": ChartText.number(whole),
        "viewBox": "0 0 \(ChartText.number(Self.width)) \(ChartText.number(whole))",
      ]
    ) { markup in
      for group in groups {
        box(
          "region", x: 1, y: group.top, width: Self.leftEnd, height: group.bottom - group.top, 8,
          &markup)
        markup.label(group.name, x: "13", y: group.top + 20, class: "region-name", length: 40)
      }
      for (index, edge) in edges.enumerated() { draw(edge, ends[index], &markup) }
      for part in left { draw(part, x: 9, width: Self.leftEnd - 16, places[part.id]!, &markup) }
      for part in right {
        draw(
          part, x: Self.rightStart, width: Self.width - Self.rightStart - 2, places[part.id]!,
          &markup)
      }
    }
    return markup.text
  }

  private func draw(
    _ part: Part, x: Double, width: Double, _ place: Place, _ markup: inout Markup
  ) {
    box(
      part.style, x: x, y: place.top, width: width, height: place.height,
      part.style == "store" ? 10 : 2, &markup)
    let middle = place.top + place.height / 2
    let hasDetail = !part.detail.isEmpty
    markup.label(
      part.name, x: ChartText.number(x + 10), y: middle + (hasDetail ? -3 : 4), class: "item",
      length: Int(width / 7))
    if hasDetail {
      markup.label(
        part.detail, x: ChartText.number(x + 10), y: middle + 12, class: "detail",
        length: Int(width / 6.6))
    }
  }

  private func box(
    _ style: String, x: Double, y: Double, width: Double, height: Double, _ radius: Double,
    _ markup: inout Markup
  ) {
    markup.element(
      "rect",
      [
        "class": style, "x": ChartText.number(x), "y": ChartText.number(y),
        "width": ChartText.number(width), "height": ChartText.number(height),
        "rx": ChartText.number(radius),
      ], "")
  }

  /// Where each line meets its parts: lines at one box are spread over its edge, in the order of
  /// what they come from.
  private func ends(_ edges: [Edge], _ places: [String: Place]) -> [(left: Double, right: Double)] {
    func other(_ edge: Edge, _ id: String) -> Double {
      places[edge.from == id ? edge.to : edge.from]?.top ?? 0
    }
    func spread(_ id: String, _ index: Int) -> Double {
      let place = places[id] ?? Place(top: 0, height: 0)
      let all = edges.indices.filter { edges[$0].from == id || edges[$0].to == id }
        .sorted { (other(edges[$0], id), $0) < (other(edges[$1], id), $1) }
      let position = Double((all.firstIndex(of: index) ?? 0) + 1) / Double(all.count + 1)
      return place.top + place.height * position
    }
    return edges.indices.map { index in
      let edge = edges[index]
      let isForward = isLeft(edge.from)
      return (
        spread(isForward ? edge.from : edge.to, index),
        spread(isForward ? edge.to : edge.from, index)
      )
    }
  }

  private func isLeft(_ id: String) -> Bool { id.hasPrefix("o") || id.hasPrefix("k") }

  private func draw(_ edge: Edge, _ end: (left: Double, right: Double), _ markup: inout Markup) {
    let isMessage = edge.words.contains { word in
      ["calls", "publishes", "delivers"].contains { word.hasPrefix($0) }
    }
    let style =
      edge.isDotted || edge.words.contains("is kept in") ? "lock" : isMessage ? "message" : "data"
    let (x1, x2) = (Self.leftEnd - 7, Self.rightStart)
    let middle = ChartText.number((x1 + x2) / 2)
    let (left, right) = (ChartText.number(end.left), ChartText.number(end.right))
    markup.element(
      "path",
      [
        "class": "flow \(style)",
        "d":
          "M\(ChartText.number(x1)) \(left) C\(middle) \(left) \(middle) \(right) \(ChartText.number(x2)) \(right)",
      ], "")
    let (tip, back, y) = isLeft(edge.from) ? (x2, x2 - 8, end.right) : (x1, x1 + 8, end.left)
    markup.element(
      "path",
      [
        "class": "flow-tip",
        "d":
          "M\(ChartText.number(tip)) \(ChartText.number(y)) L\(ChartText.number(back)) \(ChartText.number(y - 4)) V\(ChartText.number(y + 4)) Z",
      ], "")
  }

  // MARK: Words

  private func names(_ parts: [Part]) -> [String: String] {
    Dictionary(parts.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  private func summary(_ parts: [Part], _ edges: [Edge]) -> String {
    let names = names(parts)
    let shown = edges.prefix(40).map { edge in
      "\(names[edge.from] ?? ""), \(names[edge.to] ?? ""): \(edge.words.joined(separator: ", "))."
    }
    let more = edges.count - shown.count
    return shown.joined(separator: " ") + (more > 0 ? " \(more) more." : "")
  }

  private func table(_ parts: [Part], _ edges: [Edge]) -> PageTable {
    let names = names(parts)
    return PageTable(
      caption: "What passes from where to where", header: ["from", "to", "what"],
      rows: edges.map { edge in
        [names[edge.from] ?? "", names[edge.to] ?? "", edge.words.joined(separator: ", ")]
      })
  }
}
