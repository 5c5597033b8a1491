import Quantities
import SystemModel

/// Round-trip times between places, each with where it comes from: stated links, else published ones
/// of provider regions, else the great circle over fibre, closed over shortest paths; where nothing
/// joins two regions, a default.
///
/// - Complexity: O(p³) once for p places; look-ups are O(1), or O(z²) for regions of z zones.
struct Distances: Sendable {
  typealias Origin = RoundTripMatrix.Origin

  /// A round trip between everything at two places.
  struct Link: Sendable {
    let ends: (Place, Place)
    let roundTrip: Duration
    let origin: Origin
    /// How it varies, where that is stated.
    var spread: Spread?

    init(
      _ a: Place, _ b: Place, _ roundTrip: Duration, _ origin: Origin = .stated,
      spread: Spread? = nil
    ) {
      ends = (a, b)
      self.roundTrip = roundTrip
      self.origin = origin
      self.spread = spread
    }
  }

  /// How round trips vary around their median.
  enum Spread: Sendable, Hashable {
    /// The standard deviation in milliseconds.
    case deviation(Double)
    case percentiles([DelayModel.Percentile])
  }

  /// Round trips assumed where nothing is known.
  struct Defaults: Sendable {
    var sameZone: Duration = .microseconds(500)
    var crossZone: Duration = .microseconds(1500)
    var crossRegion: Duration = .milliseconds(140)
    /// How much longer than straight fibre over the great circle a path is.
    var pathFactor = 1.7
    /// Standard deviations in milliseconds; between regions as a share of the median.
    var sameZoneDeviation = 0.1
    var crossZoneDeviation = 0.3
    var crossRegionDeviation = 0.03
  }

  /// What is known of the way between two places.
  struct RoundTrip: Sendable, Hashable {
    /// The median.
    var milliseconds: Double
    /// The least trusted part of it.
    var origin: Origin
    var spread: Spread
    /// Nobody stated how it varies.
    var isSpreadAssumed = true
  }

  private let leaves: [Place]
  /// The leaves that a place stands for: a zone for itself, a region for its zones.
  private let leavesOf: [Place: [Int]]
  private let matrix: RoundTripMatrix
  private let spreads: [Int: Spread]
  private let locations: [String: GeoPoint]
  private let defaults: Defaults

  /// Leaves are all zones, and each region without zones.
  init(
    regions: [(name: String, zones: [String])], links: [Link],
    locations: [String: GeoPoint] = [:], defaults: Defaults
  ) {
    var leaves: [Place] = []
    var leavesOf: [Place: [Int]] = [:]
    for region in regions {
      let start = leaves.count
      for zone in region.zones {
        let place = Place(region: region.name, zone: zone)
        leavesOf[place] = [leaves.count]
        leaves.append(place)
      }
      if region.zones.isEmpty { leaves.append(Place(region: region.name)) }
      leavesOf[Place(region: region.name)] = Array(start..<leaves.count)
    }
    var all: [RoundTripMatrix.Link] = []
    var spreads: [Int: (Origin, Spread)] = [:]
    func join(_ a: [Int], _ b: [Int], _ milliseconds: Double, _ origin: Origin, _ spread: Spread?) {
      for from in a {
        for to in b where from != to {
          all.append(.init(from: from, to: to, milliseconds: milliseconds, origin: origin))
          guard let spread else { continue }
          for cell in [from * leaves.count + to, to * leaves.count + from]
          where spreads[cell].map({ origin < $0.0 }) ?? true {
            spreads[cell] = (origin, spread)
          }
        }
      }
    }
    for link in links {
      let time = Self.milliseconds(link.roundTrip)
      join(
        leavesOf[link.ends.0] ?? [], leavesOf[link.ends.1] ?? [], time, link.origin, link.spread)
    }
    for (index, left) in regions.enumerated() {
      let own = leavesOf[Place(region: left.name)] ?? []
      join(own, own, Self.milliseconds(defaults.crossZone), .assumed, nil)
      for right in regions[(index + 1)...] {
        guard let a = locations[left.name], let b = locations[right.name] else { continue }
        let time = Propagation.typicalRoundTripMilliseconds(
          kilometres: a.distanceKilometres(to: b), stretch: defaults.pathFactor)
        join(own, leavesOf[Place(region: right.name)] ?? [], time, .greatCircle, nil)
      }
    }
    self.leaves = leaves
    self.leavesOf = leavesOf
    self.spreads = spreads.mapValues { $0.1 }
    self.locations = locations
    self.defaults = defaults
    // Indices and times are in range by construction; without links every place stands alone.
    matrix = (try? RoundTripMatrix(count: leaves.count, links: all)) ?? .empty
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    min(duration / .milliseconds(1), 1e15)
  }

  private static func duration(_ milliseconds: Double) -> Duration {
    // To the nanosecond: sums of decimal fractions are not exact.
    milliseconds < 1e9
      ? .nanoseconds(Int64((milliseconds * 1e6).rounded())) : .seconds(milliseconds / 1e3)
  }

  /// The nearest pair of leaves of two places that do not overlap.
  private func entry(_ a: Place, _ b: Place) -> (cell: Int, entry: RoundTripMatrix.Entry)? {
    var best: (cell: Int, entry: RoundTripMatrix.Entry)?
    for from in leavesOf[a] ?? [] {
      for to in leavesOf[b] ?? [] {
        guard let entry = matrix.entry(from, to) else { continue }
        if best.map({ entry.milliseconds < $0.entry.milliseconds }) ?? true {
          best = (from * leaves.count + to, entry)
        }
      }
    }
    return best
  }

  /// The round trip between two nodes at these places; within one zone it is not zero.
  ///
  /// - Returns: `nil` where nothing known joins them.
  func roundTrip(_ a: Place, _ b: Place) -> Duration? {
    if a == b, a.zone != nil, leavesOf[a] != nil { return defaults.sameZone }
    return entry(a, b).map { Self.duration($0.entry.milliseconds) }
  }

  /// The least that the round trip can take: as stated or published, else light in vacuum over the
  /// great circle.
  func floor(_ a: Place, _ b: Place) -> Duration? {
    guard let entry = entry(a, b)?.entry, entry.origin == .greatCircle else {
      return roundTrip(a, b)
    }
    guard let from = locations[a.region], let to = locations[b.region] else { return .zero }
    return Self.duration(
      Propagation.vacuumRoundTripMilliseconds(kilometres: from.distanceKilometres(to: to)))
  }

  /// Light in vacuum over the great circle between two regions; `nil` where a place is not known.
  func lightFloor(_ a: String, _ b: String) -> Duration? {
    guard let from = locations[a], let to = locations[b] else { return nil }
    return Self.duration(
      Propagation.vacuumRoundTripMilliseconds(kilometres: from.distanceKilometres(to: to)))
  }

  /// Whether the round trip rests on stated links alone.
  func isStated(_ a: Place, _ b: Place) -> Bool {
    a != b && entry(a, b)?.entry.origin == .stated
  }

  /// What to reckon with between a node here and a node there; never nothing.
  func expected(_ a: Place, _ b: Place) -> RoundTrip {
    if areTogether(a, b) {
      return RoundTrip(
        milliseconds: Self.milliseconds(defaults.sameZone), origin: .assumed,
        spread: .deviation(defaults.sameZoneDeviation))
    }
    if a.region == b.region, a.zone == nil || b.zone == nil {
      return RoundTrip(
        milliseconds: Self.milliseconds(defaults.crossZone), origin: .assumed,
        spread: .deviation(defaults.crossZoneDeviation))
    }
    let isNear = a.region == b.region
    guard let found = entry(a, b), let origin = found.entry.origin else {
      let time = Self.milliseconds(isNear ? defaults.crossZone : defaults.crossRegion)
      return RoundTrip(milliseconds: time, origin: .assumed, spread: deviation(time, isNear))
    }
    let time = found.entry.milliseconds
    let stated = found.entry.through.isEmpty ? spreads[found.cell] : nil
    return RoundTrip(
      milliseconds: time, origin: origin, spread: stated ?? deviation(time, isNear),
      isSpreadAssumed: stated == nil)
  }

  /// Whether both are reckoned to be in one zone: the same, the only one, or both left open.
  func areTogether(_ a: Place, _ b: Place) -> Bool {
    a.region == b.region
      && (a.zone == b.zone || leavesOf[Place(region: a.region)]?.count == 1)
  }

  private func deviation(_ milliseconds: Double, _ isNear: Bool) -> Spread {
    .deviation(isNear ? defaults.crossZoneDeviation : milliseconds * defaults.crossRegionDeviation)
  }
}

extension Distances.RoundTrip {
  /// As a distribution with the stated median: never shorter than a base, with memoryless jitter.
  ///
  /// An exponential with standard deviation s has its median s·ln 2 above its least value.
  var model: DelayModel {
    switch spread {
    case .percentiles(let points): return .percentiles(points)
    case .deviation(let deviation):
      let jitter = min(deviation, milliseconds / 0.6931471805599453)
      guard jitter > 0, jitter.isFinite else { return .constant(milliseconds: milliseconds) }
      return .shifted(
        byMilliseconds: milliseconds - jitter * 0.6931471805599453,
        .exponential(meanMilliseconds: jitter))
    }
  }
}
