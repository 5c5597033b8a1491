public import YAMLDocument

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Bool: Statable {
  public static var syntax: Syntax { .boolean }
  public static var type: FieldType { .bool }
  public var reflected: FieldValue { .bool(self) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Bool? {
    if let value = node.plainBool { return value }
    reader.reportMismatch(node, wanted: "true or false", help: help(for: node))
    return nil
  }

  /// What was meant by a word that other tools take for a truth value.
  private static func help(for node: YAMLNode) -> String? {
    guard case .scalar(let text, let style) = node.content, !node.isNull else { return nil }
    switch text.lowercased() {
    case "yes", "on", "y": return "write: true"
    case "no", "off", "n", "none": return "write: false"
    case "true", "false": return style == .plain ? nil : "write it without quotes"
    default: return nil
    }
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Int: Statable {
  public static var syntax: Syntax { .integer }
  public static var type: FieldType { .integer }
  public var reflected: FieldValue { .integer(Int64(self)) }
  public var magnitude: Double? { Double(self) }

  /// Reads a whole number that is not negative: no count of the format is.
  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Int? {
    guard let value = node.plainInteger else {
      reader.reportMismatch(node, wanted: "a whole number", help: help(for: node))
      return nil
    }
    guard value >= 0, let value = Int(exactly: value) else {
      reader.report(
        "`\(reader.key)` must not be negative, as \(value) is", at: node.span,
        label: "expected zero or more")
      return nil
    }
    return value
  }

  private static func help(for node: YAMLNode) -> String? {
    guard case .scalar(let text, let style) = node.content, !node.isNull else { return nil }
    if style != .plain, Int(text) != nil { return "write it without quotes" }
    if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return "at most \(Int.max)"
    }
    return "write all digits, without a unit or a separator, as in 12000"
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Double: Statable {
  public static var syntax: Syntax { .number }
  public static var type: FieldType { .number }
  public var reflected: FieldValue { .number(self) }
  public var magnitude: Double? { self }

  /// Reads a number; infinities and what is not a number are none.
  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Double? {
    if let value = node.plainInteger { return Double(value) }
    if let value = node.plainDouble, value.isFinite { return value }
    reader.reportMismatch(node, wanted: "a number")
    return nil
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension String: Statable {
  public static var syntax: Syntax { .text }
  public static var type: FieldType { .text }
  public var reflected: FieldValue { .text(self) }
  /// Only whether it is empty is ever asked.
  public var magnitude: Double? { isEmpty ? 0 : 1 }

  /// Reads any scalar as its text: `16` is "16", `no` is "no".
  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> String? {
    if case .scalar(let text, _) = node.content, !node.isNull { return text }
    let isNullWord = node.isNull && node.span.end > node.span.start
    reader.reportMismatch(
      node, wanted: "a text", help: isNullWord ? "put quotes around it to mean the word" : nil)
    return nil
  }
}
