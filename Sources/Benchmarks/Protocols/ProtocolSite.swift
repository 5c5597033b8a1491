public import Algorithms
public import Quantities
public import Simulation

/// Where a protocol runs: places, the ways between them, the nodes, the clients, and the disks.
public struct ProtocolSite: Sendable, Hashable {
  /// The way between two places.
  public struct Way: Sendable, Hashable {
    /// The round trip without its jitter.
    public var roundTrip: Nanoseconds
    /// What each message takes beyond half of that.
    public var jitter: DelayModel
    /// The share of messages that are lost.
    public var loss: Double
    /// Messages keep their order, as on one connection; otherwise each goes its own way.
    public var isOrdered = true

    /// A way; without jitter and loss unless told.
    public init(
      roundTrip: Nanoseconds, jitter: DelayModel = .constant(milliseconds: 0), loss: Double = 0
    ) {
      self.roundTrip = roundTrip
      self.jitter = jitter
      self.loss = loss
    }

    /// About the 90th percentile of a message's jitter.
    var usualJitter: Nanoseconds {
      switch jitter {
      case .exponential(let mean): Nanoseconds(mean * 2.3e6)
      case .percentiles(let points):
        Nanoseconds((points.last { $0.quantile <= 0.9 } ?? points[0]).milliseconds * 1e6)
      case .constant(let value): Nanoseconds(value * 1e6)
      default: 0
      }
    }
  }

  /// The places.
  public var places: [Topology.Place]
  /// The ways between them: one row for each place; on the diagonal between two nodes of a place.
  public var ways: [[Way]]
  /// The place of each node, in the order that the protocol gives them parts (``ProtocolKind``).
  public var nodes: [Topology.PlaceID]
  /// The places of clients.
  public var clients: [Topology.PlaceID]
  /// The disk of every node.
  public var disk: DiskModel
  /// Disks of single nodes that differ.
  public var disks: [NodeID: DiskModel]
  /// Clocks of single nodes that are not perfect.
  public var clocks: [NodeID: ClockModel]
  /// What each node's processor spends on messages; nothing unless told.
  public var processing = ProcessingCosts()

  /// A site with all its parts.
  public init(
    places: [Topology.Place], ways: [[Way]], nodes: [Topology.PlaceID],
    clients: [Topology.PlaceID], disk: DiskModel = .instant, disks: [NodeID: DiskModel] = [:],
    clocks: [NodeID: ClockModel] = [:]
  ) {
    self.places = places
    self.ways = ways
    self.nodes = nodes
    self.clients = clients
    self.disk = disk
    self.disks = disks
    self.clocks = clocks
  }

  /// Nodes spread over the zones of one region, with clients in the first.
  ///
  /// - Parameters:
  ///   - within: The round trip between two nodes of a zone, and from the clients to theirs.
  ///   - jitter: The mean of each message's jitter, in milliseconds.
  public static func zones(
    _ zones: Int, nodes: Int, roundTrip: Nanoseconds = 1_500_000, within: Nanoseconds = 500_000,
    jitter: Double = 0.1, disk: DiskModel = DiskModel(sync: .constant(milliseconds: 2))
  ) -> ProtocolSite {
    let zones = max(1, zones)
    let jitter = DelayModel.exponential(meanMilliseconds: jitter)
    let ways = (0..<zones).map { from in
      (0..<zones).map { Way(roundTrip: $0 == from ? within : roundTrip, jitter: jitter) }
    }
    return ProtocolSite(
      places: (0..<zones).map {
        Topology.Place("region/\(name($0))", zone: "region/\(name($0))", region: "region")
      },
      ways: ways, nodes: (0..<max(1, nodes)).map { $0 % zones }, clients: [0], disk: disk)
  }

  private static func name(_ zone: Int) -> String {
    zone < 26 ? String(UnicodeScalar(UInt8(97 + zone))) : "z\(zone)"
  }

  /// The site as the simulator sees it, with further nodes at `extra`.
  func topology(extra: [Topology.PlaceID] = []) -> Topology {
    let nodes = nodes + extra
    let ends = nodes + places.indices
    var links: [Topology.NodePair: Link] = [:]
    for from in ends.indices {
      for to in ends.indices where from != to {
        let way = way(ends[from], ends[to])
        // Each client has a connection of its own.
        let isOrdered = way.isOrdered && from < nodes.count && to < nodes.count
        links[.init(from: from, to: to)] = Link(
          jitter: way.jitter, loss: way.loss, reordering: isOrdered ? 0 : 1, reorderingDelay: 0)
      }
    }
    return Topology(
      places: places, roundTrips: ways.map { $0.map(\.roundTrip) }, nodes: nodes, links: links)
  }

  /// The way between two places; none takes no time.
  public func way(_ from: Topology.PlaceID, _ to: Topology.PlaceID) -> Way {
    guard ways.indices.contains(from), ways[from].indices.contains(to) else {
      return Way(roundTrip: 0)
    }
    return ways[from][to]
  }

  /// The longest round trip between two ends that talk, its usual jitter included.
  public var longestRoundTrip: Nanoseconds {
    let used = Set(nodes + clients).sorted()
    return used.reduce(0) { longest, from in
      used.reduce(longest) { max($0, usual(from, $1)) }
    }
  }

  private func usual(_ from: Topology.PlaceID, _ to: Topology.PlaceID) -> Nanoseconds {
    let (there, back) = (way(from, to), way(to, from))
    return there.roundTrip + there.usualJitter + back.usualJitter
  }

  /// The same nodes with nothing but a round trip between them, and one client beside each, to
  /// count by.
  func unit(roundTrip: Nanoseconds) -> ProtocolSite {
    let client = nodes.count
    let ways = (0...client).map { from in
      (0...client).map { to in
        Way(roundTrip: from == to || from == client || to == client ? 0 : roundTrip)
      }
    }
    return ProtocolSite(
      places: (0...client).map { Topology.Place("\($0)") }, ways: ways,
      nodes: Array(nodes.indices), clients: [client])
  }
}
