/// MV-Register: a write replaces the values it has seen; concurrent writes stay side by side.
///
/// - Source: Shapiro et al., INRIA RR-7506, 2011, §3.2.2; Almeida, Shoker & Baquero, JPDC 111,
///   2018, Figure 13.
public struct MultiValueRegister<Value: Hashable & Sendable>: CausalType {
  /// The values in force under the dots of their writes.
  public var state: Causal<DotFunction<Value>>

  /// A register with this state.
  public init(state: Causal<DotFunction<Value>>) { self.state = state }

  /// The concurrent values, by the dot of their write.
  public var values: [Value] {
    let values = state.store.values
    return values.keys.sorted().compactMap { values[$0] }
  }

  /// Writes a value over those seen here.
  /// - Returns: The delta.
  @discardableResult
  public mutating func write(_ value: Value, at replica: NodeID) -> MultiValueRegister {
    let dot = state.context.next(of: replica)
    var delta = Causal<DotFunction<Value>>()
    delta.store.values[dot] = value
    delta.context = DotContext(state.store.dots + [dot])
    state.merge(delta)
    return MultiValueRegister(state: delta)
  }
}
