public import Analysis
public import Benchmarks

/// What must not happen in a run, by what the description needs.
public enum RequiredChecks {
  /// - Parameter subject: What the run is about.
  public static func kinds(
    of subject: RunSubject, in analysis: Analysis
  ) -> Set<ProtocolFigures.HarmKind> {
    switch subject {
    case .store(_, let operation):
      let needs = operation.flatMap { name in
        analysis.operations.first { $0.subject.name == name }?.needs
      }
      var kinds: Set<ProtocolFigures.HarmKind> = []
      // Who says nothing of it does not want acknowledged writes lost either.
      if needs?.durability ?? true { kinds.insert(.lostWrites) }
      let models = needs?.consistency.map(\.id) ?? []
      if models.contains(where: { $0.contains("linearizable") || $0 == "strict-serializable" }) {
        kinds.formUnion([.staleReads, .notLinearizable])
      }
      return kinds
    case .steps: return [.halfDone]
    case .event: return [.lostEvents, .ghostEvents]
    case .coordination: return [.staleEffects]
    case .detection: return [.unnoticed]
    }
  }
}
