public import Diagnostics

/// A thing that the description gives a name, such as a store.
///
/// The members of the thing can be reached directly: `store.replicas`.
@dynamicMemberLookup
public struct Named<Value: Sendable>: Sendable {
  /// The name, as written.
  public let name: String
  /// Where the name stands.
  public let nameSpan: SourceSpan
  /// What bears the name.
  public let value: Value
  /// Where the value stands.
  public let span: SourceSpan

  /// A thing under a name.
  public init(_ name: String, at nameSpan: SourceSpan, _ value: Value, at span: SourceSpan) {
    self.name = name
    self.nameSpan = nameSpan
    self.value = value
    self.span = span
  }

  /// A member of the thing.
  public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member {
    value[keyPath: path]
  }
}

/// Named things in the order of the file, found by name in constant time.
public struct NamedMap<Value: Sendable>: Sendable, RandomAccessCollection {
  /// The entries, in the order of the file.
  public let entries: [Named<Value>]
  /// Where the map stands; `nil` when the description has none.
  public let span: SourceSpan?
  /// Only for larger maps; a few entries are found faster by looking at each.
  private let positions: [String: Int]?

  /// No map: nothing is stated.
  public init() {
    entries = []
    span = nil
    positions = nil
  }

  /// A map at a place. The names differ (YAML sees to it); the first of equal ones is found.
  public init(_ entries: [Named<Value>], at span: SourceSpan) {
    self.entries = entries
    self.span = span
    positions =
      entries.count <= 8
      ? nil
      : Dictionary(
        zip(entries.lazy.map(\.name), entries.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Whether the description states the map, be it an empty one.
  public var isStated: Bool { span != nil }

  /// The names, in the order of the file.
  public var names: [String] { entries.map(\.name) }

  /// The entry of that name, if there is one. Names are case-sensitive.
  public subscript(name: String) -> Named<Value>? {
    position(of: name).map { entries[$0] }
  }

  /// Where the entry of that name stands among `entries`.
  public func position(of name: String) -> Int? {
    positions.map { $0[name] } ?? entries.firstIndex { $0.name == name }
  }

  /// Zero.
  public var startIndex: Int { entries.startIndex }
  /// How many there are.
  public var endIndex: Int { entries.endIndex }
  /// The one at that position.
  public subscript(position: Int) -> Named<Value> { entries[position] }
}
