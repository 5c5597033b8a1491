import Algorithms
import Quantities

extension Property {
  /// What chained HotStuff promises when replicas crash and restart.
  public static let hotStuff: [Property] = [
    hotStuff("hotstuff: replicas agree, and answer once faults are over") { _ in },
    hotStuff("hotstuff: replicas agree though one proposes two blocks a view", isEquivocating: true)
    {
      _ in
    },
  ]

  /// HotStuff with a planted bug: violated by some seed.
  public static let hotStuffMutants: [Property] = [
    hotStuff("hotstuff: commits what has one certificate", checksLiveness: false) {
      $0.commitChain = 1
    }
  ]

  private static func hotStuff(
    _ name: String, isEquivocating: Bool = false, checksLiveness: Bool = true,
    _ change: @escaping @Sendable (inout HotStuffNode.Configuration) -> Void
  ) -> Property {
    Property(name) { seed in
      var draw = Draw(seed)
      var configuration = HotStuffNode.Configuration(replicas: 4, faults: 1)
      change(&configuration)
      let calls = (0..<12).map { index in
        Rehearsal<HotStuffNode>.Call(
          at: draw.moment(in: seconds(3)), node: draw.number(0...3), request: index)
      }
      var faults = FaultSchedule.rough(nodes: 4, before: seconds(4), &draw)
      if isEquivocating {
        faults.entries.append(
          .init(at: 0, lasting: seconds(5), .byzantine([.node(0)], behaviour: "equivocate")))
      }
      let fixed = configuration
      let outcome = Rehearsal<HotStuffNode>(
        nodes: 4, calls: calls, faults: faults, behaviours: ["equivocate": equivocate],
        disk: HotStuffNode.Disk(),
        make: { id, disk, _ in HotStuffNode(id: id, configuration: fixed, disk: disk) }
      ).run(seed: seed, settling: seconds(10), until: seconds(120))
      return verdict(outcome, checksLiveness: checksLiveness)
    }
  }

  /// Half of the replicas get the leader's block without its commands.
  @Sendable private static func equivocate(
    _ message: HotStuffNode.Message, to node: NodeID, _ random: inout SeededGenerator
  ) -> [(HotStuffNode.Message, NodeID)] {
    guard case .proposal(var block) = message, node >= 2 else { return [(message, node)] }
    block.commands = []
    return [(.proposal(block), node)]
  }

  private static func verdict(
    _ outcome: Rehearsal<HotStuffNode>.Outcome, checksLiveness: Bool
  ) -> String? {
    let histories = outcome.simulator.processes.map(\.executed)
    let longest = histories.max { $0.count < $1.count } ?? []
    if histories.contains(where: { !longest.starts(with: $0) }) {
      return "replicas executed different commands at one place"
    }
    let executed = Set(longest.map(\.id))
    for (id, answer) in zip(outcome.ids, outcome.answers) where answer != nil {
      guard executed.contains(id) else { return "an answered command is lost" }
    }
    // One more command, had it come after the faults, would be executed by all: a command still in
    // some pool is one that nobody works on.
    let isWaiting = outcome.simulator.processes.contains { $0.hasWaitingCommands }
    return checksLiveness && isWaiting ? "a command is never executed" : nil
  }
}
