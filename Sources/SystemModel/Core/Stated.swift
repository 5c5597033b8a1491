public import Diagnostics

/// A value that the description states, and where it stands.
///
/// The members of a stated record can be reached directly:
/// `store.failover?.timeout` is a `Stated<Duration>?`.
@dynamicMemberLookup
public struct Stated<Value: Sendable>: Sendable {
  /// What is stated.
  public let value: Value
  /// Where the value stands.
  public let span: SourceSpan
  /// Where its key stands; the value's own place when it has none, as in a list.
  public let keySpan: SourceSpan

  /// A value at a place.
  public init(_ value: Value, at span: SourceSpan, key: SourceSpan? = nil) {
    self.value = value
    self.span = span
    self.keySpan = key ?? span
  }

  /// A member of the value.
  public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member {
    value[keyPath: path]
  }

  /// Stands in for a required value until it is read; a description that keeps one is rejected.
  static func missing(_ value: Value) -> Stated {
    Stated(value, at: SourceSpan(start: 0, end: 0))
  }
}

extension Stated: Equatable where Value: Equatable {}
extension Stated: Hashable where Value: Hashable {}

/// A list that the description states; empty when it states none.
public struct StatedList<Element: Sendable>: Sendable, RandomAccessCollection {
  /// The elements, in the order of the file.
  public let items: [Stated<Element>]
  /// Where the list stands; `nil` when the description has none.
  public let span: SourceSpan?
  /// Where its key stands.
  public let keySpan: SourceSpan?

  /// No list: nothing is stated.
  public init() {
    items = []
    span = nil
    keySpan = nil
  }

  /// A list at a place.
  public init(_ items: [Stated<Element>], at span: SourceSpan, key: SourceSpan? = nil) {
    self.items = items
    self.span = span
    self.keySpan = key ?? span
  }

  /// Whether the description states the list, be it an empty one.
  public var isStated: Bool { span != nil }

  /// The elements without their places.
  public var values: [Element] { items.map { $0.value } }

  /// Zero.
  public var startIndex: Int { items.startIndex }
  /// How many there are.
  public var endIndex: Int { items.endIndex }
  /// The one at that position.
  public subscript(position: Int) -> Stated<Element> { items[position] }
}
