import YAMLDocument

extension EntryReader {
  func regions(_ node: YAMLNode) -> KnownRegions {
    var regions = KnownRegions()
    let fields = fields(
      node, of: "the file of regions", known: ["providers", "regions", "round_trips"],
      required: ["regions", "round_trips"])
    for pair in fields["regions"]?.pairs ?? [] {
      guard let name = pair.key.scalarText else { continue }
      let place = self.fields(
        pair.value, of: "a region", known: ["place", "lat", "lon", "note"],
        required: ["place", "lat", "lon"])
      guard let latitude = number(place["lat"]), let longitude = number(place["lon"]) else {
        continue
      }
      regions.locations[name] = KnownRegions.Location(
        place: text(place["place"], "place") ?? name, latitude: latitude, longitude: longitude)
    }
    for table in fields["round_trips"]?.pairs ?? [] {
      let parts = self.fields(
        table.value, of: "a table of round trips",
        known: ["statistic", "sources", "note", "pairs"],
        required: ["statistic", "sources", "pairs"])
      _ = sources(parts["sources"])
      for row in parts["pairs"]?.pairs ?? [] {
        for cell in row.value.pairs ?? [] { add(row.key, cell, to: &regions) }
      }
    }
    return regions
  }

  private func add(_ from: YAMLNode, _ cell: YAMLPair, to regions: inout KnownRegions) {
    guard let a = from.scalarText, let b = cell.key.scalarText, let text = cell.value.scalarText,
      text.hasSuffix("ms"), let time = Double(text.dropLast(2)), time > 0
    else { return fail("a round trip is written as in 38ms", at: cell.value) }
    guard a.utf8.lexicographicallyPrecedes(b.utf8) else {
      return fail("'\(a)' stands before '\(b)' only if it sorts before it", at: cell.key)
    }
    regions.roundTrips["\(a) \(b)"] = time
  }

  private func number(_ node: YAMLNode?) -> Double? {
    guard let node else { return nil }
    if let number = node.plainDouble ?? node.plainInteger.map(Double.init) { return number }
    fail("this is no number", at: node)
    return nil
  }
}
