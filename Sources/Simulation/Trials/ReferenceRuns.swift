import Algorithms

/// A short run of each algorithm under faults, digested line by line: the same in debug and release
/// builds, in each process and on every machine.
///
/// Words of messages are in the lines, so that a dictionary or a set that is written out in its own
/// order, which is another in each process, shows too.
public struct ReferenceRun: Sendable {
  /// The algorithm.
  public var name: String
  /// The digest of the run of a seed.
  public var digest: @Sendable (_ seed: UInt64) -> UInt64

  /// One for each algorithm and each of its ways of working that has code of its own.
  public static let all: [ReferenceRun] =
    consensus + commitment + replication + stores + membership

  private init<P: Process>(
    _ name: String, nodes: Int, disk: P.Disk, asks: ClosedRange<Int>, make: @escaping Maker<P>,
    request: @escaping @Sendable (Int, inout Draw) -> P.Request
  ) {
    self.name = name
    digest = { seed in
      var draw = Draw(seed)
      let calls = (0..<30).map { index in
        Rehearsal<P>.Call(
          at: draw.moment(in: seconds(3)), node: draw.number(asks), request: request(index, &draw))
      }
      let rehearsal = Rehearsal<P>(
        nodes: nodes, calls: calls, faults: .rough(nodes: nodes, before: seconds(3), &draw),
        isTracing: true, disk: disk, make: make)
      let outcome = rehearsal.run(seed: seed, settling: seconds(1), until: seconds(5))
      var digest = TraceDigest()
      for event in outcome.simulator.trace { digest.add(event.jsonLine) }
      return digest.value
    }
  }

  private typealias Maker<P: Process> = Simulator<P>.Maker
}

extension ReferenceRun {
  private static func operation(_ index: Int, _ draw: inout Draw) -> KeyValueStore.Operation {
    let key = draw.number(0...3)
    return .init(
      client: index, number: 1,
      command: draw.chance(0.5) ? .read(key) : .write(key, draw.number(1...99)))
  }

  private static let consensus: [ReferenceRun] = [
    ReferenceRun(
      "raft", nodes: 5, disk: RaftDisk(), asks: 0...4,
      make: { id, disk, seed in
        Raft(
          id: id, configuration: .init(voters: [0, 1, 2, 3, 4]),
          policy: RaftPolicy(snapshotEvery: 5, trailing: 2), disk: disk, seed: seed)
      }, request: { Raft.Request.operation(operation($0, &$1)) }),
    ReferenceRun(
      "multi-paxos", nodes: 5, disk: MultiPaxos.Disk(), asks: 0...4,
      make: { id, disk, seed in
        MultiPaxos(
          id: id, nodes: 5,
          policy: .init(quorums: .majority(of: 5), trailing: 2, snapshotEvery: 5), disk: disk,
          seed: seed)
      }, request: { operation($0, &$1) }),
    ReferenceRun(
      "paxos", nodes: 5, disk: SingleDecreePaxos.State(), asks: 0...4,
      make: { SingleDecreePaxos(id: $0, nodes: 5, disk: $1, seed: $2) },
      request: { index, _ in index }),
    ReferenceRun(
      "pbft", nodes: 5, disk: PBFTNode.Disk(), asks: 4...4,
      make: { id, disk, _ in
        PBFTNode(
          id: id, configuration: .init(replicas: 4, faults: 1),
          behaviour: id == 0 ? .equivocating : nil, disk: disk)
      }, request: { index, _ in index }),
    ReferenceRun(
      "hotstuff", nodes: 4, disk: HotStuffNode.Disk(), asks: 0...3,
      make: { id, disk, _ in
        HotStuffNode(id: id, configuration: .init(replicas: 4, faults: 1), disk: disk)
      }, request: { index, _ in index }),
  ]

  private static func plan(_ draw: inout Draw) -> SagaPlan {
    SagaPlan([
      .init(service: 1, kind: .compensatable),
      .init(service: 2, kind: .compensatable, failures: draw.number(0...2)),
      .init(service: 3, kind: .pivot, isRefused: draw.chance(0.4)),
    ])
  }

  private static let commitment: [ReferenceRun] = [
    ReferenceRun(
      "two-phase commit", nodes: 4, disk: TwoPhaseCommitNode.Disk(), asks: 0...3,
      make: { id, disk, _ in TwoPhaseCommitNode(id: id, disk: disk) },
      request: { index, draw in
        Transaction(
          draw.some(2, below: 4).map {
            .init(participant: $0, key: draw.number(0...3), value: draw.chance(0.2) ? nil : index)
          })
      }),
    ReferenceRun(
      "saga orchestrated", nodes: 4, disk: SagaNode.Disk(), asks: 0...0,
      make: { id, disk, _ in SagaNode(id: id, disk: disk) },
      request: { plan(&$1) }),
    ReferenceRun(
      "saga choreographed", nodes: 4, disk: ChoreographyNode.Disk(), asks: 0...3,
      make: { id, disk, _ in ChoreographyNode(id: id, disk: disk) },
      request: { plan(&$1) }),
    ReferenceRun(
      "outbox", nodes: 3, disk: OutboxNode.Disk(), asks: 0...0,
      make: { id, disk, _ in OutboxNode(id: id, disk: disk) },
      request: { $1.moment(in: 20_000_000) }),
  ]

  private static func primaryBackup(
    _ name: String, nodes: Int, _ acknowledgement: PrimaryBackup.Acknowledgement,
    _ failover: PrimaryBackup.Failover
  ) -> ReferenceRun {
    let settings = PrimaryBackup.Settings(
      replicas: 3, acknowledgement: acknowledgement, failover: failover)
    return ReferenceRun(
      "primary-backup \(name)", nodes: nodes, disk: PrimaryBackup.Disk(), asks: 0...2,
      make: { PrimaryBackup($0, settings: settings, disk: $1, seed: $2) },
      request: { index, draw in
        let key = draw.number(0...3)
        return draw.chance(0.5) ? .read(key: key) : .write(key: key, value: index)
      })
  }

  private static func quorum(
    _ name: String, _ conflict: Siblings.Conflict,
    _ change: (inout LeaderlessQuorum.Settings) -> Void
  ) -> ReferenceRun {
    var settings = LeaderlessQuorum.Settings(
      replicas: 3, read: 2, write: 2, conflict: conflict, nodes: 5)
    change(&settings)
    let fixed = settings
    return ReferenceRun(
      "quorum \(name)", nodes: 5, disk: LeaderlessQuorum.Disk(), asks: 0...4,
      make: { LeaderlessQuorum($0, settings: fixed, disk: $1, seed: $2) },
      request: { index, draw in
        let key = draw.number(0...9)
        return draw.chance(0.4)
          ? .read(key: key) : .write(key: key, value: index, context: VersionVector())
      })
  }

  private static func multiLeader(
    _ name: String, _ conflict: MultiLeader.Conflict
  ) -> ReferenceRun {
    let settings = MultiLeader.Settings(regions: 3, conflict: conflict)
    return ReferenceRun(
      "multi-leader \(name)", nodes: 3, disk: [:], asks: 0...2,
      make: { id, disk, _ in MultiLeader(id, settings: settings, disk: disk) },
      request: { index, draw in
        let key = draw.number(0...3)
        return draw.chance(0.4) ? .read(key: key) : .write(key: key, value: index)
      })
  }

  private static let replication: [ReferenceRun] = [
    primaryBackup(
      "semi-synchronous", nodes: 4, .semiSynchronous(copies: 1, timeout: 50_000_000),
      .coordinator(.lease)),
    primaryBackup("elected", nodes: 3, .synchronous(copies: 1), .election),
    quorum("last writer", .lastWriterWins) { $0.isSloppy = true },
    quorum("siblings", .siblings) {
      ($0.repair, $0.antiEntropy) = (.beforeAnswer, 200_000_000)
    },
    multiLeader("last writer", .lastWriterWins),
    multiLeader("siblings", .siblings),
  ]

  private static func cache(_ name: String, _ onWrite: CachedStore.OnWrite) -> ReferenceRun {
    var settings = CachedStore.Settings(nodes: 4, onWrite: onWrite)
    settings.lease = 300_000_000
    let fixed = settings
    return ReferenceRun(
      "cache \(name)", nodes: 4, disk: CachedStore.Disk(), asks: 2...3,
      make: { id, disk, _ in CachedStore(id, settings: fixed, disk: disk) },
      request: { index, draw in
        let key = draw.number(0...3)
        return draw.chance(0.6) ? .read(key: key) : .write(key: key, value: index)
      })
  }

  private static func isolation(_ name: String, _ level: MultiVersionStore.Level) -> ReferenceRun {
    ReferenceRun(
      "isolation \(name)", nodes: 1, disk: [:], asks: 0...0,
      make: { _, disk, _ in MultiVersionStore(level: level, disk: disk) },
      request: { index, draw in
        let transaction = draw.number(0...5)
        switch draw.number(0...4) {
        case 0: return .begin(transaction)
        case 1: return .read(transaction, key: draw.number(0...2))
        case 2: return .commit(transaction)
        default: return .append(transaction, key: draw.number(0...2), element: index)
        }
      })
  }

  private static let stores: [ReferenceRun] = [
    cache("invalidated", .logInvalidates),
    cache("written through", .writeThrough(overOlderOnly: true)),
    ReferenceRun(
      "lease", nodes: 4, disk: LeasedLock.Disk(), asks: 2...3,
      make: { id, disk, _ in LeasedLock(id, settings: .init(nodes: 4), disk: disk) },
      request: { index, _ in .write(index) }),
    isolation("snapshot", .snapshotIsolation),
    isolation("serializable", .serializable),
    ReferenceRun(
      "set without tombstones", nodes: 3, disk: ObservedRemoveSet<Int>(), asks: 0...2,
      make: { id, disk, seed in
        ConvergentNode(
          id: id, members: 3, settings: .init(interval: 100_000_000), disk: disk, seed: seed
        ) { state, element, replica, _ in
          element < 20 ? state.add(element, at: replica) : state.remove(element - 20)
        }
      }, request: { .update(($1.chance(0.3) ? 20 : 0) + $0 % 10) }),
    ReferenceRun(
      "text", nodes: 3, disk: FugueSequence<Int>(), asks: 0...2,
      make: { id, disk, seed in
        ConvergentNode(
          id: id, members: 3, settings: .init(interval: 100_000_000), disk: disk, seed: seed
        ) { state, value, replica, _ in
          state.insert(value, at: min(state.count, value % 4), by: replica) ?? state
        }
      }, request: { index, _ in .update(index) }),
  ]

  private static func heartbeats<Monitor: ArrivalMonitor>(
    _ name: String, _ monitor: Monitor
  ) -> ReferenceRun {
    ReferenceRun(
      "heartbeats \(name)", nodes: 4, disk: (), asks: 0...3,
      make: { id, _, _ in
        HeartbeatNode(
          id: id, members: 4, settings: .init(interval: 100_000_000, checkInterval: 50_000_000),
          monitor: monitor)
      }, request: { _, _ in .suspected })
  }

  private static func phi(_ distribution: PhiAccrualMonitor.Distribution) -> PhiAccrualMonitor {
    PhiAccrualMonitor(
      settings: .init(
        distribution: distribution, threshold: 3, minimumDeviation: 10_000_000,
        firstEstimate: 100_000_000))
  }

  private static let membership: [ReferenceRun] = [
    heartbeats("missed", MissedHeartbeats(interval: 100_000_000, missed: 3)),
    heartbeats("phi, normal", phi(.normal)),
    heartbeats("phi, exponential", phi(.exponential)),
    ReferenceRun(
      "gossiped heartbeats", nodes: 5, disk: 0, asks: 0...4,
      make: { id, disk, seed in
        GossipHeartbeatNode(
          id: id, members: 5, settings: .init(interval: 100_000_000, failAfter: 600_000_000),
          disk: disk, seed: seed)
      }, request: { _, _ in .suspected }),
    ReferenceRun(
      "swim", nodes: 6, disk: nil, asks: 0...5,
      make: { id, disk, seed in
        SwimNode(
          id: id, members: 6, settings: .init(period: 200_000_000, directTimeout: 50_000_000),
          disk: disk, seed: seed)
      }, request: { _, _ in .suspected }),
    ReferenceRun(
      "rumors", nodes: 6, disk: (), asks: 0...5,
      make: { id, _, seed in
        RumorNode(
          id: id, members: 6, settings: .init(interval: 100_000_000, style: .pushPull), seed: seed)
      }, request: { index, _ in .tell(index) }),
  ]
}
