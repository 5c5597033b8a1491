/// A map of places: regions with their zones, what stands in each, and how far regions are apart.
struct TopologyMap {
  struct Region {
    let name: String
    let zones: [Zone]
  }

  struct Zone {
    /// Empty for a region as a whole.
    let name: String
    let items: [Item]
    /// How many more stand there than are shown.
    var more = 0
  }

  struct Item {
    let name: String
    /// Its part there, such as `leads`; empty for an ordinary copy.
    let role: String
    let isStore: Bool
    var leads = false
  }

  /// A distance between two regions, by their positions; the first is the smaller.
  struct Link {
    let first: Int
    let second: Int
    let label: String
  }

  /// Unique on the page.
  let id: String
  let title: String
  let summary: String
  let regions: [Region]
  let links: [Link]

  private static let zoneWidth = 186.0
  private static let gap = 10.0
  private static let item = 26.0
  private static let laneWidth = 66.0
  /// More zones go to the next line.
  private static let columns = 4

  var svg: String {
    let columns = min(Self.columns, max(1, regions.map(\.zones.count).max() ?? 1))
    let width = Double(columns) * (Self.zoneWidth + Self.gap) + Self.gap
    var tops: [Double] = []
    var bottom = 1.0
    for region in regions {
      tops.append(bottom)
      bottom += height(of: region) + 16
    }
    let lanes = LinkLanes(links)
    let whole = width + 2 + (links.isEmpty ? 0 : 14 + Double(lanes.count) * Self.laneWidth)
    var markup = Markup()
    markup.drawing(
      id: id, title: title, summary: summary,
      size: [
        "class": "map", "width": ChartText.number(whole), "height": ChartText.number(bottom),
        "viewBox": "0 0 \(ChartText.number(whole)) \(ChartText.number(bottom))",
      ]
    ) { markup in
      for (region, top) in zip(regions, tops) {
        draw(region, top: top, width: width, into: &markup)
      }
      for (index, link) in links.enumerated() {
        let ends = [link.first, link.second].map { region in
          tops[region] + lanes.share(of: index, in: region) * height(of: regions[region])
        }
        draw(
          link, x: width + 1, lane: Double(lanes.lane[index]), ends: (ends[0], ends[1]),
          into: &markup)
      }
    }
    return markup.text
  }

  // MARK: Regions

  private func lines(of region: Region) -> [ArraySlice<Zone>] {
    stride(from: 0, to: region.zones.count, by: Self.columns).map {
      region.zones[$0..<min($0 + Self.columns, region.zones.count)]
    }
  }

  private func height(of zone: Zone) -> Double {
    let rows = zone.items.count + (zone.more > 0 ? 1 : 0)
    return (zone.name.isEmpty ? 8 : 26) + Double(max(rows, 1)) * Self.item + 4
  }

  private func height(of region: Region) -> Double {
    lines(of: region).reduce(34.0) { sum, line in
      sum + (line.map(height).max() ?? 0) + Self.gap
    }
  }

  private func draw(_ region: Region, top: Double, width: Double, into markup: inout Markup) {
    markup.element(
      "rect",
      box("region", x: 1, y: top, width: width, height: height(of: region), radius: 8), "")
    markup.label(region.name, x: "13", y: top + 22, class: "region-name", length: 60)
    var y = top + 34
    for line in lines(of: region) {
      let height = line.map { self.height(of: $0) }.max() ?? 0
      for (column, zone) in line.enumerated() {
        let x = 1 + Self.gap + Double(column) * (Self.zoneWidth + Self.gap)
        draw(zone, x: x, y: y, height: height, into: &markup)
      }
      y += height + Self.gap
    }
  }

  private func draw(
    _ zone: Zone, x: Double, y: Double, height: Double, into markup: inout Markup
  ) {
    markup.element(
      "rect", box("zone", x: x, y: y, width: Self.zoneWidth, height: height, radius: 5), "")
    var top = y + 6
    if !zone.name.isEmpty {
      markup.label(
        zone.name, x: ChartText.number(x + 8), y: y + 18, class: "zone-name", length: 24)
      top = y + 26
    }
    for item in zone.items {
      let style = (item.isStore ? "store" : "service") + (item.leads ? " leads" : "")
      markup.element(
        "rect",
        box(
          style, x: x + 7, y: top, width: Self.zoneWidth - 14, height: Self.item - 5,
          radius: item.isStore ? 10 : 1), "")
      let text = item.role.isEmpty ? item.name : "\(item.name) · \(item.role)"
      markup.label(text, x: ChartText.number(x + 16), y: top + 15, class: "item", length: 24)
      top += Self.item
    }
    if zone.more > 0 || zone.items.isEmpty {
      let text = zone.items.isEmpty ? "nothing described" : "and \(zone.more) more"
      markup.label(text, x: ChartText.number(x + 16), y: top + 15, class: "detail", length: 24)
    }
  }

  private func box(
    _ style: String, x: Double, y: Double, width: Double, height: Double, radius: Double
  ) -> KeyValuePairs<String, String?> {
    [
      "class": style, "x": ChartText.number(x), "y": ChartText.number(y),
      "width": ChartText.number(width), "height": ChartText.number(height),
      "rx": ChartText.number(radius),
    ]
  }

  // MARK: Links

  private func draw(
    _ link: Link, x: Double, lane: Double, ends: (Double, Double), into markup: inout Markup
  ) {
    let edge = ChartText.number(x)
    let turn = x + 14 + lane * Self.laneWidth
    let (first, second) = (ChartText.number(ends.0), ChartText.number(ends.1))
    markup.element(
      "path",
      [
        "class": "link",
        "d": "M\(edge) \(first) H\(ChartText.number(turn)) V\(second) H\(edge)",
      ], "")
    markup.label(
      link.label, x: ChartText.number(turn + 4), y: (ends.0 + ends.1) / 2 + 4, class: "distance",
      length: 9)
  }
}

/// Lanes beside the map in which links run without crossing where they need not.
struct LinkLanes {
  /// The lane of each link; the nearest is 0.
  let lane: [Int]
  /// How many there are.
  let count: Int
  /// The links at each region, from top to bottom.
  private let ends: [Int: [Int]]

  init(_ links: [TopologyMap.Link]) {
    func span(_ index: Int) -> Int { links[index].second - links[index].first }
    // Short links near the map; links that only touch share a lane.
    var lane = Array(repeating: 0, count: links.count)
    var taken: [[Range<Int>]] = []
    for index in links.indices.sorted(by: { (span($0), $0) < (span($1), $1) }) {
      let range = links[index].first..<links[index].second
      let free = taken.firstIndex { $0.allSatisfy { !$0.overlaps(range) } } ?? taken.count
      if free == taken.count { taken.append([]) }
      taken[free].append(range)
      lane[index] = free
    }
    self.lane = lane
    count = taken.count
    // Links upwards stand above links downwards; of each, the far lanes stand outside.
    var ends: [Int: [Int]] = [:]
    for region in Set(links.flatMap { [$0.first, $0.second] }) {
      let up = links.indices.filter { links[$0].second == region }
      let down = links.indices.filter { links[$0].first == region }
      ends[region] =
        up.sorted { (lane[$0], $0) < (lane[$1], $1) }
        + down.sorted { (lane[$0], $0) > (lane[$1], $1) }
    }
    self.ends = ends
  }

  /// Where a link meets a region, as a share of its height.
  func share(of link: Int, in region: Int) -> Double {
    let all = ends[region] ?? []
    return Double((all.firstIndex(of: link) ?? 0) + 1) / Double(all.count + 1)
  }
}
