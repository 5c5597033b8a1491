public import YAMLDocument

/// A quantity is read from a scalar of any style.
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

extension Duration: Statable {
  public static var type: FieldType { .duration }
  public var reflected: FieldValue { .duration(self) }
  public var magnitude: Double? { inSeconds }
}

extension Rate: Statable {
  public static var type: FieldType { .rate }
  public var reflected: FieldValue { .rate(perSecond) }
  public var magnitude: Double? { perSecond }
}

extension ByteCount: Statable {
  public static var type: FieldType { .bytes }
  public var reflected: FieldValue { .bytes(Double(bytes)) }
  public var magnitude: Double? { Double(bytes) }
}

extension Bandwidth: Statable {
  public static var type: FieldType { .bytes }
  public var reflected: FieldValue { .bytes(Double(perSecond.bytes)) }
  public var magnitude: Double? { Double(perSecond.bytes) }
}

extension Percentage: Statable {
  public static var type: FieldType { .ratio }
  public var reflected: FieldValue { .ratio(fraction) }
  public var magnitude: Double? { fraction }
}

extension Growth: Statable {
  public static var type: FieldType { .number }
  /// The factor of a year.
  public var reflected: FieldValue { .number(perYear) }
  public var magnitude: Double? { factor.double }
}

extension Drift: Statable {
  public static var type: FieldType { .ratio }
  public var reflected: FieldValue { .ratio(fraction) }
  public var magnitude: Double? { fraction }
}

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

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Amount? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      reader.reportMismatch(node, wanted: "a number or a quantity such as 1024, 40k/s or 2TiB")
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
