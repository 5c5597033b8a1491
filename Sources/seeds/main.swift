import Algorithms
import Simulation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// Runs thousands of seeds of the algorithms under faults, and every planted bug until a checker
// sees it. See `seeds --help`.

let usage = """
  usage: seeds [--quick] [--count N] [--only NAME] [--seed N] [--trace]
         seeds --speed | --memory | --digests | --histories FILE…

    --quick    fewer seeds: under a minute on two cores
    --count N  so many seeds of each trial
    --only     only trials and planted bugs whose name contains NAME
    --seed N   only this seed
    --trace    with --seed and --only NAME, such as 'raft general' or multi-paxos: print the run
    --speed    measure the simulator instead (see scripts/event-loop.sh)
    --memory   measure how much memory 1, 10 and 100 million events take
    --digests  a digest of a run of each algorithm, the same in every build and process
               (see scripts/check-digests.sh)
    --histories FILE…  measure the linearizability checker on recorded histories of registers

  Exits 1 when a seed fails, or when a planted bug is not seen.
  """

var quick = false
var count: UInt64?
var only: String?
var single: UInt64?
var isTracing = false
var words = CommandLine.arguments.dropFirst()
while let word = words.popFirst() {
  switch word {
  case "--quick": quick = true
  case "--count": count = words.popFirst().flatMap { UInt64($0) }
  case "--only": only = words.popFirst()
  case "--seed": single = words.popFirst().flatMap { UInt64($0) }
  case "--trace": isTracing = true
  case "--speed":
    Speed.report()
    exit(0)
  case "--digests":
    for run in ReferenceRun.all { print(run.name, run.digest(7)) }
    exit(0)
  case "--histories":
    Histories.report(Array(words))
    exit(0)
  case "--memory":
    Speed.reportMemory()
    exit(0)
  default:
    print(usage)
    exit(word == "--help" ? 0 : 2)
  }
}

if isTracing, let seed = single {
  func show<W: Workload>(_ scenario: Scenario<W>) {
    var scenario = scenario
    scenario.isTracing = true
    for event in scenario.run(seed: seed).simulator.trace { print(event.timelineLine) }
  }
  for kind in RaftTrial.Kind.allCases where "raft \(kind.rawValue)" == only {
    show(RaftTrial(kind, seed: seed).scenario)
  }
  if only == "multi-paxos" { show(MultiPaxosTrial(seed: seed).scenario) }
  exit(0)
}

var failed = false
let perTrial = count ?? (quick ? 60 : 1_000)
for trial in Trial.all where only.map({ trial.name.contains($0) }) ?? true {
  let seeds = single.map { $0..<$0 + 1 } ?? 0..<perTrial * trial.weight
  let failures = Spread.failures(in: seeds, atMost: 3, trial.run)
  print(
    failures.isEmpty ? "holds " : "FAILS ", trial.name, "over", seeds.count, "seeds",
    terminator: "\n")
  fflush(nil)
  for (seed, failure) in failures {
    print("        seed \(seed): \(failure)")
    failed = true
  }
}
if single == nil {
  for bug in PlantedBug.all where only.map({ bug.name.contains($0) }) ?? true {
    if let (seed, failure) = bug.firstSeed(isQuick: quick) {
      print("seen   \(bug.name), seed \(seed): \(failure)")
    } else {
      print("UNSEEN \(bug.name) in \(bug.limit) seeds")
      failed = true
    }
    fflush(nil)
  }
}
if only == nil, single == nil, ReferenceTrace.compute() != ReferenceTrace.digest {
  print("FAILS  the reference trace: its digest is \(ReferenceTrace.compute())")
  failed = true
}
exit(failed ? 1 : 0)
