/// What is asked of one key of a store of texts.
public enum TextCall: Hashable, Sendable {
  case get
  case put([UInt8])
  case append([UInt8])
}

/// What a key of a store of texts answers.
public enum TextAnswer: Hashable, Sendable {
  /// A get returned this.
  case text([UInt8])
  /// A put or append took effect.
  case done
}

/// One key of a store with get, put and append; a key that was never put holds the empty text.
///
/// Texts are compared by their bytes.
public struct TextModel: SequentialModel {
  /// The text before the first operation.
  public let initial: [UInt8]

  /// A key that starts with a text.
  public init(initial: [UInt8] = []) { self.initial = initial }

  /// The text after the call, or `nil` when the store would not have given this answer.
  public func step(_ state: [UInt8], _ call: TextCall, _ answer: TextAnswer) -> [UInt8]? {
    switch (call, answer) {
    case (.get, .text(let text)): text == state ? state : nil
    case (.put(let text), .done): text
    case (.append(let text), .done): state + text
    default: nil
    }
  }

  /// `done`, but for a get.
  public func answerWithEffect(_ call: TextCall) -> TextAnswer? { call == .get ? nil : .done }

  /// Gets, and appending nothing.
  public func isRead(_ call: TextCall, _ answer: TextAnswer) -> Bool {
    call == .get || call == .append([])
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
    case .put(let piece), .append(let piece): return Self.contains(text, piece)
    }
  }

  /// Its length.
  public func bytes(of state: [UInt8]) -> Int { state.count + 32 }

  private static func contains(_ text: [UInt8], _ piece: [UInt8]) -> Bool {
    guard let first = piece.first else { return true }
    guard piece.count <= text.count else { return false }
    return (0...(text.count - piece.count)).contains { start in
      text[start] == first && text[start..<(start + piece.count)].elementsEqual(piece)
    }
  }
}
