extension Property {
  /// What replication, caches, leases and isolation levels promise.
  public static let replication: [Property] =
    primaryBackup + leaderlessQuorum + multiLeader + cachedStore + leasedLock + multiVersionStore

  /// What they do not promise as products set them up: each is violated by some seed.
  public static let replicationHazards: [Property] =
    primaryBackupHazards + leaderlessQuorumHazards + multiLeaderHazards + cachedStoreHazards
    + leasedLockHazards + multiVersionStoreHazards

  /// All with a planted bug: each is violated by some seed.
  public static let replicationMutants: [Property] =
    primaryBackupMutants + leaderlessQuorumMutants + cachedStoreMutants + leasedLockMutants
    + multiVersionStoreMutants
}
