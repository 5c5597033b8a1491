import Consistency
import Expressions

/// What an operation's path gives, held against what the operation needs.
struct GuaranteeGap {
  let needs: Needs
  /// `nil`: some store's guarantees are not known.
  let provided: ModelSet?

  private var needed: ModelSet { ModelSet(needs.consistency + needs.session) }

  var providedIDs: [String]? { provided?.models.map(\.id) }

  var missingIDs: [String] { provided?.missing(from: needed).map(\.id) ?? [] }

  /// Strong models given that nothing needs: each costs waiting for other nodes.
  private var excess: [String] {
    guard let provided else { return [] }
    return provided.models.filter { $0.availability == .unavailable && !needed.implies($0) }.map(
      \.id)
  }

  /// The anomaly that best explains the gap, with a history of the operation's own names.
  func violation(of operation: OperationNode) -> Violation? {
    guard let anomaly = provided?.firstAnomalyAllowed(notBy: needed) else { return nil }
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
    guard let provided else {
      if needed.isEmpty {
        set("missing", .list([]))
        set("met", .bool(true))
        set("anomaly", .string(""))
      }
      return
    }
    set("provided", .texts(provided.models.map(\.id)))
    set("missing", .texts(missingIDs))
    set("met", .bool(missingIDs.isEmpty))
    set("anomaly", .string(provided.firstAnomalyAllowed(notBy: needed)?.id ?? ""))
    set("excess", .texts(excess))
  }
}
