/// A flag where enabling wins over concurrent disabling.
///
/// - Source: Almeida, Shoker & Baquero, JPDC 111, 2018, Figure 11.
public struct EnableWinsFlag: CausalType {
  /// The enablings that are still in force.
  public var state: Causal<DotSet>

  /// A flag with this state.
  public init(state: Causal<DotSet>) { self.state = state }

  /// Whether it is on.
  public var isEnabled: Bool { !state.store.isEmpty }

  /// Turns it on.
  /// - Returns: The delta.
  @discardableResult
  public mutating func enable(at replica: NodeID) -> EnableWinsFlag {
    let dot = state.context.next(of: replica)
    return apply(DotSet(dot), seen: state.store.dots + [dot])
  }

  /// Turns it off, as far as it was on here.
  /// - Returns: The delta.
  @discardableResult
  public mutating func disable() -> EnableWinsFlag { apply(DotSet(), seen: state.store.dots) }

  private mutating func apply(_ store: DotSet, seen: [Dot]) -> EnableWinsFlag {
    let delta = EnableWinsFlag(state: Causal(store: store, context: DotContext(seen)))
    merge(delta)
    return delta
  }
}
