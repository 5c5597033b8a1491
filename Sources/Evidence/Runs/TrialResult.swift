public import Algorithms
public import Benchmarks

/// What the runs of a trial measured, all seeds together.
public struct TrialResult: Sendable, Hashable {
  /// The protocol.
  public var kind: ProtocolKind
  /// What the clients of each place saw.
  public var regions: [ProtocolFigures.Region] = []
  /// By seed: the longest time without an answer after the fault, in nanoseconds.
  public var unavailable: [Nanoseconds] = []
  /// By seed and observer: how long after the failure it was noticed.
  public var detections: [[Nanoseconds]] = []
  /// What went wrong, in all seeds.
  public var harms: [ProtocolFigures.Harm] = []
  /// By seed: the first harm in words, where there is one.
  public var firstHarms: [(seed: UInt64, text: String)] = []
  /// Operations over time, all seeds together.
  public var timeline: [ProtocolFigures.Bucket] = []
  /// The width of a bucket of the timeline.
  public var bucket: Nanoseconds = 1
  /// When faults began and ended, since the warm-up.
  public var faultSpan: ClosedRange<Nanoseconds>?
  /// The seeds that were run.
  public var seeds: [UInt64] = []

  /// Nothing run yet.
  public init(_ kind: ProtocolKind) { self.kind = kind }

  /// Adds what a further seed measured.
  public mutating func add(_ figures: ProtocolFigures, seed: UInt64) {
    seeds.append(seed)
    for region in figures.regions {
      guard let index = regions.firstIndex(where: { $0.name == region.name }) else {
        regions.append(region)
        continue
      }
      regions[index].latency.merge(region.latency)
      regions[index].before.merge(region.before)
      regions[index].during.merge(region.during)
      regions[index].after.merge(region.after)
    }
    if let gap = figures.unavailable { unavailable.append(gap) }
    if kind.family == .detection { detections.append(figures.detections) }
    for harm in figures.harms {
      if harm.count > 0 {
        firstHarms.append((seed, "\(harm.kind.words): \(harm.first)"))
      }
      guard let index = harms.firstIndex(where: { $0.kind == harm.kind }) else {
        harms.append(harm)
        continue
      }
      harms[index].count += harm.count
      harms[index].of += harm.of
      if harms[index].first.isEmpty { harms[index].first = harm.first }
    }
    bucket = figures.bucket
    faultSpan = faultSpan ?? figures.faultSpan
    for (index, more) in figures.timeline.enumerated() {
      if index >= timeline.count { timeline.append(.init()) }
      timeline[index].called += more.called
      timeline[index].answered += more.answered
      timeline[index].nanoseconds += more.nanoseconds
    }
  }

  /// How often something went wrong.
  public func harm(_ kind: ProtocolFigures.HarmKind) -> ProtocolFigures.Harm? {
    harms.first { $0.kind == kind }
  }

  /// The median of the times without an answer.
  public var medianUnavailable: Nanoseconds? { Self.median(unavailable) }

  /// The middle one; of an even number the higher of the two.
  public static func median(_ spans: [Nanoseconds]) -> Nanoseconds? {
    spans.isEmpty ? nil : spans.sorted()[spans.count / 2]
  }

  /// The share of operations answered, in all places, of one part of the run.
  public func answered(
    _ part: KeyPath<ProtocolFigures.Region, ProtocolFigures.Share>
  ) -> Double? {
    var all = ProtocolFigures.Share()
    for region in regions { all.merge(region[keyPath: part]) }
    return all.answeredShare
  }

  /// Equal but for the order in which seeds were added.
  public static func == (left: TrialResult, right: TrialResult) -> Bool {
    left.regions == right.regions && left.unavailable == right.unavailable
      && left.detections == right.detections && left.harms == right.harms
      && left.timeline == right.timeline && left.seeds == right.seeds
  }

  /// By what it measured.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(seeds)
    hasher.combine(harms)
  }
}

extension ProtocolFigures {
  /// How long after the failure each observer noticed it, the first first.
  var detections: [Nanoseconds] { detectionTimes.sorted() }
}

extension ProtocolFigures.HarmKind {
  /// What it is, in a few words.
  public var words: String {
    switch self {
    case .lostWrites: "acknowledged writes lost"
    case .staleReads: "stale reads"
    case .notLinearizable: "not linearizable"
    case .halfDone: "operations left half done"
    case .lostEvents: "events lost"
    case .ghostEvents: "events without a row"
    case .staleEffects: "writes by a holder that had been succeeded"
    case .falseSuspicions: "members wrongly suspected"
    case .unnoticed: "members that never noticed"
    }
  }
}
