public import Diagnostics
public import YAMLDocument

/// A product's settings, under the names of its own documentation.
public struct Settings: Sendable {
  /// In the order of the file; nested maps are flattened.
  public let entries: [Setting]
  /// Positions in `entries` by normalised name.
  private let positions: [String: Int]

  /// The setting of that name.
  ///
  /// Names are compared without case, leading dashes, and the difference between `-`, `_` and
  /// `.`. A nested setting is also found by its last name alone: `w` finds `writeConcern.w`, unless
  /// there is a `w` beside it.
  public subscript(name: String) -> Setting? {
    positions[Setting.normalised(name)].map { entries[$0] }
  }
}

/// One setting of a product.
public struct Setting: Sendable {
  /// As written, the names of nested maps joined by `.`: `writeConcern.w`.
  public let name: String
  /// Where its own name stands.
  public let nameSpan: SourceSpan
  /// The value, read by YAML's core schema.
  public let value: SettingValue
  /// The value as written, without quotes.
  public let text: String
  /// Where the value stands.
  public let span: SourceSpan

  /// The last part of a nested name; the name itself when it is not nested.
  public let shortName: String

  /// The form in which names are compared.
  public static func normalised(_ name: String) -> String {
    let bytes = name.utf8.drop { $0 == UInt8(ascii: "-") }
      .map { byte in
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"): UInt8(ascii: ".")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        default: byte
        }
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The value of a setting. What is quoted in the file is a text.
public indirect enum SettingValue: Sendable, Equatable {
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)
  case list([SettingValue])

  /// The value as expressions see it; the elements of a list have the place of the list.
  func reflected(at span: SourceSpan) -> FieldValue {
    switch self {
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .text(let value): .text(value)
    case .list(let values):
      .list(values.map { Stated<FieldValue>($0.reflected(at: span), at: span) })
    }
  }

  /// As written, without quotes.
  fileprivate var text: String {
    switch self {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .list(let values): commaSeparated(values.map(\.text))
    }
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Settings: Statable {
  public static var syntax: Syntax { .settings }
  public static var type: FieldType { .map(.any) }

  public var reflected: FieldValue {
    .map(
      entries.map { entry in
        (
          name: entry.name,
          value: Stated<FieldValue>(
            entry.value.reflected(at: entry.span), at: entry.span, key: entry.nameSpan)
        )
      })
  }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Settings? {
    var entries: [Setting] = []
    switch node.content {
    case .mapping(let pairs): flatten(pairs, under: nil, into: &entries, by: &reader)
    case .scalar where node.isNull: break
    default:
      reader.reportMismatch(node, wanted: "a map of the product's settings")
      return nil
    }
    return Settings(entries: entries, positions: positions(of: entries, by: &reader))
  }

  /// Finds settings by their names, and reports those that are stated twice.
  private static func positions(
    of entries: [Setting], by reader: inout DescriptionReader
  ) -> [String: Int] {
    var positions: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      let name = Setting.normalised(entry.name)
      guard let first = positions[name] else {
        positions[name] = index
        continue
      }
      let other = entries[first]
      reader.report(
        "the setting '\(clipped(entry.name))' is stated twice", at: entry.nameSpan,
        label: "the same name once more",
        help: "case, leading dashes, and `-`, `_` or `.` make no difference",
        notes: [
          .init(
            "first stated here as '\(clipped(other.name))'",
            at: SourceLocation(file: reader.file, span: other.nameSpan))
        ])
    }
    for (index, entry) in entries.enumerated() {
      let name = Setting.normalised(entry.shortName)
      if positions[name] == nil { positions[name] = index }
    }
    return positions
  }

  private static func flatten(
    _ pairs: [YAMLPair], under prefix: String?, into entries: inout [Setting],
    by reader: inout DescriptionReader
  ) {
    for pair in pairs {
      guard let key = reader.key(of: pair) else { continue }
      let name = prefix.map { "\($0).\(key)" } ?? key
      reader.enter(name, at: pair.key.span)
      append(pair.value, name, short: key, at: pair.key.span, to: &entries, by: &reader)
    }
  }

  private static func append(
    _ node: YAMLNode, _ name: String, short: String, at nameSpan: SourceSpan,
    to entries: inout [Setting], by reader: inout DescriptionReader
  ) {
    if case .mapping(let pairs) = node.content {
      flatten(pairs, under: name, into: &entries, by: &reader)
    } else if case .sequence(let nodes) = node.content, nodes.contains(where: \.holdsMapping) {
      // Lists of maps, such as the members of a replica set, flatten by position.
      for (index, node) in nodes.enumerated() {
        append(
          node, "\(name).\(index)", short: "\(name).\(index)", at: nameSpan, to: &entries,
          by: &reader)
      }
    } else if let value = value(of: node) {
      var text = value.text
      if case .scalar(let written, _) = node.content { text = written }
      entries.append(
        Setting(
          name: name, nameSpan: nameSpan, value: value, text: text, span: node.span,
          shortName: short))
    } else {
      reader.reportMismatch(
        node, wanted: "a value", help: "leave it out for the product's default; \"\" is empty text")
    }
  }

  /// A scalar by the core schema, or a list of such; `nil` for a null.
  private static func value(of node: YAMLNode) -> SettingValue? {
    switch node.content {
    case .scalar(let text, _):
      if node.isNull { return nil }
      if let value = node.plainBool { return .bool(value) }
      if let value = node.plainInteger { return .integer(value) }
      if let value = node.plainDouble { return .number(value) }
      return .text(text)
    case .sequence(let nodes):
      var values: [SettingValue] = []
      for node in nodes {
        guard let value = value(of: node) else { return nil }
        values.append(value)
      }
      return .list(values)
    case .mapping:
      return nil
    }
  }
}

extension YAMLNode {
  /// Whether it is a map, or a list with one somewhere in it.
  fileprivate var holdsMapping: Bool {
    switch content {
    case .mapping: true
    case .sequence(let nodes): nodes.contains(where: \.holdsMapping)
    case .scalar: false
    }
  }
}
