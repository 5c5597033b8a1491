public import YAMLDocument

/// A type of value that a description can state: how it is written, read, and seen by expressions.
public protocol Statable: Sendable {
  /// How it is written.
  static var syntax: Syntax { get }
  /// How expressions see it.
  static var type: FieldType { get }

  /// Reads a value; reports what is wrong with the node and returns `nil` when it is none.
  static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Self?

  /// The value as expressions see it.
  var reflected: FieldValue { get }
  /// What a field's bounds are compared with; `nil` when bounds mean nothing to the type.
  var magnitude: Double? { get }
}

extension Statable {
  /// Most values have no magnitude.
  public var magnitude: Double? { nil }
}
