/// A text that is compared byte by byte: unlike `String`, which holds canonically equivalent
/// texts equal.
public struct ByteText: Hashable, Sendable {
  /// The UTF-8.
  public var utf8: [UInt8]

  /// A text of these bytes.
  public init(utf8: [UInt8] = []) { self.utf8 = utf8 }

  /// The bytes of a text.
  public init(_ text: String) { utf8 = Array(text.utf8) }

  /// As a text.
  public var string: String { String(decoding: utf8, as: UTF8.self) }

  /// Hashes the bytes as one block, which for long texts is many times faster than one by one.
  public func hash(into hasher: inout Hasher) {
    utf8.withUnsafeBytes { hasher.combine(bytes: $0) }
    hasher.combine(utf8.count)
  }
}
