extension Analysis {
  /// Conflicts that rules tell of, without those that the computed clashes decide: a clash of latency
  /// and consistency is one of the topology, and is told once, with its numbers, or is none.
  public var ruleConflicts: [Conflict] {
    conflicts.filter { conflict in
      let fields = conflict.requirements.compactMap {
        $0.split(separator: ".").last.map(String.init)
      }
      guard fields.allSatisfy(Self.decided.contains) else {
        return !clashes.contains { clash in
          clash.subject == findings[conflict.finding].subject.name
            && Set(fields).isSubset(of: clash.requirements)
        }
      }
      return false
    }
  }

  private static let decided: Set<String> = ["latency", "consistency"]
}
