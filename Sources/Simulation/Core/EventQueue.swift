/// The moments at which something is to happen, the earliest first; of two at the same moment the
/// one that was added first.
///
/// A heap of four children to a node: half as deep as a binary one, and the four lie in one or two
/// cache lines. Taking the earliest leaves its place open for the next that is added, as one thing
/// mostly leads to another; so both together cost one way down. What happens is kept elsewhere
/// (``EventPool``), so that an entry is two words.
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
  /// Whether the first place is open: its entry is taken.
  @usableFromInline var isOpen = false

  /// Nothing to happen.
  public init() {}

  /// How much is to happen.
  public var count: Int { isOpen ? heap.count - 1 : heap.count }

  /// The earliest moment; `nil` when nothing is to happen.
  @inlinable public var earliest: VirtualTime? {
    mutating get {
      close()
      return heap.first?.time
    }
  }

  /// Adds a moment.
  ///
  /// - Parameter payload: Below 2²⁶: a slot of an ``EventPool``.
  /// - Complexity: O(log n).
  @inlinable public mutating func add(_ payload: Int, at time: VirtualTime) {
    precondition(payload < 1 << Self.payloadBits && added < 1 << (64 - Self.payloadBits))
    let entry = Entry(
      time: Swift.min(time, .max - 1),
      order: added << Self.payloadBits | UInt64(truncatingIfNeeded: payload))
    added += 1
    if isOpen {
      isOpen = false
      heap.withUnsafeMutableBufferPointer { Self.sink(entry, in: $0) }
    } else {
      heap.append(entry)
      heap.withUnsafeMutableBufferPointer { Self.rise(entry, in: $0) }
    }
  }

  /// Takes the earliest away.
  ///
  /// - Precondition: Something is to happen.
  /// - Complexity: O(log n).
  @inlinable public mutating func removeEarliest() -> (time: VirtualTime, payload: Int) {
    close()
    isOpen = true
    let first = heap[0]
    return (first.time, Int(truncatingIfNeeded: first.order & (1 << Self.payloadBits - 1)))
  }

  /// Fills the first place, if it is open, from the last.
  @inlinable @inline(__always)
  mutating func close() {
    guard isOpen else { return }
    isOpen = false
    let last = heap.removeLast()
    if !heap.isEmpty { heap.withUnsafeMutableBufferPointer { Self.sink(last, in: $0) } }
  }

  /// Puts an entry at the end to where it belongs on the way to the first place.
  @inlinable @inline(__always)
  static func rise(_ entry: Entry, in heap: UnsafeMutableBufferPointer<Entry>) {
    var hole = heap.count - 1
    while hole > 0 {
      let parent = (hole - 1) / 4
      guard entry.isBefore(heap[parent]) else { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = entry
  }

  /// Puts an entry to where it belongs on the way down from the first place.
  @inlinable @inline(__always)
  static func sink(_ entry: Entry, in heap: UnsafeMutableBufferPointer<Entry>) {
    let count = heap.count
    var hole = 0
    while true {
      let child = hole &* 4 &+ 1
      var least = child
      if child &+ 3 < count {
        let left = heap[child &+ 1].isBefore(heap[child]) ? child &+ 1 : child
        let right = heap[child &+ 3].isBefore(heap[child &+ 2]) ? child &+ 3 : child &+ 2
        least = heap[right].isBefore(heap[left]) ? right : left
      } else {
        guard child < count else { break }
        for other in child &+ 1..<count where heap[other].isBefore(heap[least]) { least = other }
      }
      let next = heap[least]
      guard next.isBefore(entry) else { break }
      heap[hole] = next
      hole = least
    }
    heap[hole] = entry
  }
}
