public import YAMLDocument

/// How much acknowledged data a disaster may take (the recovery point objective).
public enum DataLoss: Hashable, Sendable {
  /// Nothing that was acknowledged.
  case nothing
  /// What was acknowledged in the last so long.
  case atMost(Duration)

  /// The duration; zero for nothing.
  public var duration: Duration { if case .atMost(let duration) = self { duration } else { .zero } }
}

/// How old a value may be when it is read.
public enum Staleness: Hashable, Sendable {
  /// As old as it likes.
  case any
  /// At most so old.
  case atMost(Duration)

  /// The bound; `Duration.endless` for any.
  public var duration: Duration {
    if case .atMost(let duration) = self { duration } else { .endless }
  }
}

/// When something was last tried out.
public enum LastExercised: Hashable, Sendable {
  case never
  /// So long ago.
  case ago(Duration)

  /// How long ago; `Duration.endless` for never.
  public var duration: Duration { if case .ago(let duration) = self { duration } else { .endless } }
}

/// How many, if there is a bound.
public enum Bound: Hashable, Sendable {
  case unbounded
  case atMost(Int)

  /// The number; `Int64.max` when there is no bound.
  public var count: Int64 { if case .atMost(let count) = self { Int64(count) } else { .max } }
}

/// Something that helps in trouble, such as a fallback: there or not, or described in words.
public enum Safeguard: Hashable, Sendable {
  case absent
  case present
  /// It is there; the words are the user's.
  case described(String)

  /// Whether there is one.
  public var isPresent: Bool { self != .absent }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension DataLoss: Statable {
  public static var syntax: Syntax { .either([Duration.syntax, .words(["none"])]) }
  public static var type: FieldType { .duration }
  public var reflected: FieldValue { .duration(duration) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> DataLoss? {
    reader.read(node, "none", as: .nothing) { .atMost($0) }
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Staleness: Statable {
  public static var syntax: Syntax { .either([Duration.syntax, .words(["any"])]) }
  public static var type: FieldType { .duration }
  public var reflected: FieldValue { .duration(duration) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Staleness? {
    reader.read(node, "any", as: .any) { .atMost($0) }
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension LastExercised: Statable {
  public static var syntax: Syntax { .either([Duration.syntax, .words(["never"])]) }
  public static var type: FieldType { .duration }
  public var reflected: FieldValue { .duration(duration) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> LastExercised? {
    reader.read(node, "never", as: .never) { .ago($0) }
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Bound: Statable {
  public static var syntax: Syntax { .either([.integer, .words(["unbounded"])]) }
  public static var type: FieldType { .integer }
  public var reflected: FieldValue { .integer(count) }
  public var magnitude: Double? { Double(count) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Bound? {
    reader.read(node, "unbounded", as: .unbounded) { .atMost($0) }
  }
}

/// How much a queue holds.
public struct QueueBound: Hashable, Sendable {
  /// The bound; the format writes `none` when there is none.
  public let bound: Bound
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension QueueBound: Statable {
  public static var syntax: Syntax { .either([.integer, .words(["none"])]) }
  public static var type: FieldType { .integer }
  public var reflected: FieldValue { .integer(bound.count) }
  public var magnitude: Double? { Double(bound.count) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> QueueBound? {
    reader.read(node, "none", as: QueueBound(bound: .unbounded)) {
      QueueBound(bound: .atMost($0))
    }
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Safeguard: Statable {
  public static var syntax: Syntax { .either([.boolean, .text]) }
  public static var type: FieldType { .bool }
  public var reflected: FieldValue { .bool(isPresent) }

  /// Reads a truth value or words; `no` and `none` are words that mean there is none.
  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Safeguard? {
    if let value = node.plainBool { return value ? .present : .absent }
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      reader.reportMismatch(node, wanted: "true, false or a text")
      return nil
    }
    switch text.lowercased() {
    case "no", "none", "off", "false", "": return .absent
    case "yes", "on", "true": return .present
    default: return .described(text)
    }
  }
}

extension DescriptionReader {
  /// Reads a value that may also be written as one word.
  fileprivate mutating func read<Value, Usual: Statable>(
    _ node: YAMLNode, _ word: String, as meaning: Value, otherwise: (Usual) -> Value
  ) -> Value? {
    if case .scalar(let text, _) = node.content, !node.isNull {
      if text == word { return meaning }
      // What starts like a number is one that went wrong; anything else may have meant the word.
      if let first = text.utf8.first, first < UInt8(ascii: "A") {
        return Usual.read(node, by: &self).map(otherwise)
      }
    }
    reportMismatch(node, wanted: "\(Usual.syntax.words), or `\(word)`")
    return nil
  }
}
