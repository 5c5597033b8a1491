/// A counter that can be taken out of a map: each replica's part stands under its last dot.
///
/// Removal takes away the parts it has seen. A replica that counts concurrently writes its whole
/// part anew, so its earlier counts come back with the new one: in the presence of removals the
/// value is not the sum of the updates that no removal has seen.
///
/// - Source: Almeida, Shoker & Baquero, JPDC 111, 2018, §7 (causal counters); the anomaly: Baquero,
///   Almeida & Lerche, The Problem with Embedded CRDT Counters and a Solution, PaPoC 2016.
public struct CausalCounter: CausalType {
  /// The part of each replica under its last dot.
  public var state: Causal<DotFunction<Int64>>

  /// A counter with this state.
  public init(state: Causal<DotFunction<Int64>>) { self.state = state }

  /// The sum of the parts, kept within `Int64`.
  public var value: Int64 {
    // Order matters where sums saturate.
    state.store.values.sorted { $0.key < $1.key }.reduce(Int64(0)) { $0.addingSaturating($1.value) }
  }

  /// Adds `amount` at `replica`.
  /// - Returns: The delta.
  @discardableResult
  public mutating func add(_ amount: Int64, at replica: NodeID) -> CausalCounter {
    let own = state.store.values.keys.filter { $0.replica == replica }.sorted()
    let part = own.reduce(Int64(0)) { $0.addingSaturating(state.store.values[$1] ?? 0) }
    let dot = state.context.next(of: replica)
    var delta = Causal<DotFunction<Int64>>()
    delta.store.values[dot] = part.addingSaturating(amount)
    delta.context = DotContext(own + [dot])
    state.merge(delta)
    return CausalCounter(state: delta)
  }
}

extension Int64 {
  /// The sum, or the number nearest to it.
  func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
