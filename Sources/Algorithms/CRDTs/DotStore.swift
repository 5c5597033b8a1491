/// The part of a causal data type that a reader sees, each piece of it under the dot of its update.
///
/// - Source: Almeida, Shoker & Baquero, Delta State Replicated Data Types, JPDC 111, 2018, §7.
public protocol DotStore: Equatable, Sendable {
  /// Holds nothing.
  init()

  /// Whether it holds nothing.
  var isEmpty: Bool { get }

  /// Hands over each dot that it holds, in no order.
  func forEachDot(_ body: (Dot) -> Void)

  /// Keeps what both hold, and what one holds and the other has not seen yet. What one holds and
  /// the other has seen but no longer holds was removed.
  /// - Parameters:
  ///   - seen: What this side has seen.
  ///   - otherSeen: What the other side has seen.
  mutating func join(_ other: Self, seen: DotContext, otherSeen: DotContext)
}

extension DotStore {
  /// The dots held, in no order.
  public var dots: [Dot] {
    var dots: [Dot] = []
    forEachDot { dots.append($0) }
    return dots
  }
}

/// Dots alone: present or not.
public struct DotSet: DotStore, Hashable {
  var members: Set<Dot> = []

  /// Holds nothing.
  public init() {}

  init(_ dot: Dot) { members = [dot] }

  /// Whether it holds nothing.
  public var isEmpty: Bool { members.isEmpty }

  /// Hands over each dot.
  public func forEachDot(_ body: (Dot) -> Void) { members.forEach(body) }

  /// Keeps common dots and dots that are new to one side.
  public mutating func join(_ other: DotSet, seen: DotContext, otherSeen: DotContext) {
    let mine = members
    members = mine.filter { other.members.contains($0) || !otherSeen.contains($0) }
    members.formUnion(other.members.filter { !mine.contains($0) && !seen.contains($0) })
  }
}

/// A value under each dot. The value of a dot never changes.
public struct DotFunction<Value: Hashable & Sendable>: DotStore, Hashable {
  var values: [Dot: Value] = [:]

  /// Holds nothing.
  public init() {}

  /// Whether it holds nothing.
  public var isEmpty: Bool { values.isEmpty }

  /// Hands over each dot.
  public func forEachDot(_ body: (Dot) -> Void) { values.keys.forEach(body) }

  /// Keeps common dots and dots that are new to one side.
  public mutating func join(
    _ other: DotFunction, seen: DotContext, otherSeen: DotContext
  ) {
    let mine = values
    values = mine.filter { other.values[$0.key] != nil || !otherSeen.contains($0.key) }
    for (dot, value) in other.values where mine[dot] == nil && !seen.contains(dot) {
      values[dot] = value
    }
  }
}

/// A store under each key; keys whose store is empty are left out.
public struct DotMap<Key: Hashable & Sendable, Store: DotStore>: DotStore {
  var stores: [Key: Store] = [:]

  /// Holds nothing.
  public init() {}

  /// Whether it holds nothing.
  public var isEmpty: Bool { stores.isEmpty }

  /// Hands over each dot under each key.
  public func forEachDot(_ body: (Dot) -> Void) {
    for store in stores.values { store.forEachDot(body) }
  }

  /// Joins key by key.
  /// - Complexity: O(everything held): a key may be gone because the other side has seen it.
  public mutating func join(_ other: DotMap, seen: DotContext, otherSeen: DotContext) {
    for key in Set(stores.keys).union(other.stores.keys) {
      var store = stores[key] ?? Store()
      store.join(other.stores[key] ?? Store(), seen: seen, otherSeen: otherSeen)
      stores[key] = store.isEmpty ? nil : store
    }
  }
}
