public import Quantities

/// How long a disk takes to make what it was given durable.
public struct DiskModel: Sendable, Hashable {
  /// How long a sync takes.
  public var sync: DelayModel
  /// Whether a sync begins at once while earlier ones go on, as with writes that wait for a disk's
  /// queue and not for each other. Otherwise a node syncs one batch at a time, and what is persisted
  /// meanwhile goes with the next (group commit).
  public var overlaps: Bool

  /// A disk whose sync takes `sync`, which should be valid (`DelayModel.validate`).
  public init(sync: DelayModel, overlaps: Bool = false) {
    self.sync = sync
    self.overlaps = overlaps
  }

  /// A disk that takes no time.
  public static let instant = DiskModel(sync: .constant(milliseconds: 0))
}

/// What a crash does to records that were persisted and not synced.
public enum UnsyncedWrites: String, Sendable, Hashable, CaseIterable {
  /// All are lost: the machine lost power.
  case lost
  /// The first few are there by luck, the others lost.
  case partlyLost = "partly-lost"
  /// All are there: only the program died, and the operating system wrote them.
  case kept
}
