public import YAMLDocument

/// A region, or a zone of it: `us-east` or `us-east/a`.
public struct Place: Hashable, Sendable {
  /// The name of the region.
  public let region: String
  /// The name of the zone; `nil` for the region as a whole.
  public let zone: String?

  /// A region, or a zone of it.
  public init(region: String, zone: String? = nil) {
    self.region = region
    self.zone = zone
  }

  /// The place of that text; the first `/` ends the region's name.
  public init(_ text: String) {
    if let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) {
      region = String(text[..<slash])
      zone = String(text[text.utf8.index(after: slash)...])
    } else {
      region = text
      zone = nil
    }
  }
}

extension Place: CustomStringConvertible {
  /// As the format writes it.
  public var description: String { zone.map { "\(region)/\($0)" } ?? region }
}

extension Place: Comparable {
  /// By region, then by zone; the whole region first.
  public static func < (left: Self, right: Self) -> Bool {
    left.region == right.region
      ? (left.zone ?? "") < (right.zone ?? "") : left.region < right.region
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Place: Statable {
  public static var syntax: Syntax { .name(.place) }
  public static var type: FieldType { .name(.place) }
  public var reflected: FieldValue { .name(description) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Place? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      reader.reportMismatch(node, wanted: "a place: region or region/zone")
      return nil
    }
    reader.refer(to: .place, text, at: node.span)
    return Place(text)
  }
}
