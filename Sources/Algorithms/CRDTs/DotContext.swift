/// A set of dots: a version vector for the runs that start at 1, and the dots beyond them.
///
/// Dots beyond come from deltas that arrived before their predecessors; they are folded into the
/// vector as soon as the gap closes, so equal sets are equal values.
///
/// - Source: Almeida, Shoker & Baquero, Delta State Replicated Data Types, JPDC 111, 2018, §7.2.
public struct DotContext: Hashable, Sendable {
  /// For each replica the length of the run of dots that starts at 1.
  public private(set) var vector = VersionVector()
  /// Dots behind a gap.
  public private(set) var beyond: Set<Dot> = []

  /// No dot.
  public init() {}

  /// These dots.
  public init(_ dots: some Sequence<Dot>) {
    beyond = Set(dots)
    foldIn()
  }

  /// Whether the dot is among those seen.
  public func contains(_ dot: Dot) -> Bool { vector.contains(dot) || beyond.contains(dot) }

  /// The dot of the next event of `replica`; unique if that replica alone asks and sees its own.
  public func next(of replica: NodeID) -> Dot {
    let last = beyond.reduce(vector[replica]) { last, dot in
      dot.replica == replica ? max(last, dot.counter) : last
    }
    return Dot(replica: replica, counter: last + 1)
  }

  /// Adds a dot.
  public mutating func insert(_ dot: Dot) {
    if vector.contains(dot) { return }
    beyond.insert(dot)
    foldIn()
  }

  /// Bytes on the wire: 16 for each replica and each dot beyond.
  public var metadataBytes: Int { vector.metadataBytes + Dot.metadataBytes * beyond.count }

  private mutating func foldIn() {
    guard !beyond.isEmpty else { return }
    for dot in beyond.sorted() {
      let known = vector[dot.replica]
      if dot.counter == known + 1 { vector[dot.replica] = dot.counter }
      if dot.counter <= known + 1 { beyond.remove(dot) }
    }
  }
}

extension DotContext: ConvergentState {
  /// The union.
  public mutating func merge(_ other: DotContext) {
    vector.merge(other.vector)
    beyond.formUnion(other.beyond)
    foldIn()
  }

  /// Whether this is a subset.
  public func isAtMost(_ other: DotContext) -> Bool {
    // A run is covered by the other's run, or by it together with dots beyond.
    vector.entries.allSatisfy { run in
      let covered = other.vector[run.replica]
      return covered >= run.counter
        || (covered + 1...run.counter).allSatisfy {
          other.beyond.contains(Dot(replica: run.replica, counter: $0))
        }
    } && beyond.allSatisfy(other.contains)
  }
}
