/// Turns libyaml's marks, which count code points, into byte offsets of the file.
struct ByteOffsets {
  private static let stride = 64

  private let start: Int
  /// The byte offset of every 64th code point; empty for ASCII, where nothing need be counted.
  private let checkpoints: [UInt32]

  /// Counts the text once; nothing to count when it is ASCII.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ text: CheckedText) {
    start = text.start
    guard !text.isASCII else {
      checkpoints = []
      return
    }
    var found: [UInt32] = []
    found.reserveCapacity(bytes.count / Self.stride + 1)
    var index = 0
    for offset in start..<bytes.count where bytes[offset] & 0xC0 != 0x80 {
      if index.isMultiple(of: Self.stride) { found.append(UInt32(clamping: offset)) }
      index += 1
    }
    checkpoints = found
  }

  /// The byte at which a code point starts; the end of the text for indices beyond it.
  func byte(of index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard !checkpoints.isEmpty else { return min(start + index, bytes.count) }
    let checkpoint = index / Self.stride
    guard checkpoint < checkpoints.count else { return bytes.count }
    var offset = Int(checkpoints[checkpoint])
    var left = index % Self.stride
    while left > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }
}
