/// G-Set: elements are added and never removed.
///
/// - Source: Shapiro et al., A Comprehensive Study of CRDTs, INRIA RR-7506, 2011, §3.3.1.
public struct GrowOnlySet<Element: Hashable & Sendable>: Hashable, Sendable {
  /// What has been added, in no order.
  public private(set) var elements: Set<Element> = []

  /// Empty.
  public init() {}

  /// Adds an element.
  /// - Returns: The delta.
  @discardableResult
  public mutating func add(_ element: Element) -> GrowOnlySet {
    elements.insert(element)
    var delta = GrowOnlySet()
    delta.elements = [element]
    return delta
  }

  /// Whether the element has been added.
  public func contains(_ element: Element) -> Bool { elements.contains(element) }
}

extension GrowOnlySet: ConvergentState {
  /// The union.
  public mutating func merge(_ other: GrowOnlySet) { elements.formUnion(other.elements) }

  /// Whether this is a subset.
  public func isAtMost(_ other: GrowOnlySet) -> Bool { elements.isSubset(of: other.elements) }
}
