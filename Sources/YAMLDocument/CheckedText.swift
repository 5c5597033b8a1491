internal import Diagnostics

/// The bytes of a file, found to be text that YAML allows.
///
/// Looked at before libyaml does, because it would give up with less to say, and because most files
/// are ASCII, where code points and bytes count the same.
struct CheckedText {
  /// Where the text starts: 3 after a byte order mark, else 0.
  let start: Int
  /// No byte of the text is beyond ASCII.
  let isASCII: Bool
  /// Only white space.
  let isBlank: Bool

  /// What keeps the bytes from being text.
  struct Failure: Error {
    let diagnostic: Diagnostic
  }

  /// Checks that the bytes are UTF-8 without control characters.
  init(_ file: SourceFile) throws(Failure) {
    let bytes = file.bytes
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = bytes.starts(with: mark) ? mark.count : 0
    let scan = bytes.withUnsafeBufferPointer { Self.scan($0, from: start) }
    if let problem = scan.problem {
      throw Failure(diagnostic: Self.diagnostic(problem, in: file))
    }
    self.start = start
    isASCII = scan.isASCII
    isBlank = scan.isBlank
  }

  private struct Scan {
    var isASCII = true
    var isBlank = true
    var problem: Int?
  }

  private static func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Scan {
    var scan = Scan()
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte > 0x20 && byte < 0x7F {
        scan.isBlank = false
        offset += 1
      } else if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        offset += 1
      } else if byte >= 0x80, let length = scalarLength(bytes, offset) {
        scan.isASCII = false
        scan.isBlank = false
        offset += length
      } else {
        scan.problem = offset
        return scan
      }
    }
    return scan
  }

  /// The length of the printable scalar beyond ASCII that starts at an offset.
  ///
  /// - Source: Unicode 15, table 3-7 (well-formed UTF-8); YAML 1.2.2, `c-printable`.
  private static func scalarLength(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int? {
    func follows(_ index: Int, in range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      offset + index < bytes.count && range.contains(bytes[offset + index])
    }
    switch bytes[offset] {
    case 0xC2:  // of the C1 controls only NEL is printable
      return follows(1, in: 0xA0...0xBF) || follows(1, in: 0x85...0x85) ? 2 : nil
    case 0xC3...0xDF: return follows(1) ? 2 : nil
    case 0xE0: return follows(1, in: 0xA0...0xBF) && follows(2) ? 3 : nil
    case 0xED: return follows(1, in: 0x80...0x9F) && follows(2) ? 3 : nil
    case 0xEF:  // not U+FFFE, U+FFFF
      guard follows(1), follows(2) else { return nil }
      return bytes[offset + 1] == 0xBF && bytes[offset + 2] >= 0xBE ? nil : 3
    case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : nil
    case 0xF0: return follows(1, in: 0x90...0xBF) && follows(2) && follows(3) ? 4 : nil
    case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : nil
    case 0xF4: return follows(1, in: 0x80...0x8F) && follows(2) && follows(3) ? 4 : nil
    default: return nil
    }
  }

  private static func diagnostic(_ offset: Int, in file: SourceFile) -> Diagnostic {
    let bytes = file.bytes
    if isUTF16(bytes) {
      let start = SourceLocation(file: file, span: SourceSpan(start: 0, end: 0))
      return Diagnostic(
        "the file is in UTF-16", at: start, help: "save it as UTF-8")
    }
    var end = offset + 1
    let what: String
    if bytes[offset] < 0x80 {
      what = "control character U+00\(hex(bytes[offset]))"
    } else if let scalar = scalar(bytes, offset) {
      end = offset + UTF8.width(scalar)
      let digits = String(scalar.value, radix: 16, uppercase: true)
      what = "control character U+\(String(repeating: "0", count: 4 - digits.count))\(digits)"
    } else {
      what = "byte 0x\(hex(bytes[offset]))"
    }
    let place = SourceLocation(file: file, span: SourceSpan(start: offset, end: end))
    if bytes[offset] == 0 {
      return Diagnostic(
        "the file holds a NUL byte", at: place, help: "is it a text file? YAML is UTF-8 text")
    }
    if what.hasPrefix("byte") {
      return Diagnostic("\(what) is not UTF-8 text", at: place, help: "save the file as UTF-8")
    }
    return Diagnostic(
      "\(what) is not allowed in YAML", at: place,
      help: "delete it, or write it as an escape in double quotes")
  }

  private static func scalar(_ bytes: [UInt8], _ offset: Int) -> Unicode.Scalar? {
    var decoder = Unicode.UTF8()
    var iterator = bytes[offset...].prefix(4).makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar
  }

  /// A UTF-16 mark, or a first character of which one half is zero.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 2, bytes.count.isMultiple(of: 2) else { return false }
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE), (0xFE, 0xFF): return true
    case (0, 1...0x7F): return bytes.count < 4 || bytes[2] == 0
    case (1...0x7F, 0): return bytes.count < 4 || bytes[3] == 0
    default: return false
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
