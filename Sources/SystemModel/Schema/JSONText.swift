/// A JSON value whose objects keep their order, for writing.
indirect enum JSONText {
  case string(String)
  case integer(Int)
  case number(Double)
  case bool(Bool)
  case array([JSONText])
  case object([(String, JSONText)])

  /// The text, indented by two spaces a level.
  func text(indent: String = "") -> String {
    switch self {
    case .string(let text): return Self.quoted(text)
    case .integer(let number): return "\(number)"
    case .number(let number): return brief(number)
    case .bool(let value): return "\(value)"
    case .array(let values):
      return Self.block("[", values.map { $0.text(indent: indent + "  ") }, "]", indent)
    case .object(let members):
      let lines = members.map { "\(Self.quoted($0.0)): \($0.1.text(indent: indent + "  "))" }
      return Self.block("{", lines, "}", indent)
    }
  }

  private static func block(_ open: String, _ parts: [String], _ close: String, _ indent: String)
    -> String
  {
    if parts.isEmpty { return open + close }
    let line = parts.joined(separator: ", ")
    if !line.contains("\n"), indent.count + line.count < 80, open == "[" {
      return open + line + close
    }
    let inner = parts.map { "\(indent)  \($0)" }.joined(separator: ",\n")
    return "\(open)\n\(inner)\n\(indent)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
