/// How many columns of a terminal a scalar takes.
enum DisplayWidth {
  /// 0 for marks that stand on the scalar before, 2 for East Asian wide ones and emoji, else 1.
  ///
  /// - Source: Unicode Standard Annex 11 (East Asian Width W and F), in ranges; halves of flags
  ///   and ZWJ sequences need their neighbours and are the caller's business.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    if isJoining(scalar) { return 0 }
    return isEastAsianWide(value) || scalar.properties.isEmojiPresentation ? 2 : 1
  }

  private static func isJoining(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true  // Hangul vowels and finals
    case 0x1F3FB...0x1F3FF: return true  // skin tones
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return true
    default: return false
    }
  }

  private static func isEastAsianWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
      0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
