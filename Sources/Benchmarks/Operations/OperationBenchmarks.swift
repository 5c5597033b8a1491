/// The operation benchmarks: what the reference algorithms of this tool cost a processor, without
/// network and disk.
public enum OperationBenchmarks {
  /// All of them, in the order of tables.
  public static let all: [AlgorithmBenchmarks] =
    clocks + convergentStates + [phiAccrual, raft, multiPaxos, pbft, twoPhaseCommit, lease, saga]
    + [outbox]

  /// An empty loop: what the harness itself adds to each figure.
  public static let harness = AlgorithmBenchmarks(
    "harness", "What the loop and keeping its result add to every figure.", by: "loop", [1]
  ) { _ in
    BenchmarkSubject([
      OperationBenchmark("empty", state: { 0 }) { number, count in
        for _ in 0..<count { keep(number) }
      }
    ])
  }
}
