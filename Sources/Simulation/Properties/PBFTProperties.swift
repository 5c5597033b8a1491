import Algorithms
import Quantities

extension Property {
  /// What PBFT promises with up to f Byzantine replicas.
  public static let pbft: [Property] = [
    pbft("pbft: honest replicas agree, and answer, with 1 of 4 Byzantine", .init()),
    pbft(
      "pbft: honest replicas agree, and answer, with 2 of 7 Byzantine",
      .init(replicas: 7, byzantine: 2)),
    pbft("pbft: crashes and partitions of honest replicas cost nothing", .init(byzantine: 0)),
  ]

  /// PBFT beyond its bounds, or with a planted bug: each is violated by some seed.
  public static let pbftMutants: [Property] = [
    pbft(
      "pbft: 2 of 4 Byzantine",
      .init(byzantine: 2, behaviours: [.equivocating, .endorsing], checksAnswers: false)),
    pbft(
      "pbft: quorum of f + 1",
      .init(behaviours: [.equivocating], checksAnswers: false) { $0.quorum = 2 }),
    pbft(
      "pbft: quorum of 2f",
      .init(
        replicas: 7, byzantine: 2, behaviours: [.equivocating, .endorsing], checksAnswers: false
      ) { $0.quorum = 4 }),
    pbft(
      "pbft: view change forgets prepared certificates",
      .init(byzantine: 0, checksAnswers: false) { $0.viewChangeCarriesPrepared = false }),
  ]

  private struct Group: Sendable {
    var replicas = 4
    var byzantine = 1
    /// Behaviours of replicas 0, 1, …; drawn if `nil`.
    var behaviours: [PBFTBehaviour]?
    /// Whether all requests must be answered once faults are over.
    var checksAnswers = true
    var change: @Sendable (inout PBFTConfiguration) -> Void = { _ in }
  }

  private static func pbft(_ name: String, _ group: Group) -> Property {
    Property(name) { seed in
      var draw = Draw(seed)
      var configuration = PBFTConfiguration(
        replicas: group.replicas, faults: (group.replicas - 1) / 3)
      group.change(&configuration)
      let behaviours = behaviours(of: group, &draw)
      let calls = (0..<12).map { index in
        Rehearsal<PBFTNode>.Call(
          at: draw.moment(in: seconds(2)), node: group.replicas + index % 2, request: index)
      }
      let faults = FaultSchedule.rough(nodes: group.replicas, before: seconds(4), &draw)
      let fixed = configuration
      let outcome = Rehearsal<PBFTNode>(
        nodes: group.replicas + 2, calls: calls, faults: faults, disk: PBFTNode.Disk(),
        make: { id, disk, _ in
          PBFTNode(id: id, configuration: fixed, behaviour: behaviours[id], disk: disk)
        }
      ).run(seed: seed, settling: seconds(10), until: seconds(120))
      return disagreement(outcome.simulator.processes.compactMap(\.honest), outcome.answers)
        ?? (group.checksAnswers && outcome.answers.contains { $0 == nil }
          ? "a request is never answered" : nil)
    }
  }

  private static func behaviours(of group: Group, _ draw: inout Draw) -> [NodeID: PBFTBehaviour] {
    if let behaviours = group.behaviours {
      return Dictionary(uniqueKeysWithValues: zip(0..., behaviours))
    }
    var result: [NodeID: PBFTBehaviour] = [:]
    for replica in draw.some(group.byzantine, below: group.replicas) {
      let all: [PBFTBehaviour] = [
        .silent, .equivocating, .endorsing, .lying,
        .replaying(SeededGenerator(seed: draw.seed())),
      ]
      result[replica] = all[draw.number(0...all.count - 1)]
    }
    return result
  }

  /// Whether two honest replicas executed different requests under one number, or a client believes
  /// a result that the longest honest history does not give.
  private static func disagreement(_ honest: [PBFTReplica], _ answers: [UInt64?]) -> String? {
    guard let longest = honest.max(by: { $0.executed < $1.executed })?.service.history else {
      return nil
    }
    for replica in honest where !longest.starts(with: replica.service.history) {
      let place = zip(longest, replica.service.history).prefix { $0 == $1 }.count + 1
      return "honest replicas executed different requests as number \(place)"
    }
    var service = PBFTService()
    let results = Set(longest.compactMap { service.execute($0)?.result })
    let isBelieved = answers.allSatisfy { $0.map(results.contains) ?? true }
    return isBelieved ? nil : "a client believes a result that no honest replica has"
  }
}
