import Benchmarks

/// Which figures tell the protocols of a family apart.
struct Columns {
  let family: ProtocolKind.Family
  /// Places of clients, in order.
  let regions: [String]
  /// Where the network is cut.
  let cut: String
  let depth: EvidenceDepth

  var all: [Comparison.Column] {
    switch family {
    case .replication: latencies + costs + leader + partition
    case .transaction: latencies + costs + [flushes, halfDone]
    case .publication: latencies + [column("messages", [.messages], [], 1)] + events
    case .lock: lock
    case .detection: detection
    }
  }

  private func column(
    _ title: String, _ measures: [Measure], _ faults: [FaultKind], _ seeds: Int
  ) -> Comparison.Column {
    Comparison.Column(title: title, measures: measures, faults: faults, seeds: seeds)
  }

  private var latencies: [Comparison.Column] {
    regions.prefix(2).map { region in
      column(
        "p50 / p99 from \(region)",
        [.latency(from: region, percent: 50), .latency(from: region, percent: 99)], [],
        depth.steadySeeds)
    }
  }

  private var costs: [Comparison.Column] {
    [column("messages / round trips", [.messages, .roundTrips], [], depth.steadySeeds)]
  }

  private func withoutAnswer(_ title: String, _ fault: FaultKind) -> Comparison.Column {
    column("\(title): no answer for", [.unavailable], [fault], depth.faultSeeds)
  }

  private var leader: [Comparison.Column] {
    [
      withoutAnswer("leader lost", .leaderLoss),
      column(
        "acknowledged writes lost with it", [.harm(.lostWrites)], [.leaderLoss], depth.faultSeeds),
    ]
  }

  private var partition: [Comparison.Column] {
    regions.prefix(2).map { region in
      column(
        "answered during the cut, \(region)", [.answered(from: region)], [.partition],
        depth.cutSeeds)
    } + [column("stale reads in it", [.harm(.staleReads)], [.partition], depth.cutSeeds)]
  }

  private var halfDone: Comparison.Column {
    column(
      "half done after an outage with a restart", [.harm(.halfDone)], [.outageAndRestart],
      depth.faultSeeds)
  }

  private var flushes: Comparison.Column {
    column("disk flushes", [.flushes], [], depth.steadySeeds)
  }

  private var events: [Comparison.Column] {
    [
      column(
        "events lost in a broker outage with a restart", [.harm(.lostEvents)], [.outageAndRestart],
        depth.faultSeeds)
    ]
  }

  private var lock: [Comparison.Column] {
    [
      column("messages / round trips", [.messages, .roundTrips], [], depth.steadySeeds),
      withoutAnswer("holder crashes", .leaderCrash),
      column(
        "writes of a succeeded holder taken", [.harm(.staleEffects)], [.leaderPause],
        depth.faultSeeds),
    ]
  }

  private var detection: [Comparison.Column] {
    [
      column(
        "crash noticed by the first / a majority", [.noticedFirst, .noticedByMajority],
        [.leaderCrash], depth.faultSeeds),
      column(
        "wrong suspicions after the longest pause", [.harm(.falseSuspicions)], [.leaderPause],
        depth.faultSeeds),
      column("messages a second and member", [.messages], [.leaderCrash], depth.faultSeeds),
    ]
  }
}

/// How much is run.
public enum EvidenceDepth: String, Sendable, Hashable, CaseIterable {
  /// A few seeds: a second or two for a system of usual size.
  case quick
  /// Enough seeds for medians that hold.
  case full

  var steadySeeds: Int { self == .quick ? 1 : 5 }
  var faultSeeds: Int { self == .quick ? 3 : 25 }
  var cutSeeds: Int { self == .quick ? 1 : 5 }
}
