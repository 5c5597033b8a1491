import Diagnostics

/// A parsed document as one text that is read back many times faster than YAML.
///
/// Made for documents that are built into a program: parsed and checked once, when it is built.
///
///     node     = ("p" | "q" | "b") size place text     a scalar: plain, quoted or block
///              | "[" count place node…
///              | "{" count place (node value)…
///     value    = node | "x" size place node            after the key "examples": can be left out
///     size     = bytes of the text        place = " " start " " end ":"
///
/// Tags are not kept.
extension YAMLNode {
  /// The compact form of the node.
  public var compact: String {
    var text = ""
    write(into: &text)
    return text
  }

  private func write(into text: inout String) {
    func head(_ kind: Character, _ count: Int) {
      text.append(kind)
      text += "\(count) \(span.start) \(span.end):"
    }
    switch content {
    case .scalar(let scalar, let style):
      head(style == .plain ? "p" : style == .quoted ? "q" : "b", scalar.utf8.count)
      text += scalar
    case .sequence(let items):
      head("[", items.count)
      for item in items { item.write(into: &text) }
    case .mapping(let pairs):
      head("{", pairs.count)
      for pair in pairs {
        pair.key.write(into: &text)
        if pair.key.scalarText == Self.optionalKey {
          let value = pair.value.compact
          head("x", value.utf8.count)
          text += value
        } else {
          pair.value.write(into: &text)
        }
      }
    }
  }

  /// Entries of maps that a reader can do without.
  private static let optionalKey = "examples"

  /// Reads a compact form.
  ///
  /// - Parameter leavingOutExamples: Drops the entries `examples` of maps, unread.
  /// - Returns: `nil` when it is none: it does not come from a user, so no place is told.
  public init?(compact text: String, leavingOutExamples: Bool = false) {
    var text = text
    let node = text.withUTF8 { bytes -> YAMLNode? in
      var reader = CompactReader(bytes: bytes, skips: leavingOutExamples)
      guard let node = reader.node(), reader.offset == bytes.count else { return nil }
      return node
    }
    guard let node else { return nil }
    self = node
  }
}

/// Reads the compact form of a node.
private struct CompactReader {
  let bytes: UnsafeBufferPointer<UInt8>
  let skips: Bool
  var offset = 0

  mutating func node() -> YAMLNode? {
    guard offset < bytes.count else { return nil }
    let kind = bytes[offset]
    offset += 1
    guard let count = number(), let start = number(), let end = number() else { return nil }
    let span = SourceSpan(start: start, end: end)
    switch kind {
    case UInt8(ascii: "p"): return scalar(count, .plain, span)
    case UInt8(ascii: "q"): return scalar(count, .quoted, span)
    case UInt8(ascii: "b"): return scalar(count, .block, span)
    case UInt8(ascii: "["):
      var items: [YAMLNode] = []
      items.reserveCapacity(min(count, bytes.count - offset))
      for _ in 0..<count {
        guard let item = node() else { return nil }
        items.append(item)
      }
      return YAMLNode(content: .sequence(items), span: span)
    case UInt8(ascii: "{"):
      var pairs: [YAMLPair] = []
      pairs.reserveCapacity(min(count, bytes.count - offset))
      for _ in 0..<count {
        guard let key = node() else { return nil }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "x") {
          offset += 1
          guard let size = number(), number() != nil, number() != nil,
            bytes.count - offset >= size
          else { return nil }
          if skips {
            offset += size
            continue
          }
        }
        guard let value = node() else { return nil }
        pairs.append(YAMLPair(key: key, value: value))
      }
      return YAMLNode(content: .mapping(pairs), span: span)
    default: return nil
    }
  }

  private mutating func scalar(
    _ count: Int, _ style: YAMLNode.ScalarStyle, _ span: SourceSpan
  ) -> YAMLNode? {
    guard bytes.count - offset >= count else { return nil }
    let text = String(
      decoding: UnsafeBufferPointer(rebasing: bytes[offset..<offset + count]), as: UTF8.self)
    offset += count
    return YAMLNode(content: .scalar(text, style), span: span)
  }

  /// Digits and the blank or colon after them.
  private mutating func number() -> Int? {
    var number = 0
    let first = offset
    while offset < bytes.count, case let digit = Int(bytes[offset]) - 0x30, (0...9).contains(digit)
    {
      guard number < 1 << 40 else { return nil }
      number = number * 10 + digit
      offset += 1
    }
    guard offset > first, offset < bytes.count else { return nil }
    offset += 1
    return number
  }
}
