extension FunctionDeclaration {
  /// The functions that every environment has: those of the CEL specification, and the usual ones
  /// for strings.
  ///
  /// Time zones are `UTC` and fixed offsets.
  public static let standard = standard(zoneOffset: { _, _ in nil })

  /// The same with named time zones.
  static func standard(zoneOffset: @escaping ZoneOffset) -> [FunctionDeclaration] {
    sizes + texts + textFunctions + conversions + durationParts
      + timestampParts(zoneOffset: zoneOffset)
  }

  private static let sizes = [
    (ValueType.string, "The number of code points."), (.bytes, "The number of bytes."),
    (.list(.dyn), "The number of elements."),
    (.map(key: .dyn, value: .dyn), "The number of entries."),
  ].flatMap { type, doc in
    [false, true].map { isMember in
      FunctionDeclaration(
        name: "size", isMember: isMember, parameter: type, result: .int, doc: doc, unary: size)
    }
  }

  private static let texts = [
    text("startsWith", "Whether the text begins with the other one.") { $0.hasScalarPrefix($1) },
    text("endsWith", "Whether the text ends with the other one.") { $0.hasScalarSuffix($1) },
    text("contains", "Whether the other text occurs in it.") { $0.containsScalars($1) },
    FunctionDeclaration(
      name: "matches", isMember: true, parameters: .string, .string, result: .bool,
      doc: "Whether a part of the text matches the regular expression (RE2 syntax).",
      binary: matches),
    FunctionDeclaration(
      name: "matches", parameters: .string, .string, result: .bool,
      doc: "Whether a part of the text matches the regular expression (RE2 syntax).",
      binary: matches),
  ]

  private static func text(
    _ name: String, _ doc: String, _ body: @escaping @Sendable (String, String) -> Bool
  ) -> FunctionDeclaration {
    FunctionDeclaration(
      name: name, isMember: true, parameters: .string, .string, result: .bool, doc: doc
    ) { left, right in
      guard case .string(let left) = left, case .string(let right) = right else { return .null }
      return .bool(body(left, right))
    }
  }

  @Sendable private static func size(_ value: Value) -> Value {
    switch value {
    case .string(let string): .int(Int64(string.unicodeScalars.count))
    case .bytes(let bytes): .int(Int64(bytes.count))
    case .list(let list): .int(Int64(list.count))
    case .map(let map): .int(Int64(map.count))
    default: .failure(.noMatchingOverload, "no overload of 'size' for \(value.type)")
    }
  }

  @Sendable private static func matches(_ text: Value, _ pattern: Value) -> Value {
    guard case .string(let text) = text, case .string(let pattern) = pattern else { return .null }
    do {
      return .bool(try Pattern(pattern).matches(text))
    } catch {
      return .failure(.invalidArgument, "bad regular expression: \(error.message)")
    }
  }
}
