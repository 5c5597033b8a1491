import Algorithms
import Quantities
import Simulation

extension ProtocolRun {
  /// The steps; one at each node but the first where the settings name none.
  var steps: [ProtocolSettings.Step] {
    settings.steps
      ?? site.nodes.indices.dropFirst().map { ProtocolSettings.Step(node: $0) }
  }
}

/// Two-phase commit, with one branch for each participant of the steps.
struct TwoPhaseCommitBench: ClientBench {
  struct Transactions: Workload {
    typealias P = TwoPhaseCommitNode
    let participants: [NodeID]
    private var count = 0

    init(participants: [NodeID]) { self.participants = participants }

    mutating func next(client: Int, _ random: inout SeededGenerator) -> Int? {
      count += 1
      return count
    }

    func request(_ call: Int, client: Int, number: Int) -> Transaction {
      // A key of its own: what is compared is commitment, not waiting for locks.
      Transaction(participants.map { .init(participant: $0, key: call, value: call) })
    }

    func reply(_ response: TransactionOutcome, to call: Int) -> Reply<TransactionOutcome> {
      response == .committed ? .done(response) : .failed
    }
  }

  let run: ProtocolRun

  private var participants: [NodeID] {
    Set(run.steps.map(\.node)).filter(run.site.nodes.indices.contains).sorted()
  }

  var parts: [String] { run.site.nodes.indices.map { $0 == 0 ? "coordinator" : "participant" } }

  var scenario: Scenario<Transactions> {
    var policy = TwoPhaseCommitNode.Policy()
    let trip = run.site.longestRoundTrip
    policy.voteTimeout = max(300_000_000, 3 * trip)
    policy.resendInterval = max(100_000_000, 2 * trip)
    policy.doubtTimeout = max(150_000_000, 2 * trip)
    let fixed = policy
    return scenario(
      Transactions(participants: participants), clients(of: 0..<1, retries: false),
      disk: TwoPhaseCommitNode.Disk()
    ) { id, disk, _ in TwoPhaseCommitNode(id: id, policy: fixed, disk: disk) }
  }

  func leader(in simulator: borrowing Simulator<TwoPhaseCommitNode>) -> NodeID? { 0 }

  func harms(of result: RunResult<Transactions>) -> [ProtocolFigures.Harm] {
    let nodes = result.simulator.processes
    var half: [Int] = []
    for operation in result.history.operations {
      let done = participants.count { nodes[$0].log.data[operation.call] != nil }
      let isWhole = done == participants.count || done == 0
      let isTrue = operation.answer != .committed || done == participants.count
      if !isWhole || !isTrue { half.append(operation.call) }
    }
    return [
      .init(
        .halfDone, half.count, of: result.history.operations.count,
        first: half.first.map { "operation \($0)" } ?? "")
    ]
  }
}

/// An orchestrated saga.
struct SagaBench: ClientBench {
  struct Sagas: Workload {
    typealias P = SagaNode
    let plan: SagaPlan
    private var count = 0

    init(plan: SagaPlan) { self.plan = plan }

    mutating func next(client: Int, _ random: inout SeededGenerator) -> Int? {
      count += 1
      return count
    }
    func request(_ call: Int, client: Int, number: Int) -> SagaPlan { plan }
    func reply(_ response: SagaOutcome, to call: Int) -> Reply<SagaOutcome> { .done(response) }
  }

  let run: ProtocolRun

  private var plan: SagaPlan {
    let steps = run.steps.filter { run.site.nodes.indices.contains($0.node) && $0.node > 0 }
    let pivot = steps.firstIndex { !$0.canBeUndone }
    return SagaPlan(
      steps.enumerated().map { place, step in
        let kind: SagaPlan.Kind =
          pivot.map { place < $0 ? .compensatable : place == $0 ? .pivot : .retriable }
          ?? .compensatable
        return SagaPlan.Step(service: step.node, kind: kind)
      })
  }

  var parts: [String] { run.site.nodes.indices.map { $0 == 0 ? "orchestrator" : "participant" } }

  var scenario: Scenario<Sagas> {
    var policy = SagaNode.Policy()
    policy.progress = run.kind == .stepAfterStep ? .volatile : .forced
    policy.retryInterval = max(100_000_000, 2 * run.site.longestRoundTrip)
    let fixed = policy
    return scenario(
      Sagas(plan: plan), clients(of: 0..<1, retries: false), disk: SagaNode.Disk()
    ) { id, disk, _ in SagaNode(id: id, policy: fixed, disk: disk) }
  }

  func leader(in simulator: borrowing Simulator<SagaNode>) -> NodeID? { 0 }

  func harms(of result: RunResult<Sagas>) -> [ProtocolFigures.Harm] {
    let steps = plan.steps.count
    let effects = run.site.nodes.indices.dropFirst().flatMap {
      result.simulator.disk(of: $0).effects
    }
    var sagas: [RequestID: [SagaEffect]] = [:]
    for effect in effects { sagas[effect.key.saga, default: []].append(effect) }
    var half: [(text: String, saga: RequestID)] = []
    for (saga, effects) in sagas.sorted(by: { $0.key < $1.key }) {
      let done = effects.sorted { $0.at < $1.at }.map(\.key)
      if let wrong = SagaHistory(steps: steps, done: done, answer: nil).violation {
        half.append(("operation \(saga) \(wrong)", saga))
      }
    }
    return [
      .init(
        .halfDone, half.count, of: result.history.operations.count, first: half.first?.text ?? "",
        item: half.first?.saga)
    ]
  }
}
