/// What is held, and what has been seen: of a dot that was seen and is not held we know that it
/// was removed, without any tombstone.
///
/// - Source: Almeida, Shoker & Baquero, Delta State Replicated Data Types, JPDC 111, 2018, §7;
///   Bieniusa et al., An Optimized Conflict-free Replicated Set, INRIA RR-8083, 2012.
public struct Causal<Store: DotStore>: Equatable, Sendable {
  /// What is held.
  public var store: Store
  /// What has been seen; contains every dot that is held.
  public var context: DotContext

  /// Nothing held, nothing seen.
  public init() { self.init(store: Store(), context: DotContext()) }

  /// These parts.
  public init(store: Store, context: DotContext) {
    self.store = store
    self.context = context
  }

  /// Bytes on the wire beside the values: held dots and the context.
  public var metadataBytes: Int {
    var dots = 0
    store.forEachDot { _ in dots += 1 }
    return Dot.metadataBytes * dots + context.metadataBytes
  }

  /// Merges with or without regard to what each side has seen; without, the removed comes back.
  package mutating func merge(_ other: Causal, heedingContext: Bool) {
    store.join(
      other.store, seen: heedingContext ? context : DotContext(),
      otherSeen: heedingContext ? other.context : DotContext())
    context.merge(other.context)
  }
}

extension Causal: ConvergentState {
  /// Keeps what neither side has removed.
  public mutating func merge(_ other: Causal) { merge(other, heedingContext: true) }

  /// Whether `other` has seen all that was seen here, and removed what was removed here.
  public func isAtMost(_ other: Causal) -> Bool {
    guard context.isAtMost(other.context) else { return false }
    let held = Set(store.dots)
    return other.store.dots.allSatisfy { held.contains($0) || !context.contains($0) }
  }
}

/// A data type over a dot store, which can stand in an ``ObservedRemoveMap``.
///
/// Each update returns its delta: a small state that, merged elsewhere, has the effect of the
/// update. Deltas may be lost, repeated and reordered if a full state follows in the end.
public protocol CausalType: ConvergentState {
  /// What it holds.
  associatedtype Store: DotStore
  /// What it holds and has seen.
  var state: Causal<Store> { get set }
  /// A value with this state.
  init(state: Causal<Store>)
}

extension CausalType {
  /// Nothing held, nothing seen.
  public init() { self.init(state: Causal()) }

  /// Keeps what neither side has removed.
  public mutating func merge(_ other: Self) { state.merge(other.state) }

  /// Whether `other` has seen and removed all that was seen and removed here.
  public func isAtMost(_ other: Self) -> Bool { state.isAtMost(other.state) }

  /// Bytes on the wire beside the values.
  public var metadataBytes: Int { state.metadataBytes }
}
