import Algorithms
import Simulation

let arguments = CommandLine.arguments.dropFirst()
let count = arguments.first.flatMap { UInt64($0) } ?? 200
let only = arguments.dropFirst().first
if only == nil {
  for seed in 0..<count {
    if let failure = RaftTrial(seed: seed).failure(seed: seed) {
      print("raft seed \(seed): \(failure)")
    }
  }
}
for rule in RaftRule.allCases where only == nil || only == "\(rule)" {
  var caught: (UInt64, String)?
  for seed in 0..<count where caught == nil {
    if let failure = RaftTrial(seed: seed, omissions: RaftOmissions(rule)).failure(seed: seed) {
      caught = (seed, failure)
    }
  }
  print("\(rule):", caught.map { "seed \($0.0): \($0.1)" } ?? "NOT CAUGHT")
}
