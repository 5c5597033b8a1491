import SystemModel

/// Round-trip times between places: stated links, else known provider regions, else defaults, closed
/// over shortest paths.
///
/// - Complexity: O(p³) once for p places; look-ups are O(1).
struct Distances: Sendable {
  /// Where a distance comes from; a path is as sure as its least sure link.
  enum Origin: Int, Comparable, Sendable {
    case stated, known, assumed
    static func < (left: Origin, right: Origin) -> Bool { left.rawValue < right.rawValue }
  }

  /// A round trip between everything at two places.
  struct Link: Sendable {
    let ends: (Place, Place)
    let roundTrip: Duration
    let origin: Origin

    init(_ a: Place, _ b: Place, _ roundTrip: Duration, _ origin: Origin = .stated) {
      ends = (a, b)
      self.roundTrip = roundTrip
      self.origin = origin
    }
  }

  /// Round trips assumed where no link is stated.
  struct Defaults: Sendable {
    var sameZone: Duration = .microseconds(500)
    var crossZone: Duration = .microseconds(1500)
  }

  private let index: [Place: Int]
  private let places: [Place]
  private let matrix: [Double]  // seconds; infinity where nothing is known
  private let origins: [Origin]
  private let defaults: Defaults

  /// Places are all zones, and each region as a place of its own.
  init(regions: [(name: String, zones: [String])], links: [Link], defaults: Defaults) {
    var places: [Place] = []
    for region in regions {
      places.append(Place(region: region.name))
      places += region.zones.map { Place(region: region.name, zone: $0) }
    }
    let count = places.count
    let index = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
    var matrix = [Double](repeating: .infinity, count: count * count)
    var origins = [Origin](repeating: .assumed, count: count * count)
    func set(_ a: Int, _ b: Int, _ seconds: Double, _ origin: Origin) {
      let cell = a * count + b
      let isBetter = origin < origins[cell] || origin == origins[cell] && seconds < matrix[cell]
      guard a != b, isBetter || matrix[cell] == .infinity else { return }
      for cell in [a * count + b, b * count + a] {
        matrix[cell] = seconds
        origins[cell] = origin
      }
    }
    for place in 0..<count { matrix[place * count + place] = 0 }
    for (a, left) in places.enumerated() {
      for (b, right) in places.enumerated() where b > a && left.region == right.region {
        let isZoneOfOther = left.zone == nil || right.zone == nil
        set(a, b, isZoneOfOther ? 0 : defaults.crossZone / .seconds(1), .assumed)
      }
    }
    for link in links {
      let seconds = link.roundTrip / .seconds(1)
      for a in places.indices where link.ends.0.contains(places[a]) {
        for b in places.indices where link.ends.1.contains(places[b]) {
          set(a, b, seconds, link.origin)
        }
      }
    }
    // The region as a place stands for "anywhere in it": it must not shorten paths between its zones.
    for via in places.indices
    where places[via].zone != nil
      || regions.first(where: { $0.name == places[via].region })?.zones.isEmpty == true
    {
      for a in places.indices {
        let first = matrix[a * count + via]
        guard first < .infinity else { continue }
        for b in places.indices where first + matrix[via * count + b] < matrix[a * count + b] {
          matrix[a * count + b] = first + matrix[via * count + b]
          origins[a * count + b] = max(origins[a * count + via], origins[via * count + b])
        }
      }
    }
    self.places = places
    self.index = index
    self.matrix = matrix
    self.origins = origins
    self.defaults = defaults
  }

  /// The round trip between two nodes at these places; within one zone it is not zero.
  ///
  /// - Returns: `nil` where no link, known or assumed, joins them.
  func roundTrip(_ a: Place, _ b: Place) -> Duration? {
    guard let i = index[a], let j = index[b] else { return nil }
    if a == b, a.zone != nil { return defaults.sameZone }
    let seconds = matrix[i * places.count + j]
    guard seconds < .infinity else { return nil }
    // To the nanosecond: sums of decimal fractions are not exact.
    return seconds < 1e6 ? .nanoseconds(Int64((seconds * 1e9).rounded())) : .seconds(seconds)
  }

  /// Whether the round trip rests on stated links alone.
  func isStated(_ a: Place, _ b: Place) -> Bool {
    guard let i = index[a], let j = index[b] else { return false }
    return origins[i * places.count + j] == .stated
  }
}
