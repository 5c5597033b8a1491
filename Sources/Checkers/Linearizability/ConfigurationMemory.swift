/// The configurations that a search has visited.
///
/// Each is a list of numbers that must be equal and a list of counts of which fewer are better.
struct ConfigurationMemory {
  private struct Entry {
    var hash: UInt64
    var start: Int
    /// Where its counts begin among those of all.
    var counts: Int
    /// Numbers that must be equal.
    var length: Int32
    /// The entry before it in its bucket; -1 for none.
    var next: Int32
  }

  private var words: [Int32] = []
  /// Counts change seldom from one configuration to the next: equal ones stand here once.
  private var countWords: [Int32] = []
  private var entries: [Entry] = []
  private var buckets = [Int32](repeating: -1, count: 256)
  private var start = 0
  private var hash: UInt64 = 0

  /// Memory in use.
  var bytes: Int {
    4 * (words.count + countWords.count + buckets.count)
      + MemoryLayout<Entry>.stride * entries.count
  }

  /// Starts a configuration.
  @inline(__always)
  mutating func begin() {
    start = words.count
    hash = 0
  }

  /// Adds a number to it.
  @inline(__always)
  mutating func add(_ word: Int32) {
    words.append(word)
    hash = (hash ^ UInt64(UInt32(bitPattern: word))) &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 29
  }

  /// Ends it with its counts. False, and it is forgotten, when an equal one with no larger count
  /// is known.
  mutating func commit(counts: [Int32]) -> Bool {
    let length = words.count - start
    var entry = buckets[Int(truncatingIfNeeded: hash) & (buckets.count - 1)]
    while entry >= 0 {
      let known = entries[Int(entry)]
      if known.hash == hash, Int(known.length) == length, isAsGood(known, length, counts) {
        words.removeLast(length)
        return false
      }
      entry = known.next
    }
    if countWords.count < counts.count || !countWords.suffix(counts.count).elementsEqual(counts) {
      countWords.append(contentsOf: counts)
    }
    if entries.count >= buckets.count { grow() }
    let bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
    let added = Entry(
      hash: hash, start: start, counts: countWords.count - counts.count, length: Int32(length),
      next: buckets[bucket])
    buckets[bucket] = Int32(entries.count)
    entries.append(added)
    return true
  }

  private func isAsGood(_ known: Entry, _ length: Int, _ counts: [Int32]) -> Bool {
    words.withUnsafeBufferPointer { words in
      for offset in 0..<length where words[known.start + offset] != words[start + offset] {
        return false
      }
      return true
    } && areAsFew(known, counts)
  }

  private func areAsFew(_ known: Entry, _ counts: [Int32]) -> Bool {
    countWords.withUnsafeBufferPointer { words in
      counts.withUnsafeBufferPointer { counts in
        for offset in 0..<counts.count where words[known.counts + offset] > counts[offset] {
          return false
        }
        return true
      }
    }
  }

  private mutating func grow() {
    buckets = [Int32](repeating: -1, count: 4 * buckets.count)
    for index in entries.indices {
      let bucket = Int(truncatingIfNeeded: entries[index].hash) & (buckets.count - 1)
      entries[index].next = buckets[bucket]
      buckets[bucket] = Int32(index)
    }
  }
}
