import Quantities
import Testing

@testable import Simulation

private let promises: [Property] =
  Property.primaryBackup + Property.leaderlessQuorum + Property.multiLeader + Property.cachedStore
  + Property.leasedLock + Property.multiVersionStore

/// What must be violated, be it what products do not promise or a planted bug.
private let broken: [Property] =
  Property.primaryBackupHazards + Property.primaryBackupMutants + Property.leaderlessQuorumHazards
  + Property.leaderlessQuorumMutants + Property.multiLeaderHazards + Property.cachedStoreHazards
  + Property.cachedStoreMutants + Property.leasedLockHazards + Property.leasedLockMutants
  + Property.multiVersionStoreHazards + Property.multiVersionStoreMutants

@Test(arguments: promises.indices)
func `what replication promises holds`(index: Int) {
  let property = promises[index]
  let found = property.firstViolation(in: 1..<6)
  #expect(found == nil, "\(property.name): seed \(found?.seed ?? 0): \(found?.violation ?? "")")
}

@Test(arguments: broken.indices)
func `a planted bug or a hazard of replication is found`(index: Int) {
  let property = broken[index]
  #expect(property.firstViolation(in: 1..<61) != nil, "\(property.name): not found")
}
