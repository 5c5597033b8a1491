#if canImport(Glibc)
  // Exact conversions of doubles call libm; a program that imports nothing else would not link it.
  internal import Glibc
#endif

/// An associative array with `bool`, `int`, `uint` and `string` keys.
///
/// Numbers that are equal are one key, whatever their types: `{1: 'a'}[1.0]` finds `'a'`. Entries
/// keep the order in which they were given; equality does not look at it.
public struct ValueMap: Sendable {
  /// The entries in their given order.
  public let entries: [(key: Value, value: Value)]
  private let places: [MapKey: Int]

  /// A map of the entries.
  ///
  /// - Throws: `duplicateKey`, or `invalidArgument` for a key of another type.
  public init(_ entries: [(key: Value, value: Value)]) throws(EvaluationError) {
    var places: [MapKey: Int] = [:]
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() {
      guard let key = MapKey(storing: entry.key) else {
        throw EvaluationError(
          .invalidArgument, "\(entry.key.type) is not a type of map keys")
      }
      guard places.updateValue(place, forKey: key) == nil else {
        throw EvaluationError(.duplicateKey, "key \(entry.key.debugDescription) is given twice")
      }
    }
    self.entries = entries
    self.places = places
  }

  /// The number of entries.
  public var count: Int { entries.count }

  /// The keys in their given order.
  public var keys: [Value] { entries.map(\.key) }

  /// The value at a key; any number finds an equal number.
  ///
  /// - Complexity: O(1) expected, and linear in a string key's length.
  public subscript(key: Value) -> Value? {
    guard let key = MapKey(finding: key), let place = places[key] else { return nil }
    return entries[place].value
  }

  /// The value at a string key.
  public subscript(key: String) -> Value? {
    places[.string(ScalarString(key))].map { entries[$0].value }
  }

  subscript(prepared key: MapKey) -> Value? { places[key].map { entries[$0].value } }
}

extension ValueMap: Equatable {
  /// Whether both have the same keys with the same values, in any order.
  public static func == (left: ValueMap, right: ValueMap) -> Bool {
    left.count == right.count && left.entries.allSatisfy { right[$0.key] == $0.value }
  }
}

/// A map key in the one form that all equal keys share.
enum MapKey: Hashable, Sendable {
  case bool(Bool)
  case int(Int64)
  /// Beyond the range of `int` only.
  case uint(UInt64)
  case string(ScalarString)

  init?(storing value: Value) {
    switch value {
    case .bool(let bool): self = .bool(bool)
    case .int(let int): self = .int(int)
    case .uint(let uint): self = Int64(exactly: uint).map { .int($0) } ?? .uint(uint)
    case .string(let string): self = .string(ScalarString(string))
    default: return nil
    }
  }

  init?(finding value: Value) {
    guard case .double(let double) = value else {
      self.init(storing: value)
      return
    }
    if let int = Int64(exactly: double) {
      self = .int(int)
    } else if let uint = UInt64(exactly: double) {
      self = .uint(uint)
    } else {
      return nil
    }
  }
}

/// A string that equals another only if both have the same code points.
struct ScalarString: Hashable, Sendable {
  let string: String

  init(_ string: String) { self.string = string }

  static func == (left: Self, right: Self) -> Bool { haveSameScalars(left.string, right.string) }

  func hash(into hasher: inout Hasher) {
    for byte in string.utf8 { hasher.combine(byte) }
    hasher.combine(0xFF as UInt8)
  }
}
