import Analysis
import Expressions
import SystemModel

/// Regions and zones with what stands in them, and the links between regions.
struct TopologyDiagram {
  let analysis: Analysis

  /// More boxes than this nobody can read: then zones show how many nodes they hold.
  private static let boxLimit = 60
  /// Beyond so many regions only some are drawn.
  private static let regionLimit = 12

  private var description: SystemDescription { analysis.description }

  private struct Box {
    let place: Place
    let lines: [String]
    let isStore: Bool
  }

  var diagram: Review.Diagram {
    let boxes = services + stores
    let isCrowded = boxes.count > Self.boxLimit
    let regions = regionNames(boxes)
    let shown = Array(regions.prefix(Self.regionLimit))
    var lines = ["flowchart LR"]
    for (index, region) in shown.enumerated() {
      lines += draw(region, index, boxes.filter { $0.place.region == region }, isCrowded)
    }
    lines += outside
    lines += links(shown)
    if lines.count == 1 { lines.append("  none[\"no place is described\"]") }
    var legend = [
      "Cylinders are nodes of stores, boxes instances of services."
    ]
    if !links(shown).isEmpty { legend.append("Lines carry the median round trip.") }
    if isCrowded { legend.append("Zones show how many nodes they hold.") }
    if regions.count > shown.count {
      legend.append("\(Words.count(regions.count - shown.count, "further region")) not drawn.")
    }
    return .init(mermaid: lines.joined(separator: "\n"), legend: legend.joined(separator: " "))
  }

  // MARK: Boxes

  private var services: [Box] {
    description.services.entries.flatMap { service -> [Box] in
      var counts: [(place: Place, count: Int)] = []
      for place in service.value.runsIn.values {
        if let index = counts.firstIndex(where: { $0.place == place }) {
          counts[index].count += 1
        } else {
          counts.append((place, 1))
        }
      }
      return counts.map { place, count in
        Box(
          place: place, lines: [count > 1 ? "\(service.name) ×\(count)" : service.name],
          isStore: false)
      }
    }
  }

  private var stores: [Box] {
    zip(description.stores.entries, analysis.facts.all(.store)).flatMap { store, subject -> [Box] in
      var leader = self.leader(subject)
      return store.value.replicas.values.map { replica in
        var role = replica.role?.value.rawValue
        if role == nil, replica.place.value.description == leader {
          role = "leader"
          leader = nil
        }
        let count = replica.count?.value ?? 1
        let name = count > 1 ? "\(store.name) ×\(count)" : store.name
        return Box(
          place: replica.place.value, lines: [name] + (role.map { [$0] } ?? []), isStore: true)
      }
    }
  }

  /// Where the leader stands, unless each place has one of its own.
  private func leader(_ subject: Subject) -> String? {
    guard case .string(let place)? = subject.record["leader"], !place.isEmpty else { return nil }
    return place
  }

  /// Declared regions first, then those that only places name.
  private func regionNames(_ boxes: [Box]) -> [String] {
    var seen: Set<String> = []
    let declared = description.topology?.regions.names ?? []
    return (declared + boxes.map(\.place.region)).filter { seen.insert($0).inserted }
  }

  // MARK: Lines

  private func draw(_ region: String, _ index: Int, _ boxes: [Box], _ isCrowded: Bool) -> [String] {
    let declared = description.topology?.regions[region]?.value.zoneNames ?? []
    var zones: [String?] = declared.map(\.self)
    for box in boxes where !zones.contains(box.place.zone) { zones.append(box.place.zone) }
    var lines = ["  subgraph r\(index)[\(MermaidText.quoted([region]))]"]
    if zones.isEmpty { lines.append("    r\(index)e[\"nothing described here\"]") }
    for (place, zone) in zones.enumerated() {
      let inside = boxes.filter { $0.place.zone == zone }
      let id = "r\(index)z\(place)"
      let content = isCrowded ? summary(inside, id) : draw(inside, id)
      guard let zone else {
        lines += content
        continue
      }
      lines.append("    subgraph \(id)[\(MermaidText.quoted([zone]))]")
      lines += content.isEmpty ? ["      \(id)e[\"nothing described here\"]"] : content
      lines.append("    end")
    }
    return lines + ["  end"]
  }

  private func draw(_ boxes: [Box], _ id: String) -> [String] {
    boxes.enumerated().map { index, box in
      let label = MermaidText.quoted(box.lines)
      return "      \(id)n\(index)" + (box.isStore ? "[(\(label))]" : "[\(label)]")
    }
  }

  private func summary(_ boxes: [Box], _ id: String) -> [String] {
    guard !boxes.isEmpty else { return [] }
    let stores = boxes.count { $0.isStore }
    let parts = [
      stores == 0 ? nil : Words.count(stores, "store"),
      boxes.count == stores ? nil : Words.count(boxes.count - stores, "service"),
    ].compactMap(\.self)
    return ["      \(id)n[\(MermaidText.quoted(parts))]"]
  }

  /// Services that are not under one's control stand outside of every region.
  private var outside: [String] {
    description.services.entries.filter { $0.value.external?.value == true }
      .prefix(Self.boxLimit).enumerated().map { index, service in
        "  x\(index){{\(MermaidText.quoted([service.name, "external"]))}}"
      }
  }

  private func links(_ regions: [String]) -> [String] {
    analysis.numbers.distances.compactMap { distance in
      guard let a = regions.firstIndex(of: distance.between.0),
        let b = regions.firstIndex(of: distance.between.1), a != b
      else { return nil }
      let label = "\(NumbersSections.time(distance.milliseconds)), \(distance.origin)"
      return "  r\(a) <-->|\(MermaidText.quoted([label]))| r\(b)"
    }
  }
}
