// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

public import YAMLDocument

/// A connection between two places, the same both ways.
public struct Link: Record {
  public var between: Stated<PlacePair> = .missing(PlacePair.missing)
  public var roundTrip: Stated<RoundTripTime>?
  public var jitter: Stated<Duration>?
  public var loss: Stated<Percentage>?
  public var bandwidth: Stated<Bandwidth>?
  public var outage: Stated<Duration>?
  public var partial: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<Link>("a link") {
    Field("between", \.between, "The two places.")
    Field(
      "rtt", \.roundTrip, bounds: .positive, "Round-trip time: the median, or several percentiles.")
    Field("jitter", \.jitter, "Standard deviation of the round-trip time.")
    Field("loss", \.loss, "Share of packets that are lost.")
    Field("bandwidth", \.bandwidth, bounds: .positive, "Data that passes in a second, one way.")
    Field("outage", \.outage, "Longest cut that must be expected.")
    Field("partial", \.partial, "Whether it can fail one way, or for some traffic only.")
  }
}

/// The two ends of a link.
public struct PlacePair: Statable {
  /// The end that is written first.
  public let first: Stated<Place>
  /// The other end.
  public let second: Stated<Place>

  fileprivate static let missing = PlacePair(
    first: .missing(Place(region: "")), second: .missing(Place(region: "")))

  public static var syntax: Syntax { .list(Place.syntax, count: 2) }
  public static var type: FieldType { .list(Place.type) }
  public var reflected: FieldValue {
    .list([first, second].map { Stated<FieldValue>($0.value.reflected, at: $0.span) })
  }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> PlacePair? {
    guard case .sequence(let nodes) = node.content else {
      reader.reportMismatch(node, wanted: syntax.words)
      return nil
    }
    let places: [Stated<Place>] = reader.readItems(nodes)
    guard nodes.count == 2 else {
      reader.report(
        "`\(reader.key)` must be \(syntax.words), not of \(nodes.count)", at: node.span,
        label: "expected 2 places")
      return nil
    }
    return places.count == 2 ? PlacePair(first: places[0], second: places[1]) : nil
  }
}

/// How long a packet takes there and back.
public enum RoundTripTime: Statable {
  /// One duration is the median.
  case median(Stated<Duration>)
  case percentiles(Percentiles)

  /// The median, if it is stated.
  public var median: Stated<Duration>? {
    switch self {
    case .median(let duration): duration
    case .percentiles(let percentiles): percentiles[50]
    }
  }

  public static var syntax: Syntax {
    .either([.quantity(.duration, positive: true), Percentiles.syntax])
  }
  public static var type: FieldType { .map(.duration) }
  public var reflected: FieldValue {
    switch self {
    case .median(let duration):
      .map([
        (
          name: "p50",
          value: Stated<FieldValue>(
            .duration(duration.value), at: duration.span, key: duration.keySpan)
        )
      ])
    case .percentiles(let percentiles): percentiles.reflected
    }
  }
  public var magnitude: Double? {
    if case .median(let duration) = self { duration.value.inSeconds } else { nil }
  }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> RoundTripTime? {
    if case .scalar = node.content, !node.isNull {
      return Duration.read(node, by: &reader).map { .median(Stated($0, at: node.span)) }
    }
    if case .mapping = node.content {
      return Percentiles.read(node, by: &reader).map { .percentiles($0) }
    }
    reader.reportMismatch(node, wanted: syntax.words)
    return nil
  }
}
