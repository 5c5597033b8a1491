/// OR-Set without tombstones: a removal takes away the additions it has seen, so an addition wins
/// over a concurrent removal.
///
/// - Source: Bieniusa et al., An Optimized Conflict-free Replicated Set, INRIA RR-8083, 2012;
///   deltas: Almeida, Shoker & Baquero, JPDC 111, 2018, Figure 12.
public struct ObservedRemoveSet<Element: Hashable & Sendable>: CausalType {
  /// For each element the additions that are still in force; what has been seen.
  public var state: Causal<DotMap<Element, DotSet>>

  /// A set with this state.
  public init(state: Causal<DotMap<Element, DotSet>>) { self.state = state }

  /// The elements, in no order.
  public var elements: Set<Element> { Set(state.store.stores.keys) }

  /// Whether the element is in the set.
  public func contains(_ element: Element) -> Bool { state.store.stores[element] != nil }

  /// Adds an element; its earlier additions seen here are replaced by this one.
  /// - Returns: The delta.
  @discardableResult
  public mutating func add(_ element: Element, at replica: NodeID) -> ObservedRemoveSet {
    let dot = state.context.next(of: replica)
    var delta = dropping(element)
    delta.state.store.stores[element] = DotSet(dot)
    delta.state.context.insert(dot)
    state.store.stores[element] = DotSet(dot)
    state.context.insert(dot)
    return delta
  }

  /// Takes away the additions of an element that were seen here.
  /// - Returns: The delta.
  @discardableResult
  public mutating func remove(_ element: Element) -> ObservedRemoveSet {
    let delta = dropping(element)
    state.store.stores[element] = nil
    return delta
  }

  /// A delta that has seen the element's additions and holds none of them.
  private func dropping(_ element: Element) -> ObservedRemoveSet {
    let seen = DotContext(state.store.stores[element]?.dots ?? [])
    return ObservedRemoveSet(state: Causal(store: DotMap(), context: seen))
  }
}
