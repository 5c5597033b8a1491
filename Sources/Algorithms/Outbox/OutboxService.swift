/// The service: its store, the outbox in it, and the relay.
public struct OutboxService: Sendable {
  private let policy: OutboxNode.Policy
  private var log: OutboxNode.Disk
  /// Rows of transactions under way.
  private var open: [OutboxNode.EventID: OutboxNode.Row] = [:]
  private var lastNumber: Int
  /// Dual writes that the broker has not confirmed; lost in a crash, as they are in life.
  private var unconfirmed: [OutboxNode.EventID] = []
  private var isTicking = false

  init(policy: OutboxNode.Policy, disk: OutboxNode.Disk) {
    self.policy = policy
    log = disk
    lastNumber = disk.rows.map(\.number).max() ?? 0
  }

  mutating func step(_ input: Input<OutboxNode>, effects: inout Effects<OutboxNode>) {
    switch input {
    case .start: break
    case .request(let duration, let event):
      guard open[event] == nil, !log.rows.contains(where: { $0.event == event }) else { return }
      lastNumber += 1
      open[event] = OutboxNode.Row(event: event, number: lastNumber)
      if case .dualWriteEventFirst = policy.publishing { publishUnkept(event, &effects) }
      effects.setTimer(.commit(event), after: max(0, duration))
    case .timer(.commit(let event)): commit(event, &effects)
    case .timer(.round):
      isTicking = false
      relay(&effects)
    case .message(.published(let event), _): confirm(event, &effects)
    case .message: break
    }
    if !isTicking && (!unconfirmed.isEmpty || policy.publishing.hasOutbox && nextRow != nil) {
      isTicking = true
      effects.setTimer(.round, after: policy.interval)
    }
  }

  /// Row and event in one record: one local transaction.
  private mutating func commit(
    _ event: OutboxNode.EventID, _ effects: inout Effects<OutboxNode>
  ) {
    guard let row = open.removeValue(forKey: event) else { return }
    record(.row(row), &effects)
    effects.sync()
    effects.respond(.committed, to: event)
    if case .dualWrite = policy.publishing { publishUnkept(event, &effects) }
  }

  // MARK: Relay

  /// The barrier keeps back rows whose commit is on its way to disk still: like a reader of the
  /// store, the relay sees what is committed.
  private mutating func relay(_ effects: inout Effects<OutboxNode>) {
    if policy.publishing.hasOutbox { effects.sync() }
    for event in unconfirmed { effects.send(.publish(event), to: 1) }
    switch policy.publishing {
    case .polling:
      for row in unmarked { effects.send(.publish(row.event), to: 1) }
    case .pollingMarkedFirst:
      for row in unmarked {
        record(.marked(row.event), &effects)
        effects.sync()
        effects.send(.publish(row.event), to: 1)
      }
    case .pollingByNumber, .logTailing:
      if let nextRow { effects.send(.publish(nextRow.event), to: 1) }
    case .dualWrite, .dualWriteEventFirst: break
    }
  }

  /// A batch of rows not marked, in the order of commits.
  private var unmarked: ArraySlice<OutboxNode.Row> {
    log.rows.lazy.filter { !log.marked.contains($0.event) }.prefix(policy.batch)[...]
  }

  /// The next row to publish; none if all are.
  private var nextRow: OutboxNode.Row? {
    switch policy.publishing {
    case .logTailing: log.relayed < log.rows.count ? log.rows[log.relayed] : nil
    case .pollingByNumber:
      log.rows.filter { $0.number > log.relayed }.min { $0.number < $1.number }
    default: log.rows.first { !log.marked.contains($0.event) }
    }
  }

  /// The broker has the event.
  private mutating func confirm(
    _ event: OutboxNode.EventID, _ effects: inout Effects<OutboxNode>
  ) {
    unconfirmed.removeAll { $0 == event }
    switch policy.publishing {
    case .polling:
      if !log.marked.contains(event) { record(.marked(event), &effects) }
    case .logTailing:
      if nextRow?.event == event { record(.relayed(log.relayed + 1), &effects) }
    case .pollingByNumber:
      if let row = nextRow, row.event == event { record(.relayed(row.number), &effects) }
    case .pollingMarkedFirst, .dualWrite, .dualWriteEventFirst: return
    }
  }

  private mutating func publishUnkept(
    _ event: OutboxNode.EventID, _ effects: inout Effects<OutboxNode>
  ) {
    unconfirmed.append(event)
    effects.send(.publish(event), to: 1)
  }

  private mutating func record(
    _ record: OutboxNode.Record, _ effects: inout Effects<OutboxNode>
  ) {
    OutboxNode.write(record, to: &log)
    effects.persist(record)
  }
}
