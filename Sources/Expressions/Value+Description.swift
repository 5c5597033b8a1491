extension Value: CustomDebugStringConvertible {
  /// The value as an expression would write it: `[1, 2u, 'a']`, `duration('1.5s')`.
  ///
  /// Records show as their path, unknowns as the facts that they need.
  public var debugDescription: String {
    switch self {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .int(let int): String(int)
    case .uint(let uint): "\(uint)u"
    case .double(let double):
      double.isFinite ? double.description : "double('\(doubleText(double))')"
    case .string(let string): quoted(string)
    case .bytes(let bytes): "b" + quoted(bytes: bytes)
    case .duration(let duration):
      duration.wholeNanoseconds.map { "duration('\(durationText(nanoseconds: $0))')" }
        ?? "duration(\(duration))"
    case .timestamp(let timestamp): "timestamp('\(timestamp)')"
    case .list(let list): "[\(list.map(\.debugDescription).joined(separator: ", "))]"
    case .map(let map):
      "{"
        + map.entries.map { "\($0.key.debugDescription): \($0.value.debugDescription)" }
        .joined(separator: ", ") + "}"
    case .record(let record): record.path
    case .type(let type): type.denotation
    case .unknown(let facts):
      "unknown(\(facts.facts.map(\.path).joined(separator: ", ")))"
    case .error(let error): "error(\(error.message))"
    }
  }
}

/// A string literal in single quotes; control characters are escaped, so it is fit for a terminal.
private func quoted(_ string: String) -> String {
  var text = "'"
  for scalar in string.unicodeScalars {
    switch scalar {
    case "'": text += "\\'"
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\t": text += "\\t"
    case "\r": text += "\\r"
    case _ where scalar.properties.generalCategory == .control:
      text += "\\x" + hexadecimal(UInt8(truncatingIfNeeded: scalar.value))
    case _ where scalar.properties.generalCategory == .format:
      text +=
        "\\U" + String(repeating: "0", count: 8 - String(scalar.value, radix: 16).count)
        + String(scalar.value, radix: 16)
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text + "'"
}

private func quoted(bytes: [UInt8]) -> String {
  var text = "'"
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\\"): text += "\\" + String(UnicodeScalar(byte))
    case 0x20...0x7E: text += String(UnicodeScalar(byte))
    default: text += "\\x" + hexadecimal(byte)
    }
  }
  return text + "'"
}

private func hexadecimal(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16)
}
