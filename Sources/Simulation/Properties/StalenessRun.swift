public import Algorithms
public import Quantities

/// Measures in runs what ``StalenessModel`` computes: how often a read misses the write before it.
public enum StalenessRun {
  /// The share of reads that miss a write acknowledged `after` earlier.
  ///
  /// One coordinator writes to `replicas` replicas, another one reads; each pair of a write and a
  /// read has the system to itself, and nothing is repaired.
  ///
  /// - Parameters:
  ///   - trials: How many pairs.
  ///   - delays: Valid delays of the four kinds of messages.
  /// - Source: Bailis et al., VLDB 2012, §4.1 (the WARS model).
  public static func staleShare(
    replicas: Int, choice: StalenessModel.Choice, delays: StalenessModel.Delays,
    after: Nanoseconds, trials: Int, seed: UInt64
  ) -> Double {
    let settings = settings(replicas: replicas, choice)
    var simulator = Simulator<LeaderlessQuorum>(
      topology: topology(replicas: replicas, delays), seed: seed, disk: .init()
    ) { LeaderlessQuorum($0, settings: settings, disk: $1, seed: $2) }
    var stale = 0
    for trial in 1...max(1, trials) {
      // The tail of the last pair is over: half an hour has passed.
      let begin = VirtualTime(trial) * 1_800_000_000_000
      while simulator.next(until: begin) != nil {}
      _ = simulator.submit(.write(key: 0, value: trial, context: .init()), to: replicas)
      guard case .answered(_, .written)? = simulator.next(until: .max - 1) else { return 1 }
      while simulator.next(until: simulator.now + after) != nil {}
      let read = simulator.submit(.read(key: 0), to: replicas + 1)
      while let occurrence = simulator.next(until: .max - 1) {
        guard case .answered(read, .values(let values, _)) = occurrence else { continue }
        if values != [trial] { stale += 1 }
        break
      }
    }
    return Double(stale) / Double(max(1, trials))
  }

  private static func settings(
    replicas: Int, _ choice: StalenessModel.Choice
  ) -> LeaderlessQuorum.Settings {
    var settings = LeaderlessQuorum.Settings(
      replicas: replicas, read: choice.read, write: choice.write, conflict: .lastWriterWins,
      nodes: replicas + 2, stores: replicas)
    settings.repair = .never
    settings.timeout = 600_000_000_000
    return settings
  }

  private static func topology(replicas: Int, _ delays: StalenessModel.Delays) -> Topology {
    var topology = Topology.cluster(nodes: replicas + 2, roundTrip: 0)
    let (writer, reader) = (replicas, replicas + 1)
    for replica in 0..<replicas {
      topology.links[.init(from: writer, to: replica)] = Link(jitter: delays.write)
      topology.links[.init(from: replica, to: writer)] = Link(jitter: delays.acknowledgement)
      topology.links[.init(from: reader, to: replica)] = Link(jitter: delays.request)
      topology.links[.init(from: replica, to: reader)] = Link(jitter: delays.response)
    }
    return topology
  }
}
