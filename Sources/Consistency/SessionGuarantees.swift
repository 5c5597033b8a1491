/// What a client sees of its own reads and writes: a dimension of its own beside the models.
///
/// - Source: Terry et al., Session Guarantees for Weakly Consistent Replicated Data, PDIS 1994.
public struct SessionGuarantees: OptionSet, Sendable, Hashable {
  /// One bit each, in the order of `models`.
  public let rawValue: UInt8

  /// The guarantees with these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Own earlier writes are seen.
  public static let readYourWrites = SessionGuarantees(rawValue: 1)
  /// Reads never go back.
  public static let monotonicReads = SessionGuarantees(rawValue: 2)
  /// Own writes are applied everywhere in order.
  public static let monotonicWrites = SessionGuarantees(rawValue: 4)
  /// A write is ordered after the writes its session had read.
  public static let writesFollowReads = SessionGuarantees(rawValue: 8)

  /// All four. They are what `causal` implies; the converse is stated in the literature
  /// (Brzezinski et al. 2004) but rests on its formulation, so it is not used to prove anything.
  public static let all: SessionGuarantees = [
    .readYourWrites, .monotonicReads, .monotonicWrites, .writesFollowReads,
  ]

  private static let pairs: [(SessionGuarantees, ConsistencyModel)] = [
    (.readYourWrites, .readYourWrites), (.monotonicReads, .monotonicReads),
    (.monotonicWrites, .monotonicWrites), (.writesFollowReads, .writesFollowReads),
  ]

  /// The guarantee with this model id, such as `read-your-writes`; `nil` for any other id.
  public init?(_ id: String) {
    guard let pair = Self.pairs.first(where: { $0.1.id == id }) else { return nil }
    self = pair.0
  }

  /// The guarantees that come with a set of models.
  public init(impliedBy set: ModelSet) {
    self = Self.pairs.reduce(into: []) { if set.implies($1.1) { $0.insert($1.0) } }
  }

  /// The models of the same names, in a fixed order.
  public var models: [ConsistencyModel] {
    Self.pairs.filter { contains($0.0) }.map(\.1)
  }
}
