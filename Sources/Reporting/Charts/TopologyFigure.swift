import Analysis
import Expressions
import SystemModel

/// The map of a description's places, with the same as a table.
struct TopologyFigure {
  let analysis: Analysis

  /// More of each are counted, not drawn.
  private static let regionLimit = 8
  private static let zoneLimit = 12
  private static let itemLimit = 8
  /// So many regions have every distance drawn; more have that to the nearest.
  private static let meshLimit = 4

  /// `nil` when the description names no region.
  var figure: PageFigure? {
    let regions = self.regions
    guard !regions.isEmpty else { return nil }
    let shown = regions.prefix(Self.regionLimit).map(drawn)
    let others = outside
    let map = TopologyMap(
      id: "figure-topology", title: "Topology", summary: summary(regions),
      regions: shown + (others.map { [drawn($0)] } ?? []), links: links(shown.map(\.name)))
    let more =
      regions.count > shown.count
      ? " \(Words.count(regions.count - shown.count, "region")) more." : ""
    return PageFigure(
      id: map.id, title: map.title,
      caption:
        "What stands where, and the round trips between regions. Stores are rounded, and have a thick edge where they lead; services are square.\(more)",
      svg: map.svg, isWide: true, tables: [placeTable(regions, others), distanceTable])
  }

  // MARK: What stands where

  /// A region or what is outside of all, with everything in it.
  private struct Area {
    let name: String
    let zones: [(name: String, items: [TopologyMap.Item])]
  }

  private var regions: [Area] {
    let items = self.items
    return (analysis.description.topology?.regions.entries ?? []).map { region in
      let names = region.value.zoneNames
      let whole = items[Place(region: region.name)] ?? []
      var zones = names.map { name in
        (name, items[Place(region: region.name, zone: name)] ?? [])
      }
      if !whole.isEmpty || names.isEmpty {
        zones.insert((names.isEmpty ? "" : "no zone stated", whole), at: 0)
      }
      return Area(name: region.name, zones: zones)
    }
  }

  private var items: [Place: [TopologyMap.Item]] {
    var items: [Place: [TopologyMap.Item]] = [:]
    for service in analysis.description.services {
      for place in service.value.runsIn {
        items[place.value, default: []].append(
          .init(name: service.name, role: "", isStore: false))
      }
    }
    let leaders = Dictionary(
      analysis.facts.all(.store).map { ($0.name, $0.record["leader"]) },
      uniquingKeysWith: { first, _ in first })
    for store in analysis.description.stores {
      for (place, item) in copies(of: store, leader: leaders[store.name] ?? nil) {
        items[place, default: []].append(item)
      }
    }
    return items
  }

  /// Its copies by place and part, those that are alike told once.
  private func copies(
    of store: Named<Store>, leader: Value?
  ) -> [(place: Place, item: TopologyMap.Item)] {
    var copies: [(place: Place, role: String, count: Int)] = []
    var leadsAt: String?
    // The parts of a broker's topics each have a leader of their own.
    if case .string(let place)? = leader, !place.isEmpty, store.value.role?.value != .broker {
      leadsAt = place
    }
    for replica in store.value.replicas {
      let place = replica.value.place.value
      var role = ""
      if leadsAt == place.description, [nil, .leader].contains(replica.value.role?.value) {
        role = "leads"
        leadsAt = nil
      } else if let stated = replica.value.role?.value, stated != .follower, stated != .voter {
        role = stated == .leader ? "leads" : stated.rawValue
      }
      let count = max(1, replica.value.count?.value ?? 1)
      let same = copies.firstIndex { $0.place == place && $0.role == role && role != "leads" }
      if let same {
        copies[same].count = copies[same].count.addingReportingOverflow(count).partialValue
      } else {
        copies.append((place, role, count))
      }
    }
    return copies.map { copy in
      let words = [copy.role, copy.count > 1 ? "×\(copy.count)" : ""].filter { !$0.isEmpty }
      return (
        copy.place,
        TopologyMap.Item(
          name: store.name, role: words.joined(separator: " "), isStore: true,
          leads: copy.role == "leads")
      )
    }
  }

  /// What stands in no region; `nil` when everything does.
  private var outside: Area? {
    let services = analysis.description.services.filter { $0.value.runsIn.isEmpty }
    let external = services.filter { $0.value.external?.value == true }.map(\.name)
    let unplaced = services.filter { $0.value.external?.value != true }.map(\.name)
    let stores = analysis.description.stores.filter { $0.value.replicas.isEmpty }.map(\.name)
    var zones: [(name: String, items: [TopologyMap.Item])] = []
    if !external.isEmpty {
      zones.append(("others run it", external.map { .init(name: $0, role: "", isStore: false) }))
    }
    if !unplaced.isEmpty || !stores.isEmpty {
      zones.append(
        (
          "place not stated",
          unplaced.map { .init(name: $0, role: "", isStore: false) }
            + stores.map { .init(name: $0, role: "", isStore: true) }
        ))
    }
    return zones.isEmpty ? nil : Area(name: "In no region", zones: zones)
  }

  private func drawn(_ area: Area) -> TopologyMap.Region {
    TopologyMap.Region(
      name: area.name,
      zones: area.zones.prefix(Self.zoneLimit).map { zone in
        .init(
          name: zone.name, items: Array(zone.items.prefix(Self.itemLimit)),
          more: max(0, zone.items.count - Self.itemLimit))
      })
  }

  // MARK: Distances

  private func links(_ names: [String]) -> [TopologyMap.Link] {
    var places: [String: Int] = [:]
    for (index, name) in names.enumerated() { places[name] = index }
    let links = analysis.numbers.distances.compactMap { distance -> (TopologyMap.Link, Double)? in
      guard let first = places[distance.between.0], let second = places[distance.between.1],
        first != second
      else { return nil }
      let label = NumbersSections.time(distance.milliseconds)
      return (
        .init(first: min(first, second), second: max(first, second), label: label),
        distance.milliseconds
      )
    }
    guard names.count > Self.meshLimit else { return links.map(\.0) }
    // The shortest links that join all regions (Kruskal).
    var group = Array(names.indices)
    return links.enumerated().sorted {
      ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
    }.compactMap { _, link in
      let (first, second) = (group[link.0.first], group[link.0.second])
      guard first != second else { return nil }
      for index in group.indices where group[index] == second { group[index] = first }
      return link.0
    }
  }

  // MARK: Words

  private func summary(_ regions: [Area]) -> String {
    let places = regions.prefix(Self.regionLimit).map { region in
      let stores = Set(region.zones.flatMap(\.items).filter(\.isStore).map(\.name)).count
      return
        "\(region.name) with \(Words.count(region.zones.count { $0.name != "" }, "zone")) and \(Words.count(stores, "store"))"
    }
    return "Regions as boxes, zones inside them: \(Words.joined(places))."
  }

  private func placeTable(_ regions: [Area], _ others: Area?) -> PageTable {
    let rows = (regions + (others.map { [$0] } ?? [])).flatMap { region in
      region.zones.map { zone in
        [
          region.name, zone.name.isEmpty ? "–" : zone.name, words(zone.items, isStore: true),
          words(zone.items, isStore: false),
        ]
      }
    }
    return PageTable(
      caption: "What stands where", header: ["region", "zone", "stores", "services"], rows: rows)
  }

  private func words(_ items: [TopologyMap.Item], isStore: Bool) -> String {
    let names = items.filter { $0.isStore == isStore }.map {
      $0.role.isEmpty ? $0.name : "\($0.name) (\($0.role))"
    }
    return names.isEmpty ? "–" : Words.subjects(names, limit: 20) { $0 }
  }

  private var distanceTable: PageTable {
    PageTable(
      caption: "Round trips between regions",
      header: ["between", "and", "round trip", "known from"],
      rows: analysis.numbers.distances.map {
        [$0.between.0, $0.between.1, NumbersSections.time($0.milliseconds), $0.origin]
      })
  }
}
