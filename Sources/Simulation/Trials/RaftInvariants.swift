public import Algorithms

/// The five safety properties of Raft (Ongaro and Ousterhout 2014, figure 3), looked at after each
/// step, and that equal logs have led to equal states.
public struct RaftInvariants: StepObserver {
  /// What was seen of a node at its last step.
  private struct Seen: Sendable {
    var term = 0
    var isLeader = false
    var last = LogPosition.start
    var applied = 0
  }

  private var seen: [Seen]
  private var leaders: [Int: NodeID] = [:]
  /// The terms of committed entries by index.
  private var committed: [Int: RaftEntry] = [:]
  /// The term in which each was seen committed first. A leader of an older term, elected after it by
  /// the clock of the run, may lack the entry.
  private var committedIn: [Int: Int] = [:]
  private var lastCommitted = 0
  private var states: [Int: KeyValueStore] = [:]

  /// For a run of so many nodes.
  public init(nodes: Int) { seen = Array(repeating: Seen(), count: nodes) }

  /// Looks at the node that made a step.
  public mutating func observe(
    node: NodeID, of simulator: borrowing Simulator<Raft>
  ) -> String? {
    let raft = simulator.processes[node]
    defer {
      seen[node] = Seen(
        term: raft.term, isLeader: raft.role == .leader, last: raft.log.last,
        applied: raft.applied)
    }
    return electionSafety(raft) ?? leaderAppendOnly(raft)
      ?? logMatching(raft, simulator.processes) ?? stateMachineSafety(raft)
      ?? leaderCompleteness(raft)
  }

  private mutating func electionSafety(_ raft: Raft) -> String? {
    guard raft.role == .leader else { return nil }
    let leader = leaders[raft.term, default: raft.id]
    leaders[raft.term] = leader
    guard leader != raft.id else { return nil }
    return "election safety: nodes \(leader) and \(raft.id) lead in term \(raft.term)"
  }

  private func leaderAppendOnly(_ raft: Raft) -> String? {
    let before = seen[raft.id]
    guard before.isLeader, raft.role == .leader, before.term == raft.term,
      before.last.index >= raft.log.base.index,
      raft.log.term(at: before.last.index) != before.last.term
    else { return nil }
    return "leader append-only: node \(raft.id) changed its log at \(before.last.index)"
  }

  /// By induction over entries: those that are new here are the same elsewhere, and so are those
  /// before them.
  private func logMatching(_ raft: Raft, _ all: [Raft]) -> String? {
    guard raft.log.last != seen[raft.id].last else { return nil }
    let first = max(raft.log.base.index + 1, min(seen[raft.id].last.index, raft.log.lastIndex))
    guard first <= raft.log.lastIndex else { return nil }
    for index in first...raft.log.lastIndex {
      for other in all where other.id != raft.id {
        guard let mine = raft.log[index], let its = other.log[index], mine.term == its.term else {
          continue
        }
        let before = (raft.log.term(at: index - 1), other.log.term(at: index - 1))
        if mine != its || before.0 != nil && before.1 != nil && before.0 != before.1 {
          return "log matching: nodes \(raft.id) and \(other.id) part at or before \(index)"
        }
      }
    }
    return nil
  }

  private mutating func stateMachineSafety(_ raft: Raft) -> String? {
    let before = min(seen[raft.id].applied, raft.applied)
    for index in before..<raft.applied {
      guard let entry = raft.log[index + 1] else { continue }
      if let other = committed[index + 1], other != entry {
        return "state machine safety: node \(raft.id) applied another entry at \(index + 1)"
      }
      if committed[index + 1] == nil { committedIn[index + 1] = raft.term }
      committed[index + 1] = entry
      lastCommitted = max(lastCommitted, index + 1)
    }
    if let entry = committed[raft.commit], raft.log.base.index < raft.commit,
      raft.log[raft.commit] != entry
    {
      return "state machine safety: node \(raft.id) lost the committed entry \(raft.commit)"
    }
    guard raft.applied != seen[raft.id].applied else { return nil }
    if let other = states[raft.applied], other != raft.store {
      return "state machine safety: node \(raft.id) differs in its state after \(raft.applied)"
    }
    states[raft.applied] = raft.store
    return nil
  }

  private func leaderCompleteness(_ raft: Raft) -> String? {
    let isNew = raft.role == .leader && !(seen[raft.id].isLeader && seen[raft.id].term == raft.term)
    guard isNew, lastCommitted > raft.log.base.index else { return nil }
    for index in raft.log.base.index + 1...lastCommitted {
      guard let entry = committed[index], let term = committedIn[index], term < raft.term else {
        continue
      }
      if raft.log[index] != entry {
        return "leader completeness: node \(raft.id) leads in term \(raft.term) without \(index)"
      }
    }
    return nil
  }
}
