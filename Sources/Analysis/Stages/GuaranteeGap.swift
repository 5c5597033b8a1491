import Consistency
import Expressions

/// What an operation's path gives, held against what the operation needs.
struct GuaranteeGap {
  let needs: Needs
  /// `nil`: some store's guarantees are not known.
  let provided: ModelSet?
  let providedIDs: [String]?
  /// Ids of needed models that are not given.
  let missingIDs: [String]
  /// Ids of strong models given that nothing needs: each costs waiting for other nodes.
  private let excess: [String]
  /// The anomaly that best explains the gap.
  private let anomaly: Anomaly?
  private let needsNone: Bool

  init(needs: Needs, provided: ModelSet?) {
    let needed = ModelSet(needs.consistency + needs.session)
    self.needs = needs
    self.provided = provided
    needsNone = needed.isEmpty
    let models = provided?.models ?? []
    providedIDs = provided == nil ? nil : models.map(\.id)
    missingIDs = provided?.missing(from: needed).map(\.id) ?? []
    excess = models.filter { $0.availability == .unavailable && !needed.implies($0) }.map(\.id)
    // What implies all that is needed allows no anomaly that the needs rule out.
    anomaly =
      provided?.implies(needed) ?? true ? nil : provided?.firstAnomalyAllowed(notBy: needed)
  }

  /// The anomaly that best explains the gap, with a history of the operation's own names.
  func violation(of operation: OperationNode) -> Violation? {
    guard let anomaly else { return nil }
    return Violation(
      anomaly: anomaly.id, code: anomaly.code,
      history: AnomalyHistory(operation: operation).lines(anomaly))
  }

  func excessCosts(of operation: OperationNode, _ graph: Graph) -> [Excess] {
    guard !excess.isEmpty else { return [] }
    let floor = LatencyFloor(graph: graph)
    let waits = operation.stores.compactMap { floor.order($0, operation) }.max()
    // A copy that answers alone costs nothing more; what is waited for so that nothing is lost is
    // not waited for in vain.
    guard let waits, waits > .zero, !needs.durability else { return [] }
    return excess.map { Excess(model: $0, waits: waits) }
  }

  func fill(_ record: Record) {
    func set(_ field: String, _ value: Value) {
      record.values[record.type.index(of: field)!] = value
    }
    guard let providedIDs else {
      if needsNone {
        set("missing", .list([]))
        set("met", .bool(true))
        set("anomaly", .string(""))
      }
      return
    }
    set("provided", .texts(providedIDs))
    set("missing", .texts(missingIDs))
    set("met", .bool(missingIDs.isEmpty))
    set("anomaly", .string(anomaly?.id ?? ""))
    set("excess", .texts(excess))
  }
}
