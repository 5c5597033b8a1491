/// How far reads lag behind the writes that were acknowledged before they began.
public enum Staleness {
  /// A write that became version `version` of its object.
  public struct Write: Hashable, Sendable {
    /// Its place in the object's order of versions; the initial version is 0.
    public var version: Int
    /// When it was acknowledged.
    public var acknowledged: Int64

    /// A write with all its parts.
    public init(version: Int, acknowledged: Int64) {
      self.version = version
      self.acknowledged = acknowledged
    }
  }

  /// A read that returned a version.
  public struct Read: Hashable, Sendable {
    /// The version that it returned.
    public var version: Int
    /// When it began.
    public var called: Int64

    /// A read with all its parts.
    public init(version: Int, called: Int64) {
      self.version = version
      self.called = called
    }
  }

  /// The lag of one read.
  public struct Lag: Hashable, Sendable {
    /// The read.
    public var read: Read
    /// How many newer versions had been acknowledged when it began; 0 for a fresh read.
    public var versions: Int
    /// How long ago, when it began, the oldest of those newer versions had been acknowledged: for
    /// that long the returned version had been out of date. 0 for a fresh read.
    public var time: Int64
  }

  /// The lag of each read, in the order of the reads.
  ///
  /// A read may return a version that is newer than all acknowledged ones; that is no lag.
  /// - Parameter writes: The writes of the object; a version stands once.
  /// - Complexity: O((writes + reads) log writes), for reads that are mostly fresh.
  public static func lags(of reads: [Read], behind writes: [Write]) -> [Lag] {
    let byVersion = writes.sorted { $0.version < $1.version }
    return reads.map { read in
      var low = 0
      var high = byVersion.count
      while low < high {
        let middle = (low + high) / 2
        if byVersion[middle].version <= read.version { low = middle + 1 } else { high = middle }
      }
      let missed = byVersion[low...].filter { $0.acknowledged < read.called }
      let oldest = missed.map(\.acknowledged).min()
      let time = oldest.map { read.called.subtractingReportingOverflow($0) }
      return Lag(
        read: read, versions: missed.count,
        time: time.map { $0.overflow ? .max : $0.partialValue } ?? 0)
    }
  }

  /// The reads beyond a bound.
  ///
  /// - Parameters:
  ///   - time: The longest time for which a returned version may have been out of date.
  ///   - versions: The largest number of newer versions.
  public static func violations(
    of reads: [Read], behind writes: [Write], time: Int64? = nil, versions: Int? = nil
  ) -> [Lag] {
    lags(of: reads, behind: writes).filter { lag in
      time.map { lag.time > $0 } ?? false || versions.map { lag.versions > $0 } ?? false
    }
  }
}
