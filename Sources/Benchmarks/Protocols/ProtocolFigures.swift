public import Algorithms
public import Simulation

/// What a run of a protocol measured.
public struct ProtocolFigures: Sendable, Hashable {
  /// What the clients of one place saw.
  public struct Region: Sendable, Hashable {
    /// The place.
    public var name: String
    /// How long answered operations took.
    public var latency: LatencyHistogram
    /// Before, during and after the faults; all in `before` when there are none.
    public var before: Share
    /// While a fault lasted; operations called so shortly before its end that they could outwait it
    /// are left out.
    public var during: Share
    /// Once all were over.
    public var after: Share

    /// The clients of a place, with nothing seen yet.
    public init(name: String) {
      self.name = name
      latency = LatencyHistogram()
      before = Share()
      during = Share()
      after = Share()
    }
  }

  /// How many operations were answered.
  public struct Share: Sendable, Hashable {
    /// Operations called.
    public var called = 0
    /// Those of them that were answered.
    public var answered = 0
    /// How long those took.
    public var latency = LatencyHistogram()

    /// None.
    public init() {}

    /// The share, from 0 to 1; `nil` when none was called.
    public var answeredShare: Double? { called == 0 ? nil : Double(answered) / Double(called) }

    /// Both together.
    public mutating func merge(_ other: Share) {
      called += other.called
      answered += other.answered
      latency.merge(other.latency)
    }
  }

  /// Something that went wrong, counted.
  public struct Harm: Sendable, Hashable {
    /// What.
    public var kind: HarmKind
    /// How often.
    public var count: Int
    /// Of how many that could have.
    public var of: Int
    /// The first of them in words; empty when there is none.
    public var first: String
    /// The number of what it happened to, as traces have it: a value, a request.
    public var item: Int?

    /// Harm of a kind.
    public init(_ kind: HarmKind, _ count: Int, of: Int, first: String = "", item: Int? = nil) {
      self.kind = kind
      self.count = count
      self.of = of
      self.first = first
      self.item = item
    }
  }

  /// What can go wrong.
  public enum HarmKind: String, Sendable, Hashable, CaseIterable {
    /// Acknowledged writes that are gone.
    case lostWrites = "lost-writes"
    /// Reads that missed a write acknowledged before they began.
    case staleReads = "stale-reads"
    /// Registers whose history no order explains: 1, or 0.
    case notLinearizable = "not-linearizable"
    /// Operations done in part, or not as they were answered.
    case halfDone = "half-done"
    /// Events of committed rows that never had their effect.
    case lostEvents = "lost-events"
    /// Events without a committed row.
    case ghostEvents = "ghost-events"
    /// Effects of a holder that had been succeeded.
    case staleEffects = "stale-effects"
    /// Members suspected that had not failed.
    case falseSuspicions = "false-suspicions"
    /// Members that never noticed the failure.
    case unnoticed
  }

  /// Operations over time.
  public struct Bucket: Sendable, Hashable {
    /// Operations called in it.
    public var called = 0
    /// Those of them that were answered, ever.
    public var answered = 0
    /// The sum of what those took.
    public var nanoseconds: Nanoseconds = 0

    /// None.
    public init() {}
  }

  /// What the clients of each place saw, in the order of the site's clients; of a detector, nobody.
  public var regions: [Region]
  /// The longest time without an answer to anybody, from the first fault on; `nil` without faults.
  public var unavailable: Nanoseconds?
  /// Of a detector: how long after the failure each other member noticed it, by member.
  public var detectionTimes: [Nanoseconds]
  /// What went wrong.
  public var harms: [Harm]
  /// The width of a bucket of the timeline.
  public var bucket: Nanoseconds
  /// Operations by the time of their call, since the warm-up.
  public var timeline: [Bucket]
  /// When the first fault began and the last ended, since the warm-up.
  public var faultSpan: ClosedRange<Nanoseconds>?
  /// Events that the simulator handled for this.
  public var events: Int

  /// Nothing measured yet.
  public init(bucket: Nanoseconds) {
    regions = []
    detectionTimes = []
    harms = []
    self.bucket = bucket
    timeline = []
    events = 0
  }

  /// How often something went wrong; 0 where the protocol does not know it.
  public func count(of kind: HarmKind) -> Int { harms.first { $0.kind == kind }?.count ?? 0 }

  /// All places together.
  public var overall: Region {
    var all = Region(name: "all")
    for region in regions {
      all.latency.merge(region.latency)
      all.before.merge(region.before)
      all.during.merge(region.during)
      all.after.merge(region.after)
    }
    return all
  }
}
