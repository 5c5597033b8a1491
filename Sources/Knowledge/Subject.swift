/// What a rule speaks about; each kind binds the variable of its name in the rule's expressions.
public enum SubjectKind: String, Sendable, CaseIterable {
  case system, operation, data, store, service, coordination
  case failureDetection = "failure_detection"
  case change, automation
}

/// The four layers of an analysis; a rule reads only what stands above its own.
public enum Stratum: Int, Sendable, CaseIterable, Comparable {
  case products, requirements, decisions, findings

  /// Upper strata first.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
