import Quantities
import Testing

@testable import Simulation

/// What must be violated, be it what products do not promise or a planted bug.
private let broken = Property.replicationHazards + Property.replicationMutants

@Test(arguments: Property.replication.indices)
func `what replication promises holds`(index: Int) {
  let property = Property.replication[index]
  let found = property.firstViolation(in: 1..<6)
  #expect(found == nil, "\(property.name): seed \(found?.seed ?? 0): \(found?.violation ?? "")")
}

@Test(arguments: broken.indices)
func `a planted bug or a hazard of replication is found`(index: Int) {
  let property = broken[index]
  #expect(property.firstViolation(in: 1..<401) != nil, "\(property.name): not found")
}

/// Delays, R, W and how long after the write the read comes.
private let staleness: [(String, StalenessModel.Delays, Int, Int, Int64)] = [
  ("LNKD-SSD", .linkedInSSD, 1, 1, 0), ("LNKD-DISK", .linkedInDisk, 1, 1, 0),
  ("LNKD-DISK", .linkedInDisk, 1, 1, 10), ("LNKD-DISK", .linkedInDisk, 2, 1, 0),
  ("LNKD-DISK", .linkedInDisk, 1, 2, 0), ("YMMR", .yammer, 1, 1, 0), ("YMMR", .yammer, 1, 1, 100),
  ("LNKD-DISK", .linkedInDisk, 2, 2, 0),
]

@Test(arguments: staleness.indices)
func `quorums are stale as often as the model says`(index: Int) throws {
  let (name, delays, read, write, after) = staleness[index]
  let choice = StalenessModel.Choice(read: read, write: write)
  let run = StalenessRun.staleShare(
    replicas: 3, choice: choice, delays: delays, after: after * 1_000_000, trials: 4_000, seed: 7)
  let model = try StalenessModel(replicas: 3, delays: delays).simulate([choice])[0]
  let computed = 1 - model.probabilityFresh(afterMilliseconds: Double(after))
  let line = "\(name) R=\(read) W=\(write) after \(after) ms: stale in runs \(run), computed "
  print(line + "\(computed), deviation \(100 * (run - computed)) points")
  #expect(abs(run - computed) < 0.02)
  if read + write > 3 { #expect(run == 0) }
}
