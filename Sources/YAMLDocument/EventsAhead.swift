internal import Dispatch
internal import Synchronization

/// The events of a text, read by another thread while this one works on those before.
///
/// Worth it from some thousand events on: scanning a large file takes as long as building its nodes.
final class EventsAhead: @unchecked Sendable {
  /// Events handed over at once, and how many such batches may wait.
  private static let batchSize = 1024
  private static let batches = 4

  private var reader: EventReader
  private let events = UnsafeMutablePointer<Event>.allocate(capacity: batchSize * batches)
  /// How many events stand in each batch. Who holds a permit for the batch touches it.
  private var counts = [Int](repeating: 0, count: batches)
  private var failure: SyntaxFailure?
  private let filled = DispatchSemaphore(value: 0)
  /// Begins at 0 and is raised: a semaphore must not end below what it began with, and a reader that
  /// is abandoned has batches out.
  private let empty = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)
  private let isAbandoned = Atomic(false)

  /// The consumer's place: the batch, the next event in it, and how many it has.
  private var batch = -1
  private var place = 0
  private var count = 0

  /// Starts to read. The text must outlive this object.
  init(_ reader: consuming EventReader) {
    self.reader = reader
    for _ in 0..<Self.batches { empty.signal() }
    // The end of this object waits for the thread, which therefore need not keep it; a reference that
    // did would be taken while the object ends.
    nonisolated(unsafe) let events = Unmanaged.passUnretained(self)
    DispatchQueue.global().async { [finished] in
      events._withUnsafeGuaranteedRef { $0.read() }
      finished.signal()
    }
  }

  deinit {
    isAbandoned.store(true, ordering: .relaxed)
    empty.signal()
    finished.wait()
    if batch >= 0 { discard(batch, from: place) }
    while filled.wait(timeout: .now()) == .success {
      batch += 1
      discard(batch, from: 0)
    }
    events.deallocate()
  }

  /// The next event. Not to be asked again after an error or the end of the stream.
  func next() throws(SyntaxFailure) -> Event {
    if place == count {
      if batch >= 0 { empty.signal() }
      filled.wait()
      batch += 1
      place = 0
      count = counts[batch % Self.batches]
      if count == 0, let failure { throw failure }
    }
    defer { place += 1 }
    return (first(of: batch) + place).move()
  }

  private func first(of batch: Int) -> UnsafeMutablePointer<Event> {
    events + batch % Self.batches * Self.batchSize
  }

  private func discard(_ batch: Int, from start: Int) {
    let first = first(of: batch)
    for place in start..<max(start, counts[batch % Self.batches]) {
      (first + place).deinitialize(count: 1)
    }
  }

  /// The other thread's work: batches until the end, an error, or nobody wants more. An error comes
  /// as a batch without events, after those before it.
  private func read() {
    var batch = 0
    var isOver = false
    while !isOver {
      empty.wait()
      if isAbandoned.load(ordering: .relaxed) { return }
      var count = 0
      do {
        while count < Self.batchSize, !isOver {
          let event = try reader.next()
          if case .streamEnd = event.kind { isOver = true }
          (first(of: batch) + count).initialize(to: event)
          count += 1
        }
      } catch {
        failure = error
        isOver = true
        if count > 0 {
          counts[batch % Self.batches] = count
          filled.signal()
          empty.wait()
          if isAbandoned.load(ordering: .relaxed) { return }
          batch += 1
          count = 0
        }
      }
      counts[batch % Self.batches] = count
      filled.signal()
      batch += 1
    }
  }
}

/// Where a composition gets its events from.
struct EventSource: ~Copyable {
  /// A text of so many bytes or more is read ahead.
  private static let large = 100_000

  private var direct: EventReader?
  private let ahead: EventsAhead?

  /// The events of a text, which must outlive this; `nil` without memory.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let reader = EventReader(bytes) else { return nil }
    if bytes.count >= Self.large {
      ahead = EventsAhead(reader)
      direct = nil
    } else {
      ahead = nil
      direct = consume reader
    }
  }

  /// The next event. Not to be asked again after an error or the end of the stream.
  mutating func next() throws(SyntaxFailure) -> Event {
    if let ahead { return try ahead.next() }
    return try direct!.next()
  }
}
