internal import Algorithms

extension OperationBenchmarks {
  static let twoPhaseCommit = AlgorithmBenchmarks(
    "2pc",
    "A transaction of n participants from begin to acknowledged commit: what the coordinator and "
      + "one participant compute.", by: "participants", [2, 3, 5, 10, 20]
  ) { participants in
    BenchmarkSubject([
      OperationBenchmark(
        "coordinator", replaying: commitRecording(participants, observing: 0)),
      OperationBenchmark(
        "participant", replaying: commitRecording(participants, observing: 1)),
    ])
  }

  private static func commitRecording(_ participants: Int, observing node: NodeID)
    -> Recording<TwoPhaseCommitNode>
  {
    var group = DirectGroup(
      (0...participants).map { TwoPhaseCommitNode(id: $0, disk: .init()) }, observing: node)
    return group.record(decisions: 128) { group in
      for number in 1...128 {
        let branches = (1...participants).map {
          Transaction.Branch(participant: $0, key: number % 16, value: number)
        }
        group.ask(Transaction(branches), id: number, of: 0)
      }
    }
  }

  static let saga = AlgorithmBenchmarks(
    "saga-orchestration",
    "The orchestrator's bookkeeping for a whole saga of n steps that completes, and of one whose "
      + "last step is refused, so that all others are compensated.", by: "steps", [2, 5, 10, 20]
  ) { steps in
    BenchmarkSubject([
      OperationBenchmark("complete", replaying: sagaRecording(steps, isRefused: false)),
      OperationBenchmark("compensate", replaying: sagaRecording(steps, isRefused: true)),
    ])
  }

  private static func sagaRecording(_ steps: Int, isRefused: Bool) -> Recording<SagaNode> {
    var group = DirectGroup((0...3).map { SagaNode(id: $0) }, observing: 0)
    let plan = SagaPlan(
      (0..<steps).map {
        SagaPlan.Step(
          service: 1 + $0 % 3, kind: .compensatable, isRefused: isRefused && $0 == steps - 1)
      })
    return group.record(decisions: 64) { group in
      for number in 1...64 { group.ask(plan, id: number, of: 0) }
    }
  }

  static let outbox = AlgorithmBenchmarks(
    "outbox",
    "A round of the relay that finds ten new rows behind n published ones: by polling for rows not "
      + "marked, and by tailing the log. Nothing is purged and nothing indexed here.",
    by: "rows", [10, 100, 1_000, 10_000]
  ) { rows in
    BenchmarkSubject([
      relay("poll", .polling, rows), relay("tail", .logTailing, rows),
    ])
  }

  private static func relay(_ name: String, _ publishing: OutboxNode.Publishing, _ rows: Int)
    -> OperationBenchmark
  {
    OperationBenchmark(name, state: { outboxService(publishing, rows) }) { service, count in
      var effects = Effects<OutboxNode>()
      for turn in 0..<count {
        let now = LocalTime(nanoseconds: Int64(turn) * 1_000)
        service.step(.timer(.round), at: now, effects: &effects)
        keep(effects)
        effects.list.removeAll(keepingCapacity: true)
      }
    }
  }

  /// A service with `rows` published rows, and ten that are not.
  private static func outboxService(_ publishing: OutboxNode.Publishing, _ rows: Int) -> OutboxNode
  {
    var policy = OutboxNode.Policy()
    policy.publishing = publishing
    var disk = OutboxNode.Disk()
    if let first = firstRow() {
      for number in 1...rows + 10 {
        var row = first
        (row.event, row.number) = (number, number)
        OutboxNode.write(.row(row), to: &disk)
        if number <= rows { OutboxNode.write(.marked(number), to: &disk) }
      }
    }
    OutboxNode.write(.relayed(rows), to: &disk)
    return OutboxNode(id: 0, policy: policy, disk: disk)
  }

  /// The row that a service writes for its first transaction.
  private static func firstRow() -> OutboxNode.Row? {
    var service = OutboxNode(id: 0)
    var effects = Effects<OutboxNode>()
    service.step(.request(0, id: 1), at: .zero, effects: &effects)
    service.step(.timer(.commit(1)), at: .zero, effects: &effects)
    for case .persist(.row(let row)) in effects.list { return row }
    return nil
  }
}
