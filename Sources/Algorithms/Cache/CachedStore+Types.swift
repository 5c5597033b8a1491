extension CachedStore {
  /// How the cache is kept.
  public struct Settings: Sendable {
    /// Node 0 is the store, node 1 the cache, all others applications.
    public var nodes: Int
    /// What a write does to the cache.
    public var onWrite: OnWrite
    /// How long an entry stays; `nil` for ever.
    public var timeToLive: Nanoseconds?
    /// How long a reader that missed may take to fill the cache, if readers need leave to do so.
    public var lease: Nanoseconds?
    /// After which a message counts as lost.
    public var patience: Nanoseconds = 100_000_000
    /// After which a reader asks the cache again while another fills it.
    public var retry: Nanoseconds = 10_000_000
    /// Whether a reader may fill the cache, given the leave it shows and the one that is out:
    /// it must be the same.
    public var mayFill: @Sendable (Int?, Int?) -> Bool = { shown, out in
      shown != nil && shown == out
    }

    /// A store, a cache and `nodes - 2` applications.
    public init(nodes: Int, onWrite: OnWrite) {
      self.nodes = nodes
      self.onWrite = onWrite
    }
  }

  /// What a write does to the cache.
  public enum OnWrite: Sendable, Hashable {
    /// Nothing: entries are stale until their time is up.
    case nothing
    /// The application removes the entry once the store has the new value, then answers. If it
    /// crashes in between, the entry stays.
    case applicationInvalidates
    /// The store removes the entry, from its log and until the cache has confirmed, then answers.
    case logInvalidates
    /// The application puts the new value into the cache; whether only over older ones.
    case writeThrough(overOlderOnly: Bool)
  }

  /// A value with its place in the store's order.
  public struct Stamped: Sendable, Hashable {
    /// The value; `nil` before the first write.
    public var value: Int?
    /// How many writes the key had seen.
    public var version: Int
  }

  /// What nodes say to each other. `task` numbers an application's requests.
  public enum Message: Sendable {
    /// To the store: the value of a key?
    case load(task: Int, key: Int)
    /// This.
    case loaded(task: Int, Stamped)
    /// To the store: a new value.
    case store(task: Int, key: Int, value: Int)
    /// Done, on disk.
    case stored(task: Int, Stamped)
    /// To the cache: an entry?
    case get(task: Int, key: Int)
    /// This.
    case hit(task: Int, Stamped)
    /// None; with leave to fill it, if readers need that.
    case miss(task: Int, leave: Int?)
    /// None, and another reader fills it.
    case wait(task: Int)
    /// To the cache, after a miss: this is the value.
    case fill(key: Int, Stamped, leave: Int?)
    /// To the cache, after a write: this is the value.
    case put(task: Int, key: Int, Stamped)
    /// To the cache, after a write: forget this; the store's log names its place.
    case remove(task: Int, key: Int)
    /// Put or removed.
    case updated(task: Int)
  }

  /// Timers.
  public enum Timer: Hashable, Sendable {
    /// A message of this task counts as lost.
    case patience(task: Int)
    /// The cache is asked again.
    case retry(task: Int)
  }

  /// What a client asks of an application.
  public enum Request: Sendable, Hashable {
    /// The value of a key.
    case read(key: Int)
    /// A new value.
    case write(key: Int, value: Int)
  }

  /// What a client hears.
  public enum Response: Sendable, Hashable {
    /// The value; `nil` when there is none.
    case value(Int?)
    /// In the store, and the cache was told.
    case written
  }

  /// One change on disk.
  public enum Record: Sendable {
    /// The store has a new value, and the cache is to be told if it must be.
    case write(Write)
    /// The cache was told of the store's first so many writes.
    case told(Int)
    /// The cache has started so many times.
    case started(Int)
  }

  /// What the store and the cache keep. The cache's entries are in memory only.
  public struct Disk: Sendable {
    /// All writes in order.
    public var log: [Write] = []
    /// The cache was told of so many.
    public var told = 0
    /// How many times the cache has started.
    public var starts = 0

    /// A blank disk.
    public init() {}
  }

  /// One write in the store's log.
  public struct Write: Sendable, Hashable {
    /// The key.
    public var key: Int
    /// Its new value.
    public var value: Int
    /// Who wrote it: the network may bring a write twice, and late.
    public var source: Source
  }

  /// An application's request.
  public struct Source: Sendable, Hashable {
    /// The application.
    public var node: NodeID
    /// Its number there.
    public var task: Int
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .write(let write): disk.log.append(write)
    case .told(let count): disk.told = max(disk.told, count)
    case .started(let count): disk.starts = max(disk.starts, count)
    }
  }
}
