public import YAMLDocument

/// A quantity is read from a scalar of any style.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Statable where Self: Quantity {
  public static var syntax: Syntax { .quantity(kind, positive: false) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Self? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      reader.reportMismatch(
        node, wanted: "\(kind.title) such as \(kind.example)",
        help: "units: \(commaSeparated(kind.units))")
      return nil
    }
    do {
      return try parse(text)
    } catch {
      reader.report(error, at: node.span)
      return nil
    }
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Duration: Statable {
  public static var type: FieldType { .duration }
  public var reflected: FieldValue { .duration(self) }
  public var magnitude: Double? { inSeconds }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Rate: Statable {
  public static var type: FieldType { .rate }
  public var reflected: FieldValue { .rate(perSecond) }
  public var magnitude: Double? { perSecond }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ByteCount: Statable {
  public static var type: FieldType { .bytes }
  public var reflected: FieldValue { .bytes(Double(bytes)) }
  public var magnitude: Double? { Double(bytes) }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Bandwidth: Statable {
  public static var type: FieldType { .bytes }
  public var reflected: FieldValue { .bytes(Double(perSecond.bytes)) }
  public var magnitude: Double? { Double(perSecond.bytes) }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Percentage: Statable {
  public static var type: FieldType { .ratio }
  public var reflected: FieldValue { .ratio(fraction) }
  public var magnitude: Double? { fraction }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Growth: Statable {
  public static var type: FieldType { .number }
  /// The factor of a year.
  public var reflected: FieldValue { .number(perYear) }
  public var magnitude: Double? { factor.double }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Drift: Statable {
  public static var type: FieldType { .ratio }
  public var reflected: FieldValue { .ratio(fraction) }
  public var magnitude: Double? { fraction }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Amount: Statable {
  public static var syntax: Syntax {
    .either(
      [.number]
        + [.duration, .rate, .size, .percentage, .bandwidth].map { .quantity($0, positive: false) })
  }
  public static var type: FieldType { .any }

  public var reflected: FieldValue {
    switch self {
    case .count(let number): .number(number.double)
    case .duration(let duration): duration.reflected
    case .rate(let rate): rate.reflected
    case .size(let size): size.reflected
    case .percentage(let percentage): percentage.reflected
    case .bandwidth(let bandwidth): bandwidth.reflected
    }
  }

  public var magnitude: Double? {
    switch self {
    case .count(let number): number.double
    case .duration(let duration): duration.magnitude
    case .rate(let rate): rate.magnitude
    case .size(let size): size.magnitude
    case .percentage(let percentage): percentage.magnitude
    case .bandwidth(let bandwidth): bandwidth.magnitude
    }
  }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Amount? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      reader.reportMismatch(node, wanted: expected)
      return nil
    }
    if let integer = node.plainInteger, let count = UInt64(exactly: integer),
      let number = DecimalNumber(exactly: count)
    {
      return .count(number)
    }
    do {
      return try parse(text)
    } catch {
      switch error.problem {
      case .notANumber, .unknownUnit: reader.reportMismatch(node, wanted: expected)
      default: reader.report(error, at: node.span)
      }
      return nil
    }
  }

  private static let expected = "a number or a quantity such as 1024, 40k/s or 2TiB"
}
