/// Whether another run on this machine would come out alike, judged by how the rounds of this one
/// agree; and if not, what most likely disturbed it.
public struct Repeatability: Sendable, Hashable {
  /// A benchmark whose rounds disagree.
  public struct Doubtful: Sendable, Hashable {
    /// `vector-clock merge at 100 nodes`.
    public var name: String
    /// How far the interval of its median reaches, as a share of the median.
    public var uncertainty: Double
  }

  /// How many benchmarks were measured.
  public var measured: Int
  /// Those whose median is uncertain by more than 5 %, the most uncertain first.
  public var doubtful: [Doubtful]
  /// How the second half of the run stands to the first in the median over benchmarks: 0.1 when
  /// 10 % slower.
  public var drift: Double?
  /// What most likely disturbed the run, the likeliest first; empty when nothing did.
  public var causes: [String]

  /// A drift of more than this, over all benchmarks, is one of the machine.
  static let noticeableDrift = 0.03
  /// More than this share of benchmarks in doubt makes the whole run noisy.
  static let tolerableShare = 0.05

  /// Whether every benchmark is good to 5 % and the halves of the run agree.
  public var holds: Bool { doubtful.isEmpty && !drifts }

  /// Whether so much is in doubt that the cause is the machine rather than a benchmark.
  public var isNoisy: Bool {
    drifts || Double(doubtful.count) > Self.tolerableShare * Double(measured)
  }

  private var drifts: Bool { abs(drift ?? 0) > Self.noticeableDrift }

  /// Judges a run.
  ///
  /// - Parameters:
  ///   - before: What the system said at the start.
  ///   - after: What it said at the end.
  public init(
    _ results: [AlgorithmResult], on machine: Machine, before: MachineReading, after: MachineReading
  ) {
    let all = results.flatMap { algorithm in
      algorithm.sizes.flatMap { size in
        size.operations.map { operation in
          let place = "at \(BenchmarkNumber.grouped(size.size)) \(algorithm.parameter)"
          return (name: "\(algorithm.id) \(operation.name) \(place)", operation: operation)
        }
      }
    }
    measured = all.count
    doubtful = all.filter { !$0.operation.isRepeatable }
      .map { Doubtful(name: $0.name, uncertainty: $0.operation.uncertainty) }
      .sorted { ($1.uncertainty, $0.name) < ($0.uncertainty, $1.name) }
    let drifts = all.compactMap(\.operation.drift)
    drift = drifts.isEmpty ? nil : SampleStatistics(drifts).median
    causes = []
    if !holds { causes = Self.causes(drift: drift, machine, before, after) }
  }

  /// From the strongest evidence to the weakest.
  private static func causes(
    drift: Double?, _ machine: Machine, _ before: MachineReading, _ after: MachineReading
  ) -> [String] {
    let span = after.seconds - before.seconds
    guard span > 0 else { return [] }
    var causes: [String] = []
    if let stolen = difference(before.stolenSeconds, after.stolenSeconds) {
      let share = stolen / span
      if share > 0.005 {
        causes.append("the hypervisor gave \(percent(share)) of a core's time to other machines")
      }
    }
    if let busy = difference(before.busySeconds, after.busySeconds),
      let own = difference(before.ownSeconds, after.ownSeconds)
    {
      let others = max(0, busy - own) / span
      if others > 0.1 {
        causes.append(
          "other processes kept \(BenchmarkNumber.decimal(others)) of \(machine.cores) "
            + "core\(machine.cores == 1 ? "" : "s") busy")
      }
    }
    if let switches = after.interruptions.flatMap({ after in before.interruptions.map { after - $0 }
    }),
      Double(switches) / span > 20
    {
      causes.append("the process lost its core \(Int(Double(switches) / span)) times a second")
    }
    // It looks a minute back: only where the system does not count what others use.
    if after.busySeconds == nil,
      let load = [before.loadAverage, after.loadAverage].compactMap({ $0 }).max(),
      load > Double(machine.cores)
    {
      causes.append(
        "the load average was \(BenchmarkNumber.decimal(load)) on \(machine.cores) "
          + "core\(machine.cores == 1 ? "" : "s")")
    }
    if let governor = machine.frequencyGovernor, governor != "performance" {
      causes.append("the processor's frequency changes (governor '\(governor)')")
    }
    if let drift, abs(drift) > noticeableDrift, causes.isEmpty {
      causes.append(
        "the machine itself became \(drift > 0 ? "slower" : "faster") while it was measured, as "
          + "with a changing frequency or temperature")
    }
    return causes
  }

  private static func difference(_ before: Double?, _ after: Double?) -> Double? {
    guard let before, let after else { return nil }
    return max(0, after - before)
  }

  private static func percent(_ share: Double) -> String { BenchmarkNumber.percent(share) }
}
