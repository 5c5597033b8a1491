/// When and where a value was written: totally ordered, unique if clocks give no stamp twice.
public struct WriteStamp: Hashable, Comparable, Sendable {
  /// The time of the write.
  public var time: HybridTimestamp
  /// The writer, which breaks ties.
  public var writer: NodeID

  /// A stamp of these parts.
  public init(time: HybridTimestamp, writer: NodeID) {
    self.time = time
    self.writer = writer
  }

  /// Bytes on the wire: time and writer.
  public static let metadataBytes = 16

  /// By time, then by writer.
  public static func < (left: WriteStamp, right: WriteStamp) -> Bool {
    (left.time, left.writer) < (right.time, right.writer)
  }
}

/// LWW-Register: the write with the greatest stamp stays, all concurrent ones are lost.
///
/// - Source: Shapiro et al., INRIA RR-7506, 2011, §3.2.1; stamps of a hybrid clock, so that no
///   write loses against one it has seen.
public struct LastWriterWinsRegister<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Who wins when two writes have the same time.
  public enum Ties: Hashable, Sendable {
    /// The writer with the greater number, everywhere.
    case byWriter
    /// Each replica keeps its own: replicas never agree.
    case keepOwn
  }

  /// The value; `nil` before the first write.
  public private(set) var value: Value?
  /// Its stamp.
  public private(set) var stamp: WriteStamp?

  /// Not written.
  public init() {}

  /// Writes a value; without effect if a greater stamp is here. A stamp names one write only.
  /// - Returns: The delta.
  @discardableResult
  public mutating func write(_ value: Value, stamp: WriteStamp) -> LastWriterWinsRegister {
    var delta = LastWriterWinsRegister()
    (delta.value, delta.stamp) = (value, stamp)
    merge(delta)
    return delta
  }

  /// Bytes on the wire beside the value.
  public var metadataBytes: Int { stamp == nil ? 0 : WriteStamp.metadataBytes }

  /// Takes the later write, by a rule for ties.
  package mutating func merge(_ other: LastWriterWinsRegister, ties: Ties) {
    guard let theirs = other.stamp else { return }
    if let stamp {
      if ties == .keepOwn && stamp.time == theirs.time { return }
      if theirs <= stamp { return }
    }
    self = other
  }
}

extension LastWriterWinsRegister: ConvergentState {
  /// Takes the later write.
  public mutating func merge(_ other: LastWriterWinsRegister) { merge(other, ties: .byWriter) }

  /// Whether the write here is not later than the other.
  public func isAtMost(_ other: LastWriterWinsRegister) -> Bool {
    guard let stamp else { return true }
    return other.stamp.map { stamp <= $0 } ?? false
  }
}
