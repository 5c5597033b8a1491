extension ModelSet {
  /// Whether a member rules the anomaly out.
  public func prevents(_ anomaly: Anomaly) -> Bool {
    impliedModels.contains { $0.forbids.contains(anomaly) }
  }

  /// Whether the anomaly is known to remain possible.
  ///
  /// Not the negation of `prevents`: for some pairs (a session anomaly under a transactional model
  /// that has its own word for it) the literature gives no answer, and both are false.
  public func allows(_ anomaly: Anomaly) -> Bool {
    !prevents(anomaly) && !impliedModels.contains { $0.entry.undecided.contains(anomaly) }
  }

  /// The anomalies that `required` forbids and `self`, being provided, is known to allow.
  ///
  /// Those that members missing from `self` forbid themselves come first, then those that come
  /// with what they imply: the first one explains the gap.
  public func anomaliesAllowed(notBy required: ModelSet) -> [Anomaly] {
    let missing = missing(from: required)
    let direct = missing.flatMap(\.forbids)
    let implied = required.impliedModels.filter { !implies($0) }.flatMap(\.forbids)
    var seen: Set<Anomaly> = []
    var found = (direct + implied).filter { allows($0) && seen.insert($0).inserted }
    if missing.contains(.boundedStaleness), seen.insert(.staleBeyondBound).inserted {
      found.insert(.staleBeyondBound, at: 0)
    }
    return found
  }

  /// The anomaly that best explains why `self` does not give what `required` asks for.
  ///
  /// - Returns: `nil` when nothing is missing, or when no anomaly of the catalogue tells the two
  ///   apart.
  public func firstAnomalyAllowed(notBy required: ModelSet) -> Anomaly? {
    anomaliesAllowed(notBy: required).first
  }
}
