public import Algorithms
public import Quantities

/// Where the nodes and the clients of a run stand, and how long messages take between them.
public struct Topology: Sendable {
  /// The number of a place, from 0.
  public typealias PlaceID = Int

  /// A site: where nodes run and clients call from.
  public struct Place: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// The failure domain inside its region, such as an availability zone.
    public var zone: String
    /// The region.
    public var region: String

    /// A place; a zone and a region of its own unless told.
    public init(_ name: String, zone: String? = nil, region: String? = nil) {
      self.name = name
      self.zone = zone ?? name
      self.region = region ?? name
    }
  }

  /// The sites.
  public var places: [Place]
  /// The round trip between every two places; on the diagonal between two nodes of one place.
  public var roundTrips: [[Nanoseconds]]
  /// The place of each node.
  public var nodes: [PlaceID]
  /// How links behave, unless ``links`` says otherwise.
  public var link: Link
  /// Links that behave differently, by the nodes at their ends.
  public var links: [NodePair: Link]

  /// A direction from one node to another.
  public struct NodePair: Hashable, Sendable {
    /// The sender.
    public var from: NodeID
    /// The receiver.
    public var to: NodeID

    /// The direction `from` → `to`.
    public init(from: NodeID, to: NodeID) {
      self.from = from
      self.to = to
    }
  }

  /// A topology. The matrix is square, one row for each place; missing cells count as 0.
  public init(
    places: [Place], roundTrips: [[Nanoseconds]], nodes: [PlaceID], link: Link = Link(),
    links: [NodePair: Link] = [:]
  ) {
    self.places = places
    self.roundTrips = roundTrips
    self.nodes = nodes
    self.link = link
    self.links = links
  }

  /// Nodes in one place, each `roundTrip` away from the others and from the clients.
  public static func cluster(
    nodes: Int, roundTrip: Nanoseconds, link: Link = Link()
  ) -> Topology {
    Topology(
      places: [Place("here")], roundTrips: [[roundTrip]], nodes: Array(repeating: 0, count: nodes),
      link: link)
  }

  /// One node in each place, as many places as `between` has rows.
  ///
  /// - Parameter within: The round trip from a client to the node of its own place.
  public static func spread(
    between roundTrips: [[Nanoseconds]], within: Nanoseconds, link: Link = Link()
  ) -> Topology {
    let places = roundTrips.indices.map { Place("place \($0)") }
    var matrix = roundTrips
    for place in matrix.indices where place < matrix[place].count { matrix[place][place] = within }
    return Topology(
      places: places, roundTrips: matrix, nodes: Array(places.indices), link: link)
  }

  /// Half the round trip between two places.
  public func oneWay(_ from: PlaceID, _ to: PlaceID) -> Nanoseconds {
    guard roundTrips.indices.contains(from), roundTrips[from].indices.contains(to) else { return 0 }
    return max(0, roundTrips[from][to]) / 2
  }
}

/// How a link treats messages. They keep their order, as on one connection, but for
/// ``reordering``.
public struct Link: Sendable, Hashable {
  /// What a message takes beyond half the round trip.
  public var jitter: DelayModel
  /// The share of messages that are lost, from 0 to 1.
  public var loss: Double
  /// The share that arrives twice.
  public var duplication: Double
  /// The share that leaves the order: late by up to ``reorderingDelay``, overtaken by others.
  public var reordering: Double
  /// How late those come at most.
  public var reorderingDelay: Nanoseconds
  /// How much passes in a second; `nil`: any amount at once.
  public var bytesPerSecond: Double?

  /// A link; perfect unless told.
  public init(
    jitter: DelayModel = .constant(milliseconds: 0), loss: Double = 0, duplication: Double = 0,
    reordering: Double = 0, reorderingDelay: Nanoseconds = 50_000_000,
    bytesPerSecond: Double? = nil
  ) {
    self.jitter = jitter
    self.loss = loss
    self.duplication = duplication
    self.reordering = reordering
    self.reorderingDelay = reorderingDelay
    self.bytesPerSecond = bytesPerSecond
  }
}
