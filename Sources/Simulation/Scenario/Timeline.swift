public import Algorithms

/// Operations over time: how many were called and answered in each bucket, and the longest time
/// without any answer.
public struct Timeline: Sendable, Hashable {
  /// The width of a bucket.
  public let bucket: Nanoseconds
  /// Operations called in each bucket.
  public private(set) var called: [Int] = []
  /// Operations answered in each bucket.
  public private(set) var answered: [Int] = []
  /// When the answers came, in order.
  private var answers: [VirtualTime] = []

  init(bucket: Nanoseconds) { self.bucket = max(1, bucket) }

  mutating func call(at time: VirtualTime) { Self.count(time / bucket, in: &called) }

  mutating func answer(at time: VirtualTime) {
    Self.count(time / bucket, in: &answered)
    // Answers close together say no more about gaps than their ends.
    let close = bucket / 100
    if answers.count >= 2, time - answers[answers.count - 2] <= close {
      answers[answers.count - 1] = time
    } else {
      answers.append(time)
    }
  }

  private static func count(_ index: Int64, in counts: inout [Int]) {
    let index = Int(truncatingIfNeeded: index)
    if index >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: index + 1 - counts.count))
    }
    counts[index] += 1
  }

  /// The longest time without an answer in `from...to`, its ends included: after a leader's loss the
  /// time during which nothing was answered.
  public func longestGap(from: VirtualTime, to: VirtualTime) -> Nanoseconds {
    var last = from
    var longest: Nanoseconds = 0
    for time in answers {
      if time <= from { continue }
      longest = max(longest, min(time, to) - last)
      last = time
      if time >= to { return longest }
    }
    return max(longest, to - last)
  }
}
