import Knowledge
import Quantities
import SystemModel

extension Distances {
  /// The distances of a description: its links, what is published of its provider regions, and where
  /// its regions are.
  init(_ description: SystemDescription, known: KnownRegions, defaults: Defaults) {
    let topology = description.topology?.value
    let entries = topology?.regions.entries ?? []
    let stated = (topology?.links.values ?? []).compactMap { link -> Link? in
      guard let median = link.roundTrip?.value.median?.value else { return nil }
      return Link(
        link.between.first.value, link.between.second.value, median, spread: Self.spread(link))
    }
    var published: [Link] = []
    for (index, a) in entries.enumerated() {
      for b in entries[(index + 1)...] {
        guard let first = a.value.provider?.value, let second = b.value.provider?.value,
          let milliseconds = known.roundTripMilliseconds(first, second)
        else { continue }
        published.append(
          Link(
            Place(region: a.name), Place(region: b.name), .milliseconds(milliseconds), .published))
      }
    }
    var locations: [String: GeoPoint] = [:]
    for entry in entries {
      if let own = entry.value.location?.value {
        locations[entry.name] = try? GeoPoint(
          latitudeDegrees: own.latitude.value, longitudeDegrees: own.longitude.value)
      } else if let place = entry.value.provider.flatMap({ known.locations[$0.value] }) {
        locations[entry.name] = try? GeoPoint(
          latitudeDegrees: place.latitude, longitudeDegrees: place.longitude)
      }
    }
    self.init(
      regions: entries.map { ($0.name, $0.value.zoneNames) }, links: stated + published,
      locations: locations, defaults: defaults)
  }

  /// Stated percentiles, else the stated jitter; `nil` when neither is stated.
  private static func spread(_ link: SystemModel.Link) -> Spread? {
    if case .percentiles(let percentiles)? = link.roundTrip?.value,
      percentiles.entries.count > 1,
      case .percentiles(let points)? = StoreShape.model(percentiles)
    {
      return .percentiles(points)
    }
    return link.jitter.map { .deviation($0.value.inMilliseconds) }
  }
}
