/// The path of a file as a URI reference (RFC 3986).
enum FileURI {
  /// Absolute paths as `file` URIs, others as relative references.
  static func reference(_ path: String) -> String {
    if path == "<stdin>" { return "stdin" }
    var rest = path[...]
    while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
    let encoded = rest.utf8.map(encoded).joined()
    return isAbsolute(path) ? "file://" + encoded : encoded
  }

  static func isAbsolute(_ path: String) -> Bool { path.hasPrefix("/") }

  private static func encoded(_ byte: UInt8) -> String {
    let isPlain =
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-._~/".utf8.contains(byte)
      }
    if isPlain { return String(Unicode.Scalar(byte)) }
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (digits.count < 2 ? "0" : "") + digits
  }
}
