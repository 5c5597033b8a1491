/// What a setting's value must look like.
public enum SettingType: String, Sendable, CaseIterable {
  /// Any text.
  case text
  /// A whole number, not negative.
  case count
  /// A whole number with or without a unit of time.
  case time
  /// On or off, in any of the usual spellings.
  case flag

  /// What is expected, in words.
  public var expectation: String {
    switch self {
    case .text: "a text"
    case .count: "a whole number"
    case .time: "a time such as 10000 or 10s"
    case .flag: "true or false"
    }
  }

  /// Whether a value has the shape; whether it is legal is another question.
  func allows(_ value: String) -> Bool {
    switch self {
    case .text: true
    case .count: Int(value).map { $0 >= 0 } ?? false
    case .time: Int(value) != nil || Self.duration(value) != nil
    case .flag: Self.truth(value) != nil
    }
  }

  /// What a word for on or off says; `nil` for any other.
  public static func truth(_ word: String) -> Bool? {
    switch word.lowercased() {
    case "true", "yes", "on", "1", "enabled": true
    case "false", "no", "off", "0", "disabled": false
    default: nil
    }
  }

  /// A number with a unit: `250ms`, `30s`, `5m`, `12h`.
  public static func duration(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int64(digits), number < 1_000_000_000 else { return nil }
    switch text.dropFirst(digits.count).drop(while: { $0 == " " }) {
    case "ms": return .milliseconds(number)
    case "s": return .seconds(number)
    case "m", "min": return .seconds(number * 60)
    case "h": return .seconds(number * 3600)
    case "d": return .seconds(number * 86_400)
    default: return nil
    }
  }
}

extension ProductSetting {
  /// Whether it goes by this name; case, leading dashes, and `-`, `_` or `.` make no difference.
  public func isNamed(_ name: String) -> Bool {
    let wanted = Self.folded(name)
    return names.contains { Self.folded($0) == wanted }
  }

  /// Whether the catalogue takes the value for a legal one.
  public func allows(_ value: String) -> Bool {
    guard !value.isEmpty else { return true }
    if values.isEmpty { return type.allows(value) }
    let truth = SettingType.truth(value)
    return values.contains { legal in
      Self.folded(legal) == Self.folded(value)
        || truth != nil && SettingType.truth(legal) == truth
    }
  }

  /// The value in the catalogue's spelling, where it is one of the listed ones.
  public func canonical(_ value: String) -> String {
    if values.contains(value) { return value }
    if let listed = values.first(where: { Self.folded($0) == Self.folded(value) }) { return listed }
    guard let truth = SettingType.truth(value) else { return value }
    return values.first { SettingType.truth($0) == truth } ?? value
  }

  /// The values worth trying: the examples, or where there are none the listed ones and the
  /// defaults.
  public var candidates: [String] {
    let all = examples.isEmpty ? values + defaults.map(\.value) : examples
    var seen: Set<String> = []
    return all.filter { seen.insert($0).inserted }
  }

  private static func folded(_ name: String) -> String {
    let bytes = name.utf8.drop { $0 == UInt8(ascii: "-") }.map { byte in
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "): UInt8(ascii: ".")
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      default: byte
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
