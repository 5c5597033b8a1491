extension MultiVersionStore {
  /// What a store checks for transactions that overlap.
  public struct Level: Sendable, Hashable {
    /// What a transaction reads.
    public enum Snapshot: Sendable, Hashable {
      /// What is committed when it reads.
      case statement
      /// What was committed when it began.
      case transaction
    }

    /// What a transaction reads, besides its own writes.
    public var snapshot: Snapshot
    /// Whether a transaction aborts that writes what another wrote and committed since it began.
    public var checksFirstCommitter: Bool
    /// Whether transactions abort that may lie on a cycle.
    public var checksPivots: Bool

    /// Any combination.
    public init(snapshot: Snapshot, checksFirstCommitter: Bool, checksPivots: Bool) {
      self.snapshot = snapshot
      self.checksFirstCommitter = checksFirstCommitter
      self.checksPivots = checksPivots
    }

    /// Read committed.
    public static let readCommitted = Self(
      snapshot: .statement, checksFirstCommitter: false, checksPivots: false)
    /// Snapshot isolation; the first committer wins.
    public static let snapshotIsolation = Self(
      snapshot: .transaction, checksFirstCommitter: true, checksPivots: false)
    /// Serializable snapshot isolation.
    public static let serializable = Self(
      snapshot: .transaction, checksFirstCommitter: true, checksPivots: true)
  }

  /// How an element comes to the end of a list.
  public enum Append: Sendable, Hashable {
    /// In one statement, onto the newest list when the transaction commits.
    case atOnce
    /// As applications do it that read a list, change it and write it back: onto the list that the
    /// transaction sees.
    case readThenWrite
  }

  /// Names a transaction: its client gives each a new number.
  public typealias TransactionID = Int

  /// What a client asks.
  public enum Request: Sendable, Hashable {
    /// A new transaction.
    case begin(TransactionID)
    /// The list of a key.
    case read(TransactionID, key: Int)
    /// One more element at the end of the list of a key.
    case append(TransactionID, key: Int, element: Int)
    /// Make it so.
    case commit(TransactionID)
    /// Forget it.
    case abort(TransactionID)
  }

  /// What a client hears.
  public enum Response: Sendable, Hashable {
    /// The transaction is open.
    case begun
    /// The list.
    case list([Int])
    /// The append is a part of the transaction.
    case appended
    /// On disk.
    case committed
    /// Nothing of it happened, and why.
    case aborted(Reason)
  }

  /// Why a transaction aborted.
  public enum Reason: Sendable, Hashable {
    /// Another one wrote the same key and committed first.
    case firstCommitterWins
    /// It may lie on a cycle of transactions, each of which read what the next one overwrote.
    case pivot
    /// Its client wished so.
    case requested
    /// It is not open: it ended, or the store has crashed.
    case unknown
  }

  /// What one transaction wrote, by key: the whole lists.
  public struct Record: Sendable, Hashable {
    /// By key, the new list.
    public var lists: [Int: [Int]]
  }

  /// All committed lists.
  public typealias Disk = [Int: [Int]]

  /// Folds one transaction into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    disk.merge(record.lists) { _, new in new }
  }
}
