import Algorithms
public import Benchmarks
public import JSONDocument
import Simulation

/// What one seed measured, as JSON: exact, so that runs of several machines can be put together.
public enum SeedJSON {
  /// Figures of a seed.
  public static func write(_ figures: ProtocolFigures, seed: UInt64) -> JSONValue {
    [
      "seed": JSONValue(seed),
      "regions": .array(
        figures.regions.map { region in
          [
            "name": .string(region.name), "latency": histogram(region.latency),
            "before": share(region.before), "during": share(region.during),
            "after": share(region.after),
          ]
        }),
      "unavailable_ns": figures.unavailable.map { .int($0) } ?? .null,
      "noticed_ns": .array(figures.detectionTimes.map { .int($0) }),
      "harms": .array(
        figures.harms.map { harm in
          [
            "kind": .string(harm.kind.rawValue), "count": JSONValue(harm.count),
            "of": JSONValue(harm.of), "first": .string(harm.first),
          ]
        }),
      "bucket_ns": .int(figures.bucket),
      "timeline": .array(
        figures.timeline.map {
          .array([JSONValue($0.called), JSONValue($0.answered), .int($0.nanoseconds)])
        }),
      "fault_ns": figures.faultSpan.map { .array([.int($0.lowerBound), .int($0.upperBound)]) }
        ?? .null,
    ]
  }

  /// Reads them back; `nil` when it is no such value.
  public static func read(_ value: JSONValue) -> (seed: UInt64, figures: ProtocolFigures)? {
    guard let seed = value["seed"]?.whole.flatMap({ UInt64(exactly: $0) }),
      case .array(let regions)? = value["regions"], case .array(let harms)? = value["harms"],
      case .array(let timeline)? = value["timeline"], let bucket = value["bucket_ns"]?.whole
    else { return nil }
    var figures = ProtocolFigures(bucket: bucket)
    figures.regions = regions.map { item in
      var region = ProtocolFigures.Region(name: item["name"]?.text ?? "")
      region.latency = histogram(item["latency"])
      region.before = share(item["before"])
      region.during = share(item["during"])
      region.after = share(item["after"])
      return region
    }
    figures.unavailable = value["unavailable_ns"]?.whole
    if case .array(let noticed)? = value["noticed_ns"] {
      figures.detectionTimes = noticed.compactMap(\.whole)
    }
    figures.harms = harms.compactMap { item in
      guard let kind = item["kind"]?.text.flatMap({ ProtocolFigures.HarmKind(rawValue: $0) }) else {
        return nil
      }
      return ProtocolFigures.Harm(
        kind, count(item["count"]), of: count(item["of"]), first: item["first"]?.text ?? "")
    }
    figures.timeline = timeline.map { item in
      var bucket = ProtocolFigures.Bucket()
      guard case .array(let parts) = item, parts.count == 3 else { return bucket }
      bucket.called = count(parts[0])
      bucket.answered = count(parts[1])
      bucket.nanoseconds = parts[2].whole ?? 0
      return bucket
    }
    if case .array(let span)? = value["fault_ns"], span.count == 2, let from = span[0].whole,
      let to = span[1].whole, from <= to
    {
      figures.faultSpan = from...to
    }
    return (seed, figures)
  }

  private static func count(_ value: JSONValue?) -> Int {
    value?.whole.flatMap { Int(exactly: $0) }.map { max(0, $0) } ?? 0
  }

  private static func share(_ share: ProtocolFigures.Share) -> JSONValue {
    [
      "called": JSONValue(share.called), "answered": JSONValue(share.answered),
      "latency": histogram(share.latency),
    ]
  }

  private static func share(_ value: JSONValue?) -> ProtocolFigures.Share {
    var share = ProtocolFigures.Share()
    share.called = count(value?["called"])
    share.answered = count(value?["answered"])
    share.latency = histogram(value?["latency"])
    return share
  }

  private static func histogram(_ histogram: LatencyHistogram) -> JSONValue {
    [
      "shortest_ns": .int(histogram.shortest), "longest_ns": .int(histogram.longest),
      "buckets": .array(histogram.buckets.map { .array([.int($0.span), JSONValue($0.count)]) }),
    ]
  }

  private static func histogram(_ value: JSONValue?) -> LatencyHistogram {
    guard case .array(let buckets)? = value?["buckets"] else { return LatencyHistogram() }
    return LatencyHistogram(
      buckets: buckets.compactMap { item in
        guard case .array(let parts) = item, parts.count == 2, let span = parts[0].whole else {
          return nil
        }
        return (span, min(count(parts[1]), 1_000_000_000))
      }, shortest: value?["shortest_ns"]?.whole ?? 0, longest: value?["longest_ns"]?.whole ?? 0)
  }
}
