import Consistency

/// The consistency models that recorded histories can be held against.
public struct CheckedConsistency: Sendable, Hashable {
  enum Kind: Hashable {
    case linearizable, sequential
    case causal(CausalConsistency)
    case session(SessionGuarantee)
    case transactional(ConsistencyModel)
  }

  /// The name, as users write it.
  public let id: String
  let kind: Kind

  private init(_ id: String, _ kind: Kind) {
    self.id = id
    self.kind = kind
  }

  /// The model of a name, if histories of this kind can decide it.
  public init?(_ id: String, for model: RecordedModel) {
    let wanted = Self.synonyms[id] ?? id
    guard let found = Self.all(for: model).first(where: { $0.id == wanted }) else { return nil }
    self = found
  }

  /// What is checked when no model is named: linearizable, or for transactions
  /// strict-serializable.
  public static func standard(for model: RecordedModel) -> CheckedConsistency {
    all(for: model)[0]
  }

  /// The models that histories of a kind can decide, strong ones first.
  public static func all(for model: RecordedModel) -> [CheckedConsistency] {
    switch model {
    case .listAppend:
      ForbiddenAnomalies.models.map { CheckedConsistency($0.id, .transactional($0)) }
    case .keyValue:
      [
        CheckedConsistency("linearizable", .linearizable),
        CheckedConsistency("sequential", .sequential),
      ]
    case .register, .casRegister:
      [
        CheckedConsistency("linearizable", .linearizable),
        CheckedConsistency("sequential", .sequential),
        CheckedConsistency("causal-plus", .causal(.convergence)),
      ] + CausalConsistency.allCases.map { CheckedConsistency($0.rawValue, .causal($0)) }
        + SessionGuarantee.allCases.map { CheckedConsistency($0.rawValue, .session($0)) }
    }
  }

  private static let synonyms: [String: String] = [
    "linearizability": "linearizable", "strict-serializability": "strict-serializable",
    "serializability": "serializable", "sequential-consistency": "sequential",
    "causal-consistency": "causal", "si": "snapshot-isolation",
    "psi": "parallel-snapshot-isolation", "strong-serializable": "strict-serializable",
    "strong-session-si": "strong-session-snapshot-isolation",
    "strong-si": "strong-snapshot-isolation", "ryw": "read-your-writes",
  ]
}
