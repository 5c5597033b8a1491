/// 2P-Set: an element that was removed stays removed for ever; tombstones are kept for ever.
///
/// - Source: Shapiro et al., A Comprehensive Study of CRDTs, INRIA RR-7506, 2011, §3.3.2.
public struct TwoPhaseSet<Element: Hashable & Sendable>: Hashable, Sendable {
  private var added = GrowOnlySet<Element>()
  private var removed = GrowOnlySet<Element>()

  /// Empty.
  public init() {}

  /// What was added and not removed, in no order.
  public var elements: Set<Element> { added.elements.subtracting(removed.elements) }

  /// Whether the element was added and not removed.
  public func contains(_ element: Element) -> Bool {
    added.contains(element) && !removed.contains(element)
  }

  /// Adds an element; without effect if it was ever removed.
  /// - Returns: The delta.
  @discardableResult
  public mutating func add(_ element: Element) -> TwoPhaseSet {
    var delta = TwoPhaseSet()
    delta.added = added.add(element)
    return delta
  }

  /// Removes an element that is present, for ever; without effect otherwise.
  /// - Returns: The delta, which is empty when nothing was removed.
  @discardableResult
  public mutating func remove(_ element: Element) -> TwoPhaseSet {
    var delta = TwoPhaseSet()
    if contains(element) { delta.removed = removed.add(element) }
    return delta
  }

  /// How many removed elements are still remembered.
  public var tombstones: Int { removed.elements.count }

  /// Merges with or without the other side's tombstones; without is wrong.
  package mutating func merge(_ other: TwoPhaseSet, takingTombstones: Bool) {
    added.merge(other.added)
    if takingTombstones { removed.merge(other.removed) }
  }
}

extension TwoPhaseSet: ConvergentState {
  /// Unites what was added, and what was removed.
  public mutating func merge(_ other: TwoPhaseSet) { merge(other, takingTombstones: true) }

  /// Whether `other` knows these additions and removals.
  public func isAtMost(_ other: TwoPhaseSet) -> Bool {
    added.isAtMost(other.added) && removed.isAtMost(other.removed)
  }
}
