extension PrimaryBackup {
  /// One write in the log.
  public struct Entry: Sendable, Hashable {
    /// The epoch of the primary that took it.
    public var epoch: Int
    /// What is written; `nil` for the entry with which a primary opens its epoch.
    public var key: Int?
    /// The new value.
    public var value: Int
  }

  /// Where a log ends. A later epoch is ahead of a longer log.
  public struct Position: Sendable, Hashable, Comparable {
    /// The epoch of the last entry; 0 for an empty log.
    public var epoch: Int
    /// The number of entries.
    public var index: Int

    /// Whether `left` is behind.
    public static func < (left: Self, right: Self) -> Bool {
      (left.epoch, left.index) < (right.epoch, right.index)
    }
  }

  /// What nodes say to each other.
  public enum Message: Sendable {
    /// To oneself: the log is on disk up to here.
    case synced(epoch: Int, through: Int)
    /// The primary's entries after `previous`, none to show that it lives; and how far all is
    /// acknowledged.
    case append(epoch: Int, previous: Position, entries: [Entry], acknowledged: Int)
    /// A standby has everything up to here.
    case appended(epoch: Int, through: Int)
    /// A standby lacks the entry before those sent; its log may match up to here.
    case mismatched(epoch: Int, mayMatch: Int)
    /// The sender knows of a later epoch.
    case superseded(epoch: Int)
    /// To the coordinator: a sign of life, when it was sent, and where the log ends.
    case status(epoch: Int, leads: Bool, last: Position, sent: LocalTime)
    /// The coordinator lets the primary lead on, counted from the moment of its sign of life.
    case lease(epoch: Int, sent: LocalTime)
    /// The coordinator asks to take nothing more from earlier epochs.
    case seal(epoch: Int)
    /// Promised, with the end of the log.
    case sealed(epoch: Int, last: Position)
    /// The coordinator's choice.
    case promote(epoch: Int)
    /// A candidate asks for a vote.
    case voteRequest(epoch: Int, last: Position)
    /// Given.
    case vote(epoch: Int)
  }

  /// Timers.
  public enum Timer: Hashable, Sendable {
    /// The next sign of life, or the coordinator's next look.
    case heartbeat
    /// Nothing was heard of a primary.
    case election
    /// Standbys did not acknowledge in time.
    case acknowledgement
  }

  /// What a client asks.
  public enum Request: Sendable, Hashable {
    /// The value of a key.
    case read(key: Int)
    /// A new value for a key.
    case write(key: Int, value: Int)
  }

  /// What a client hears.
  public enum Response: Sendable, Hashable {
    /// The value; `nil` when there is none.
    case value(Int?)
    /// Written as durably as the settings say.
    case written
    /// Not done, here; perhaps that node can.
    case notPrimary(NodeID?)
  }

  /// One change on disk.
  public enum Record: Sendable {
    /// The epoch, for whom the node voted in it, and whether it leads it.
    case epoch(Int, vote: NodeID?, leads: Bool)
    /// One more entry.
    case append(Entry)
    /// The log is cut to so many entries.
    case truncate(Int)
  }

  /// What a node keeps.
  public struct Disk: Sendable {
    /// The newest epoch heard of.
    public var epoch = 0
    /// For whom the node voted in it.
    public var vote: NodeID?
    /// Whether it leads it; `nil` before the first start.
    public var leads: Bool?
    /// All writes.
    public var log: [Entry] = []

    /// A blank disk.
    public init() {}
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .epoch(let epoch, let vote, let leads):
      (disk.epoch, disk.vote, disk.leads) = (epoch, vote, leads)
    case .append(let entry): disk.log.append(entry)
    case .truncate(let count): disk.log.removeLast(max(0, disk.log.count - count))
    }
  }
}
