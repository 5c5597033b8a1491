public import Algorithms
public import Simulation

/// What a protocol did on a topology, by the size of its group.
public struct ProtocolResult: Sendable, Hashable {
  /// The protocol.
  public var kind: ProtocolKind
  /// By size, rising.
  public var sizes: [ProtocolMeasurement]
}

/// What a protocol did with one size of group.
public struct ProtocolMeasurement: Sendable, Hashable {
  /// How long operations take from a place.
  public struct Latency: Sendable, Hashable {
    /// The place.
    public var place: String
    /// The median.
    public var p50: Nanoseconds?
    /// The 99th percentile.
    public var p99: Nanoseconds?
    /// How many operations were answered.
    public var count: Int
  }

  /// What happens when whoever leads is lost.
  public struct LeaderLoss: Sendable, Hashable {
    /// The longest time without an answer to anybody, for each run, rising.
    public var gaps: [Nanoseconds] = []
    /// What went wrong, over all runs.
    public var harms: [ProtocolFigures.Harm] = []

    /// The median time without an answer.
    public var medianGap: Nanoseconds? { gaps.isEmpty ? nil : gaps[gaps.count / 2] }
  }

  /// What a failure detector does when a member is lost.
  public struct Detection: Sendable, Hashable {
    /// How long members took to notice, over all runs.
    public var times = LatencyHistogram()
    /// Members suspected that had not failed.
    public var falseSuspicions = 0
    /// Members that never noticed.
    public var unnoticed = 0
  }

  /// What happens when a part of the topology is cut off.
  public struct Partition: Sendable, Hashable {
    /// What clients of a place got.
    public struct Place: Sendable, Hashable {
      /// The place.
      public var place: String
      /// The share of operations answered that were called while it lasted.
      public var during: Double?
      /// The same once it was over.
      public var after: Double?
    }

    /// The region or zone that was cut off.
    public var cutOff: String
    /// The places.
    public var places: [Place]
    /// What went wrong.
    public var harms: [ProtocolFigures.Harm]
  }

  /// The most that it answers.
  public struct Saturation: Sendable, Hashable {
    /// Operations a second over all places.
    public var perSecond: Double
    /// With so many clients in each place, which call again at once.
    public var clientsPerPlace: Int
    /// Whether the search ended while more clients still brought more.
    public var isLimit: Bool
  }

  /// How many nodes.
  public var nodes: Int
  /// What one operation takes.
  public var costs: ProtocolCosts?
  /// From each place of clients.
  public var latency: [Latency] = []
  /// Without its leader.
  public var leaderLoss: LeaderLoss?
  /// Of a detector.
  public var detection: Detection?
  /// With a part cut off.
  public var partition: Partition?
  /// Under load.
  public var saturation: Saturation?

  init(nodes: Int) { self.nodes = nodes }

  /// Harms of several runs together, by kind.
  static func joined(
    _ left: [ProtocolFigures.Harm], _ right: [ProtocolFigures.Harm]
  ) -> [ProtocolFigures.Harm] {
    var all = left
    for harm in right {
      if let index = all.firstIndex(where: { $0.kind == harm.kind }) {
        all[index].count += harm.count
        all[index].of += harm.of
      } else {
        all.append(harm)
      }
    }
    return all
  }
}
