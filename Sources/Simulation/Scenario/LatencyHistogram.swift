public import Algorithms

/// How often spans of each length came, within 1 part in 128.
///
/// Spans up to 255 ns have a bucket each; from there on each doubling has 128.
public struct LatencyHistogram: Sendable, Hashable {
  private var counts: [Int] = []
  /// How many spans.
  public private(set) var count = 0
  /// The longest; 0 when there is none.
  public private(set) var longest: Nanoseconds = 0
  /// The shortest; 0 when there is none.
  public private(set) var shortest: Nanoseconds = 0
  private var sum = 0.0

  /// No span yet.
  public init() {}

  private static let bits = 7

  private static func bucket(_ span: Nanoseconds) -> Int {
    let magnitude = UInt64(max(0, span))
    let shift = max(0, 64 - magnitude.leadingZeroBitCount - (bits + 1))
    return shift << bits + Int(magnitude >> UInt64(shift))
  }

  /// The middle of a bucket.
  private static func span(_ bucket: Int) -> Nanoseconds {
    let shift = max(0, bucket >> bits - 1)
    let low = Int64(bucket - shift << bits) << Int64(shift)
    return low + (Int64(1) << Int64(shift)) / 2
  }

  /// Restores a histogram from its buckets; sums, and so the mean, are those of the buckets' middles.
  public init(
    buckets: [(span: Nanoseconds, count: Int)], shortest: Nanoseconds, longest: Nanoseconds
  ) {
    for (span, times) in buckets where times > 0 && span >= 0 {
      add(span)
      counts[Self.bucket(span)] += times - 1
      count += times - 1
      sum += Double(span) * Double(times - 1)
    }
    if count > 0 { (self.shortest, self.longest) = (shortest, longest) }
  }

  /// The buckets that are not empty, by the middle of each.
  public var buckets: [(span: Nanoseconds, count: Int)] {
    counts.enumerated().compactMap { $1 == 0 ? nil : (Self.span($0), $1) }
  }

  /// Adds a span.
  public mutating func add(_ span: Nanoseconds) {
    let bucket = Self.bucket(span)
    if bucket >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: bucket + 1 - counts.count))
    }
    counts[bucket] += 1
    shortest = count == 0 ? span : min(shortest, span)
    longest = max(longest, span)
    count += 1
    sum += Double(span)
  }

  /// Adds all spans of another.
  public mutating func merge(_ other: LatencyHistogram) {
    guard other.count > 0 else { return }
    if other.counts.count > counts.count {
      counts.append(contentsOf: repeatElement(0, count: other.counts.count - counts.count))
    }
    for (bucket, more) in other.counts.enumerated() { counts[bucket] += more }
    shortest = count == 0 ? other.shortest : min(shortest, other.shortest)
    longest = max(longest, other.longest)
    count += other.count
    sum += other.sum
  }

  /// The mean, exactly; `nil` when there is no span.
  public var mean: Double? { count == 0 ? nil : sum / Double(count) }

  /// The span that a share of all does not exceed; `nil` when there is none.
  ///
  /// - Parameter share: From 0 to 1, such as 0.99.
  public func quantile(_ share: Double) -> Nanoseconds? {
    guard count > 0 else { return nil }
    let rank = max(1, min(Double(count), (share * Double(count)).rounded(.up)))
    var seen = 0
    for (bucket, number) in counts.enumerated() {
      seen += number
      if Double(seen) >= rank { return max(shortest, min(longest, Self.span(bucket))) }
    }
    return longest
  }
}
