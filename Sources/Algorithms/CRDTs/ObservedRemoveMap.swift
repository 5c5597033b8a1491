/// OR-Map: keys with nested data types. Removal takes away what it has seen of the key's value, so
/// an update wins over a concurrent removal and keeps what is new in it (reset-remove).
///
/// - Source: Almeida, Shoker & Baquero, Delta State Replicated Data Types, JPDC 111, 2018, §7.4.
public struct ObservedRemoveMap<Key: Hashable & Sendable, Value: CausalType>: CausalType {
  /// The stores of the values under their keys; one context for all.
  public var state: Causal<DotMap<Key, Value.Store>>

  /// A map with this state.
  public init(state: Causal<DotMap<Key, Value.Store>>) { self.state = state }

  /// The keys whose value holds anything, in no order.
  public var keys: Set<Key> { Set(state.store.stores.keys) }

  /// The value of a key.
  public subscript(key: Key) -> Value? { state.store.stores[key] == nil ? nil : value(key) }

  /// Updates the value of a key; an absent key has an empty one.
  /// - Parameter change: Changes the value by one of its updates and returns that update's delta.
  /// - Returns: The delta.
  @discardableResult
  public mutating func update(
    _ key: Key, _ change: (inout Value) -> Value
  ) -> ObservedRemoveMap {
    var changed = value(key)
    let part = change(&changed).state
    var delta = Causal<DotMap<Key, Value.Store>>(store: DotMap(), context: part.context)
    if !part.store.isEmpty { delta.store.stores[key] = part.store }
    state.merge(delta)
    return ObservedRemoveMap(state: delta)
  }

  /// Takes away what was seen here of a key's value.
  /// - Returns: The delta.
  @discardableResult
  public mutating func remove(_ key: Key) -> ObservedRemoveMap {
    let seen = DotContext(state.store.stores[key]?.dots ?? [])
    state.store.stores[key] = nil
    return ObservedRemoveMap(state: Causal(store: DotMap(), context: seen))
  }

  private func value(_ key: Key) -> Value {
    let store = state.store.stores[key] ?? Value.Store()
    return Value(state: Causal(store: store, context: state.context))
  }
}
