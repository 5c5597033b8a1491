/// Models that hold together: what an operation needs, or what a store gives.
///
/// The set holds all that its members imply and shows only the strongest (an antichain). Sets form
/// a lattice even where single models do not: the join of `serializable` and `linearizable` is the
/// set of both, which is less than `strict-serializable`.
///
/// No converse that the literature leaves in doubt is used: the four session guarantees together
/// do not count as causal.
public struct ModelSet: Sendable, Hashable {
  /// Everything implied, a down-closed set.
  let bits: ModelBits
  /// The bound on staleness; `nil` when reads are not bounded at all.
  public let staleness: StalenessBound?

  /// The conjunction of models.
  ///
  /// - Parameter staleness: The bound meant by `boundedStaleness`. It adds that model when it is
  ///   not among `models`; without it `boundedStaleness` has an unstated bound.
  public init(_ models: some Sequence<ConsistencyModel>, staleness: StalenessBound? = nil) {
    self.init(bits: models.reduce(0) { $0 | $1.impliedModels }, staleness: staleness)
  }

  private init(bits: ModelBits, staleness: StalenessBound?) {
    var bits = bits
    if bits & ConsistencyModel.linearizable.bit != 0 {
      self.staleness = .fresh
    } else if bits & ConsistencyModel.boundedStaleness.bit != 0 {
      self.staleness = staleness ?? .unstated
    } else {
      self.staleness = staleness
    }
    if let bound = self.staleness {
      bits |= ConsistencyModel.boundedStaleness.impliedModels
      if bound.convergesInTheEnd { bits |= ConsistencyModel.eventual.impliedModels }
    }
    self.bits = bits
  }

  /// No guarantee at all; implied by every set.
  public static let none = ModelSet([])

  /// The strongest members, none of which implies another, in the order of `ConsistencyModel.all`.
  public var models: [ConsistencyModel] { ConsistencyModel.maximal(in: bits) }

  /// Every member, the implied ones included.
  public var impliedModels: [ConsistencyModel] { ConsistencyModel.models(in: bits) }

  /// Whether nothing is guaranteed.
  public var isEmpty: Bool { bits == 0 }

  /// Whether some member implies `model` (with any bound, if it is `boundedStaleness`).
  public func implies(_ model: ConsistencyModel) -> Bool { bits & model.bit != 0 }

  /// Whether everything in `other` is implied, its bound on staleness included.
  public func implies(_ other: ModelSet) -> Bool {
    guard other.bits & ~bits == 0 else { return false }
    guard let needed = other.staleness else { return true }
    return staleness?.implies(needed) ?? false
  }

  /// The members of `other` that `self` does not imply, strongest first as in `models`.
  public func missing(from other: ModelSet) -> [ConsistencyModel] {
    var missing = other.models.filter { !implies($0) }
    if let needed = other.staleness, !(staleness?.implies(needed) ?? false),
      !missing.contains(where: { $0.implies(.boundedStaleness) })
    {
      missing.append(.boundedStaleness)
    }
    return missing
  }

  /// What holds when both sets hold.
  public func join(_ other: ModelSet) -> ModelSet {
    let bound =
      if let staleness, let otherBound = other.staleness {
        staleness.tightened(by: otherBound)
      } else {
        staleness ?? other.staleness
      }
    return ModelSet(bits: bits | other.bits, staleness: bound)
  }

  /// What two providers have in common: the strongest guarantees that both give.
  public func meet(_ other: ModelSet) -> ModelSet {
    let bound: StalenessBound? =
      if let staleness, let otherBound = other.staleness {
        staleness.loosened(to: otherBound)
      } else {
        nil
      }
    return ModelSet(bits: bits & other.bits, staleness: bound)
  }

  /// The weakest single models of the catalogue that imply all of `set`: one, several or none.
  public static func minimalModels(implyingAll set: ModelSet) -> [ConsistencyModel] {
    let candidates = ConsistencyModel.all.filter { ModelSet([$0]).implies(set) }
    return candidates.filter { model in
      !candidates.contains { $0 != model && model.implies($0) }
    }
  }

  /// The worst class among the members; `total` for no guarantee.
  public var availability: Availability {
    models.map(\.availability).max() ?? .total
  }
}
