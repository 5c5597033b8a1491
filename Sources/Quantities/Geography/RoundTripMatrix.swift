/// The round-trip time between every two places, and where each number comes from.
public struct RoundTripMatrix: Sendable {
  /// Where a number comes from, from the most to the least trusted.
  public enum Origin: Int, Sendable, Hashable, Comparable {
    /// The user stated or measured it.
    case stated
    /// A published table of provider regions.
    case published
    /// The great circle over fibre.
    case greatCircle
    /// A default.
    case assumed

    /// More trusted first.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// A known round trip between two places, the same in both directions.
  public struct Link: Sendable, Hashable {
    /// One end, an index of a place.
    public var from: Int
    /// The other end.
    public var to: Int
    /// The round-trip time, 0 or more.
    public var milliseconds: Double
    /// Where it comes from.
    public var origin: Origin

    /// A link.
    public init(from: Int, to: Int, milliseconds: Double, origin: Origin) {
      self.from = from
      self.to = to
      self.milliseconds = milliseconds
      self.origin = origin
    }
  }

  /// The answer for two places.
  public struct Entry: Sendable, Hashable {
    /// The round-trip time.
    public var milliseconds: Double
    /// The least trusted origin on the way; `nil` from a place to itself.
    public var origin: Origin?
    /// The places between, when no link joins the two or a path is shorter than a link that
    /// nobody stated.
    public var through: [Int]
  }

  /// The number of places.
  public let count: Int
  private let entries: [Entry?]

  /// No places.
  public static let empty = RoundTripMatrix(count: 0, entries: [])

  private init(count: Int, entries: [Entry?]) {
    self.count = count
    self.entries = entries
  }

  /// Fills in what no link says by the shortest path over those that do.
  ///
  /// A stated link is kept even where a path over other places is shorter: traffic takes the link
  /// that exists, and measured round trips break the triangle inequality. Of two links between the
  /// same places the more trusted counts, then the shorter.
  ///
  /// - Complexity: O(count³) (Floyd and Warshall).
  public init(count: Int, links: [Link]) throws(QuantityError) {
    try require(count >= 0, "count", "is \(count)")
    for link in links {
      try require(
        (0..<count).contains(link.from) && (0..<count).contains(link.to), "link",
        "joins \(link.from) and \(link.to), but there are \(count) places")
      try requireNonNegative(link.milliseconds, "round trip")
    }
    self.init(
      count: count,
      entries: Self.closure(count: count, direct: Self.bestLinks(count: count, links)))
  }

  /// The round trip between two places; `nil` when nothing joins them or an index is out of range.
  public func entry(_ from: Int, _ to: Int) -> Entry? {
    guard (0..<count).contains(from), (0..<count).contains(to) else { return nil }
    return entries[from * count + to]
  }

  /// The round-trip time alone.
  public func milliseconds(_ from: Int, _ to: Int) -> Double? { entry(from, to)?.milliseconds }

  private static func bestLinks(count: Int, _ links: [Link]) -> [Link?] {
    var best = [Link?](repeating: nil, count: count * count)
    for link in links where link.from != link.to {
      for cell in [link.from * count + link.to, link.to * count + link.from] {
        if let known = best[cell],
          (known.origin, known.milliseconds) <= (link.origin, link.milliseconds)
        {
          continue
        }
        best[cell] = link
      }
    }
    return best
  }

  private static func closure(count: Int, direct: [Link?]) -> [Entry?] {
    var distance = direct.map { $0?.milliseconds ?? .infinity }
    var origin = direct.map { $0?.origin }
    var middle = [Int?](repeating: nil, count: count * count)
    for place in 0..<count { distance[place * count + place] = 0 }
    for via in 0..<count {
      for from in 0..<count {
        let first = distance[from * count + via]
        guard first.isFinite, from != via else { continue }
        for to in 0..<count where to != via && to != from {
          let cell = from * count + to
          let total = first + distance[via * count + to]
          guard total < distance[cell] else { continue }
          distance[cell] = total
          middle[cell] = via
          origin[cell] = [origin[from * count + via], origin[via * count + to]].compactMap(\.self)
            .max()
        }
      }
    }
    func through(_ from: Int, _ to: Int) -> [Int] {
      guard let via = middle[from * count + to] else { return [] }
      return through(from, via) + [via] + through(via, to)
    }
    return (0..<count * count).map { cell in
      // Kept for its own two places; longer ways still take the shortest path, in any order.
      if let link = direct[cell], link.origin == .stated {
        return Entry(milliseconds: link.milliseconds, origin: .stated, through: [])
      }
      guard distance[cell].isFinite else { return nil }
      return Entry(
        milliseconds: distance[cell], origin: origin[cell],
        through: through(cell / count, cell % count))
    }
  }
}
