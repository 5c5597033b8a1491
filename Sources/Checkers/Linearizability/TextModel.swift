/// What is asked of one key of a store of texts.
public enum TextCall: Hashable, Sendable {
  case get
  case put(ByteText)
  case append(ByteText)
}

/// What a key of a store of texts answers.
public enum TextAnswer: Hashable, Sendable {
  /// A get returned this.
  case text(ByteText)
  /// A put or append took effect.
  case done
}

/// One key of a store with get, put and append; a key that was never put holds the empty text.
///
/// Texts are compared by their bytes.
public struct TextModel: SequentialModel {
  /// The text before the first operation.
  public let initial: ByteText

  /// A key that starts with a text.
  public init(initial: ByteText = ByteText()) { self.initial = initial }

  /// The text after the call, or `nil` when the store would not have given this answer.
  public func step(_ state: ByteText, _ call: TextCall, _ answer: TextAnswer) -> ByteText? {
    switch (call, answer) {
    case (.get, .text(let text)): text == state ? state : nil
    case (.put(let text), .done): text
    case (.append(let text), .done): ByteText(utf8: state.utf8 + text.utf8)
    default: nil
    }
  }

  /// `done`, but for a get.
  public func answerWithEffect(_ call: TextCall) -> TextAnswer? { call == .get ? nil : .done }

  /// Gets, and appending nothing.
  public func isRead(_ call: TextCall, _ answer: TextAnswer) -> Bool {
    call == .get || call == .append(ByteText())
  }

  /// Puts.
  public func isBlindWrite(_ call: TextCall, _ answer: TextAnswer) -> Bool {
    if case .put = call { answer == .done } else { false }
  }

  /// From a write until the next put each text contains what was written: a get of a text that
  /// does not contain it cannot lie in between.
  public func isSeen(
    _ write: (call: TextCall, answer: TextAnswer), by other: (call: TextCall, answer: TextAnswer)
  ) -> Bool {
    guard case .text(let text) = other.answer else { return false }
    switch write.call {
    case .get: return true
    case .put(let piece), .append(let piece): return Self.contains(text.utf8, piece.utf8)
    }
  }

  /// Appending leaves the beginning as it is.
  public var looksAhead: Bool { true }

  /// Whether what a get returned begins with the state.
  public func mayBecomePossible(
    _ call: TextCall, _ answer: TextAnswer, after state: ByteText
  ) -> Bool {
    guard case .text(let text) = answer else { return true }
    return text.utf8.count >= state.utf8.count && text.utf8.starts(with: state.utf8)
  }

  /// Its length.
  public func bytes(of state: ByteText) -> Int { state.utf8.count + 32 }

  private static func contains(_ text: [UInt8], _ piece: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { text in
      piece.withUnsafeBufferPointer { piece in
        guard let first = piece.first else { return true }
        guard piece.count <= text.count else { return false }
        for start in 0...(text.count - piece.count) where text[start] == first {
          var length = 1
          while length < piece.count, text[start + length] == piece[length] { length += 1 }
          if length == piece.count { return true }
        }
        return false
      }
    }
  }
}
