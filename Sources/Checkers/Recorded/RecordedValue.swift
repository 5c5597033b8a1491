/// A value of a recorded history, from EDN or JSON. Texts are compared by their bytes.
public indirect enum RecordedValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// Any other number, as it is written.
  case number(String)
  case text(ByteText)
  /// A keyword of EDN, without its colon, or a symbol.
  case keyword(ByteText)
  case list([RecordedValue])
  /// Keys and values in the order written.
  case map([Pair])

  /// A key and its value.
  public struct Pair: Hashable, Sendable {
    /// The key.
    public var key: RecordedValue
    /// The value.
    public var value: RecordedValue
  }

  /// The text of a text or keyword.
  public var word: String? {
    switch self {
    case .text(let bytes), .keyword(let bytes): bytes.string
    default: nil
    }
  }

  /// The items of a list.
  public var items: [RecordedValue]? { if case .list(let items) = self { items } else { nil } }

  /// The value of a key that is a text or keyword.
  subscript(key: String) -> RecordedValue? {
    guard case .map(let pairs) = self else { return nil }
    let bytes = ByteText(key)
    return pairs.first { $0.key == .keyword(bytes) || $0.key == .text(bytes) }?.value
  }

  /// A text.
  static func text(_ text: String) -> RecordedValue { .text(ByteText(text)) }
}

extension RecordedValue: CustomStringConvertible {
  /// As EDN writes it; one line of printable ASCII whatever the value.
  public var description: String {
    switch self {
    case .null: "nil"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let text): Self.printable(text)
    case .text(let bytes): "\"\(Self.printable(bytes.string))\""
    case .keyword(let bytes): ":\(Self.printable(bytes.string))"
    case .list(let items): "[\(items.map(\.description).joined(separator: " "))]"
    case .map(let pairs):
      "{\(pairs.map { "\($0.key) \($0.value)" }.joined(separator: " "))}"
    }
  }

  private static func printable(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case " "..."~": String(scalar)
      case "\n": "\\n"
      case "\t": "\\t"
      case "\r": "\\r"
      default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }.joined()
  }
}
