/// The moments at which something is to happen, the earliest first; of two at the same moment the
/// one that was added first.
///
/// A heap of four children to a node: half as deep as a binary one, and the four lie in one cache
/// line. What happens is kept elsewhere (``EventPool``), so that an entry is two words.
public struct EventQueue: Sendable {
  /// When, and in which order of adding (the upper 38 bits) what (the lower 26).
  @usableFromInline struct Entry: Sendable {
    @usableFromInline var time: VirtualTime
    @usableFromInline var order: UInt64

    /// Without a branch that the processor could guess wrong; times end one below `Int64.max`.
    @inlinable @inline(__always)
    func isBefore(_ other: Entry) -> Bool {
      time < other.time &+ (order < other.order ? 1 : 0)
    }

    @inlinable init(time: VirtualTime, order: UInt64) {
      self.time = time
      self.order = order
    }
  }

  @usableFromInline static let payloadBits: UInt64 = 26
  @usableFromInline var heap = ContiguousArray<Entry>()
  @usableFromInline var added: UInt64 = 0

  /// Nothing to happen.
  public init() {}

  /// How much is to happen.
  public var count: Int { heap.count }

  /// The earliest moment; `nil` when nothing is to happen.
  @inlinable public var earliest: VirtualTime? { heap.first?.time }

  /// Adds a moment.
  ///
  /// - Parameter payload: Below 2²⁶: a slot of an ``EventPool``.
  /// - Complexity: O(log n), O(1) for moments later than most.
  @inlinable public mutating func add(_ payload: Int, at time: VirtualTime) {
    precondition(payload < 1 << Self.payloadBits && added < 1 << (64 - Self.payloadBits))
    let entry = Entry(
      time: Swift.min(time, .max - 1),
      order: added << Self.payloadBits | UInt64(truncatingIfNeeded: payload))
    added += 1
    heap.append(entry)
    heap.withUnsafeMutableBufferPointer { heap in
      var hole = heap.count - 1
      while hole > 0 {
        let parent = (hole - 1) / 4
        guard entry.isBefore(heap[parent]) else { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = entry
    }
  }

  /// Takes the earliest away.
  ///
  /// - Precondition: Something is to happen.
  /// - Complexity: O(log n).
  @inlinable public mutating func removeEarliest() -> (time: VirtualTime, payload: Int) {
    let last = heap.removeLast()
    guard let first = heap.first else { return Self.parts(last) }
    heap.withUnsafeMutableBufferPointer { heap in
      let count = heap.count
      var hole = 0
      while true {
        let child = hole * 4 + 1
        guard child < count else { break }
        var least = child
        var leastEntry = heap[child]
        for other in child &+ 1..<Swift.max(child &+ 1, Swift.min(child &+ 4, count)) {
          let entry = heap[other]
          let smaller = entry.isBefore(leastEntry)
          least = smaller ? other : least
          leastEntry = smaller ? entry : leastEntry
        }
        guard leastEntry.isBefore(last) else { break }
        heap[hole] = leastEntry
        hole = least
      }
      heap[hole] = last
    }
    return Self.parts(first)
  }

  @inlinable @inline(__always)
  static func parts(_ entry: Entry) -> (time: VirtualTime, payload: Int) {
    (entry.time, Int(truncatingIfNeeded: entry.order & (1 << payloadBits - 1)))
  }
}
