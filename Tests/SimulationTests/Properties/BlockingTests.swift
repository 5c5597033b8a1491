import Algorithms
import Quantities
import Simulation
import Testing

/// When two-phase commit blocks, and what helps. Links take 1 ms, a sync 5 ms: votes are in at 8 ms,
/// the commit record is on disk at 13 ms, and the outcome arrives at 14 ms.
@Suite struct BlockingTests {
  static let millisecond: Int64 = 1_000_000

  private func simulator(
    _ faults: [FaultSchedule.Entry],
    inDoubt: TwoPhaseCommitNode.InDoubt = .askEverybody
  ) -> Simulator<TwoPhaseCommitNode> {
    var policy = TwoPhaseCommitNode.Policy()
    policy.inDoubt = inDoubt
    let fixed = policy
    var simulator = Simulator<TwoPhaseCommitNode>(
      topology: .cluster(nodes: 4, roundTrip: 2 * Self.millisecond),
      environment: Environment(
        disk: DiskModel(sync: .constant(milliseconds: 5)), faults: FaultSchedule(faults)),
      seed: 1, disk: TwoPhaseCommitNode.Disk()
    ) { id, disk, _ in TwoPhaseCommitNode(id: id, policy: fixed, disk: disk) }
    _ = simulator.submit(transaction, to: 0)
    return simulator
  }

  private let transaction = Transaction(
    (1...3).map { Transaction.Branch(participant: $0, key: 0, value: 1) })

  private func advance(_ simulator: inout Simulator<TwoPhaseCommitNode>, to milliseconds: Int64) {
    while simulator.next(until: milliseconds * Self.millisecond) != nil {}
  }

  private func inDoubt(_ simulator: Simulator<TwoPhaseCommitNode>) -> [NodeID] {
    (1...3).filter { !simulator.processes[$0].inDoubt.isEmpty }
  }

  private func crash(at: Int64, lasting: Int64) -> FaultSchedule.Entry {
    .init(
      at: at * Self.millisecond, lasting: lasting * Self.millisecond, .crash([.node(0)]))
  }

  @Test(arguments: [TwoPhaseCommitNode.InDoubt.askCoordinator, .askEverybody])
  func `a coordinator that dies before its commit record blocks all who voted yes`(
    policy: TwoPhaseCommitNode.InDoubt
  ) {
    var run = simulator([crash(at: 10, lasting: 5000)], inDoubt: policy)
    advance(&run, to: 4900)
    #expect(inDoubt(run) == [1, 2, 3])
    #expect(run.processes[1].locks[0] != nil)
    advance(&run, to: 6000)
    #expect(inDoubt(run) == [])
    #expect((1...3).allSatisfy { run.processes[$0].log.data.isEmpty })
  }

  @Test func `a locked key turns other transactions away meanwhile`() {
    var run = simulator([crash(at: 10, lasting: 5000)])
    advance(&run, to: 1000)
    let other = Transaction([Transaction.Branch(participant: 1, key: 0, value: 2)])
    _ = run.submit(other, to: 2)
    var answers: [TransactionOutcome] = []
    while let occurrence = run.next(until: 4900 * Self.millisecond) {
      if case .answered(_, let outcome) = occurrence { answers.append(outcome) }
    }
    #expect(answers == [.aborted])
  }

  @Test func `a coordinator that dies after its commit record commits when it is back`() {
    var run = simulator([
      .init(
        at: 9 * Self.millisecond, lasting: 6000 * Self.millisecond,
        .oneWayCut(from: [.node(0)], to: [.node(1), .node(2), .node(3)])),
      crash(at: 20, lasting: 4000),
    ])
    advance(&run, to: 5900)
    #expect(inDoubt(run) == [1, 2, 3])
    advance(&run, to: 7000)
    #expect(inDoubt(run) == [])
    #expect((1...3).allSatisfy { run.processes[$0].log.data == [0: 1] })
  }

  @Test func `a coordinator that dies before the votes are in blocks nobody who has not voted`() {
    var run = simulator([crash(at: 1, lasting: 5000)])
    advance(&run, to: 4900)
    #expect(inDoubt(run) == [])
  }

  /// The commit reaches participant 1 alone.
  @Test(arguments: [
    (TwoPhaseCommitNode.InDoubt.askEverybody, [NodeID]()), (.askCoordinator, [2, 3]),
  ])
  func `one that knows the outcome tells the others, if they ask it`(
    policy: TwoPhaseCommitNode.InDoubt, stillInDoubt: [NodeID]
  ) {
    var run = simulator(
      [
        .init(
          at: 9 * Self.millisecond, lasting: 100 * Self.millisecond,
          .oneWayCut(from: [.node(0)], to: [.node(2), .node(3)])),
        crash(at: 20, lasting: 5000),
      ], inDoubt: policy)
    advance(&run, to: 4900)
    #expect(inDoubt(run) == stillInDoubt)
    #expect(run.processes[1].log.data == [0: 1])
    advance(&run, to: 6000)
    #expect((1...3).allSatisfy { run.processes[$0].log.data == [0: 1] })
  }

  /// The prepare does not reach participant 3.
  @Test(arguments: [
    (TwoPhaseCommitNode.InDoubt.askEverybody, [NodeID]()), (.askCoordinator, [1, 2]),
  ])
  func `one that has not voted lets the others abort, if they ask it`(
    policy: TwoPhaseCommitNode.InDoubt, stillInDoubt: [NodeID]
  ) {
    var run = simulator(
      [
        .init(
          at: 0, lasting: 5 * Self.millisecond, .oneWayCut(from: [.node(0)], to: [.node(3)])),
        crash(at: 10, lasting: 5000),
      ], inDoubt: policy)
    advance(&run, to: 4900)
    #expect(inDoubt(run) == stillInDoubt)
    advance(&run, to: 6000)
    #expect(inDoubt(run) == [])
    #expect((1...3).allSatisfy { run.processes[$0].log.data.isEmpty })
  }

  @Test func `to abort alone ends the doubt and the atomicity`() {
    var run = simulator(
      [
        .init(
          at: 9 * Self.millisecond, lasting: 1000 * Self.millisecond,
          .oneWayCut(from: [.node(0)], to: [.node(2), .node(3)]))
      ], inDoubt: .abortAlone)
    advance(&run, to: 3000)
    #expect(inDoubt(run) == [])
    #expect((1...3).map { run.processes[$0].log.data.isEmpty } == [false, true, true])
  }
}
