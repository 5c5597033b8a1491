public import Quantities

/// How long a disk takes to make what it was given durable.
///
/// A node syncs one batch at a time; what is persisted meanwhile goes with the next (group commit).
public struct DiskModel: Sendable, Hashable {
  /// How long a sync takes.
  public var sync: DelayModel

  /// A disk whose sync takes `sync`, which should be valid (`DelayModel.validate`).
  public init(sync: DelayModel) { self.sync = sync }

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
