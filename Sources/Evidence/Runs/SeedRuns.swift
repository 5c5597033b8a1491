public import Benchmarks
import Parallel

/// Runs of several seeds, spread over the cores.
public enum SeedRuns {
  /// The figures of each seed, in their order; seeds whose run is refused are left out.
  public static func run(
    _ seeds: [UInt64], _ make: (UInt64) -> ProtocolRun
  ) -> [(seed: UInt64, figures: ProtocolFigures)] {
    let runs = seeds.map(make)
    return Chunks.map(runs, count: max(1, runs.count), smallest: 2) { part in
      part.compactMap { run in run.figures().map { (seed: run.seed, figures: $0) } }
    }.flatMap(\.self)
  }
}
