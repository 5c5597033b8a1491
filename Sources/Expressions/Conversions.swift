extension FunctionDeclaration {
  static let conversions =
    conversion("bool", to: .bool, from: [.bool, .string], toBool)
    + conversion("int", to: .int, from: [.int, .uint, .double, .string, .timestamp], toInt)
    + conversion("uint", to: .uint, from: [.uint, .int, .double, .string], toUint)
    + conversion("double", to: .double, from: [.double, .int, .uint, .string], toDouble)
    + conversion(
      "string", to: .string,
      from: [.string, .bool, .int, .uint, .double, .bytes, .duration, .timestamp], toString)
    + conversion("bytes", to: .bytes, from: [.bytes, .string], toBytes)
    + conversion("duration", to: .duration, from: [.duration, .string], toDuration)
    + conversion("timestamp", to: .timestamp, from: [.timestamp, .string, .int], toTimestamp)
    + [
      FunctionDeclaration(
        name: "type", parameter: .dyn, result: .type, doc: "The type of the value."
      ) { .type($0.type) },
      FunctionDeclaration(
        name: "dyn", parameter: .dyn, result: .dyn,
        doc: "The value itself; its type is only looked at in evaluation."
      ) { $0 },
    ]

  private static func conversion(
    _ name: String, to result: ValueType, from sources: [ValueType],
    _ body: @escaping @Sendable (Value) -> Value
  ) -> [FunctionDeclaration] {
    sources.map { source in
      FunctionDeclaration(
        name: name, parameter: source, result: result,
        doc: source == result ? "The value itself." : "The \(source) as \(result).", unary: body)
    }
  }
}

private func unreadable(_ text: String, _ type: String) -> Value {
  .failure(.invalidArgument, "\(Value.string(text).debugDescription) is not \(type)")
}

@Sendable private func toBool(_ value: Value) -> Value {
  guard case .string(let text) = value else { return value }
  switch text {
  case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
  case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
  default: return unreadable(text, "a bool")
  }
}

/// Doubles are cut off towards zero; the ends of the range are left out, as doubles cannot tell
/// them from what lies beyond.
@Sendable private func toInt(_ value: Value) -> Value {
  switch value {
  case .uint(let uint):
    return Int64(exactly: uint).map { .int($0) }
      ?? .failure(.range, "\(uint) is beyond the range of int")
  case .double(let double):
    guard double > -0x1p63, double < 0x1p63 else {
      return .failure(.range, "\(double) is beyond the range of int")
    }
    return .int(Int64(double))
  case .string(let text): return Int64(text).map { .int($0) } ?? unreadable(text, "an int")
  case .timestamp(let timestamp): return .int(timestamp.seconds)
  default: return value
  }
}

@Sendable private func toUint(_ value: Value) -> Value {
  switch value {
  case .int(let int):
    return UInt64(exactly: int).map { .uint($0) }
      ?? .failure(.range, "\(int) is beyond the range of uint")
  case .double(let double):
    guard double >= 0, double < 0x1p64 else {
      return .failure(.range, "\(double) is beyond the range of uint")
    }
    return .uint(UInt64(double))
  case .string(let text): return UInt64(text).map { .uint($0) } ?? unreadable(text, "a uint")
  default: return value
  }
}

@Sendable private func toDouble(_ value: Value) -> Value {
  switch value {
  case .int(let int): .double(Double(int))
  case .uint(let uint): .double(Double(uint))
  case .string(let text): Double(text).map { .double($0) } ?? unreadable(text, "a double")
  default: value
  }
}

@Sendable private func toString(_ value: Value) -> Value {
  switch value {
  case .bool(let bool): return .string(bool ? "true" : "false")
  case .int(let int): return .string(String(int))
  case .uint(let uint): return .string(String(uint))
  case .double(let double): return .string(doubleText(double))
  case .bytes(let bytes):
    return String(validating: bytes, as: UTF8.self).map { .string($0) }
      ?? .failure(.invalidArgument, "bytes are not valid UTF-8")
  case .duration(let duration):
    return duration.wholeNanoseconds.map { .string(durationText(nanoseconds: $0)) }
      ?? .duration(nanoseconds: nil)
  case .timestamp(let timestamp): return .string(timestamp.description)
  default: return value
  }
}

/// The shortest text that reads back as the same number; whole numbers without a point.
func doubleText(_ double: Double) -> String {
  if double.isNaN { return "NaN" }
  if double.isInfinite { return double < 0 ? "-Infinity" : "Infinity" }
  let text = double.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

@Sendable private func toBytes(_ value: Value) -> Value {
  if case .string(let text) = value { .bytes(Array(text.utf8)) } else { value }
}

@Sendable private func toDuration(_ value: Value) -> Value {
  guard case .string(let text) = value else { return value }
  return nanoseconds(ofDuration: text).map { .duration(nanoseconds: $0) }
    ?? unreadable(text, "a duration such as '1h30m' within ±292 years")
}

@Sendable private func toTimestamp(_ value: Value) -> Value {
  switch value {
  case .string(let text):
    Timestamp(text).map { .timestamp($0) }
      ?? unreadable(text, "a timestamp such as '2030-01-31T12:00:00Z'")
  case .int(let seconds):
    Timestamp(seconds: seconds).map { .timestamp($0) }
      ?? .failure(.range, "timestamp is outside the years 1 to 9999")
  default: value
  }
}
