/// A JSON text as a value. Numbers keep whether they were integers; objects keep their order.
public enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  /// Only beyond `Int64.max`; smaller ones are `int`, so that equal numbers are equal values.
  case uint(UInt64)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// An integer.
  public init(_ value: Int) { self = .int(Int64(value)) }

  /// An integer, in the case that its size asks for.
  public init(_ value: UInt64) { self = Int64(exactly: value).map(JSONValue.int) ?? .uint(value) }

  /// The value of a key; `nil` when this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    if case .object(let object) = self { object[key] } else { nil }
  }
}

/// The members of a JSON object in their order, which is the order they are written in.
///
/// Two objects are equal when their members are, in the same order.
public struct JSONObject: Equatable, Sendable {
  /// A key and its value.
  public struct Member: Equatable, Sendable {
    /// The name, unescaped.
    public var key: String
    /// What stands behind the colon.
    public var value: JSONValue

    /// A member.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members; keys are unique.
  public private(set) var members: [Member] = []

  /// An object without members.
  public init() {}

  /// Keys and values in the order given; of equal keys, the last value counts.
  public init(_ pairs: some Sequence<(key: String, value: JSONValue)>) {
    for pair in pairs { self[pair.key] = pair.value }
  }

  /// Adds a member that is known to be new, without looking for its key.
  public mutating func append(_ key: String, _ value: JSONValue) {
    members.append(Member(key: key, value: value))
  }

  /// The value of a key. Setting replaces it in place or adds it at the end; `nil` removes it.
  ///
  /// - Complexity: O(members).
  public subscript(key: String) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): append(key, value)
      case (nil, nil): break
      }
    }
  }
}
