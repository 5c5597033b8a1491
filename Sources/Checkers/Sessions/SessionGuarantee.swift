/// The four guarantees that a session has about its own past.
///
/// A history of registers shows the answers, not the order of the versions. Versions count as
/// ordered only where that is certain: the initial one comes first, a compare-and-set's new value
/// after its old one, and the writes of one session in the order in which it made them.
///
/// What the last two promise is about writes; a reader sees it broken only by looking twice. So
/// they count as violated when a reader sees the later write and after that not yet the earlier
/// one; that its own reads have gone back instead cannot be told from a history.
/// - Source: Terry et al., Session guarantees for weakly consistent replicated data, PDIS 1994.
public enum SessionGuarantee: String, Sendable, CaseIterable {
  case readYourWrites = "read-your-writes"
  case monotonicReads = "monotonic-reads"
  case monotonicWrites = "monotonic-writes"
  case writesFollowReads = "writes-follow-reads"

  /// Looks for a session that was not given the guarantee.
  ///
  /// - Complexity: O(steps × sessions) and what the order of versions costs.
  public func check<Value: Hashable & Sendable>(
    _ history: SessionHistory<Value>
  ) -> Verdict<SessionFinding> {
    if let step = history.steps.first(where: { $0.source == .nowhere }) {
      return .undecided(
        "operation \(step.operation + 1) returned a value that nobody wrote: no guarantee of "
          + "sessions speaks of that")
    }
    let finding =
      switch self {
      case .readYourWrites: history.missedOwnWrite()
      case .monotonicReads: history.backwardRead()
      case .monotonicWrites: history.reorderedWrite(isAfterRead: false)
      case .writesFollowReads: history.reorderedWrite(isAfterRead: true)
      }
    return finding.map { .violation($0) } ?? .holds
  }
}

extension SessionHistory {
  /// Whether a version is certainly older than what a step wrote.
  ///
  /// - Complexity: O(versions of the key) at worst.
  private func isOlder(_ source: Source, than write: Int, _ newer: [[Int]]) -> Bool {
    switch source {
    case .initial: return true
    case .nowhere: return false
    case .step(let start):
      if start == write { return false }
      var seen: Set<Int> = [start]
      var queue = [start]
      while let version = queue.popLast() {
        for next in newer[version] where seen.insert(next).inserted {
          if next == write { return true }
          queue.append(next)
        }
      }
      return false
    }
  }

  /// For each write those that are certainly the next newer versions of its key.
  private func newerVersions() -> [[Int]] {
    var newer: [[Int]] = Array(repeating: [], count: steps.count)
    for session in sessions {
      var last: [Int: Int] = [:]
      for step in session where steps[step].isWrite {
        if let previous = last[steps[step].key] { newer[previous].append(step) }
        if steps[step].isAnswered { last[steps[step].key] = step }
      }
    }
    for (index, step) in steps.enumerated() where step.isWrite {
      if case .step(let old)? = step.source, old != index { newer[old].append(index) }
    }
    return newer
  }

  fileprivate func missedOwnWrite() -> SessionFinding? {
    let newer = newerVersions()
    for session in sessions {
      var own: [Int: Int] = [:]
      for step in session where steps[step].isAnswered {
        let key = steps[step].key
        if let source = steps[step].source, let write = own[key],
          isOlder(source, than: write, newer)
        {
          return finding(
            SessionGuarantee.readYourWrites.rawValue, [write, step],
            ["One session did {0}; after that its {1} returned an older value."])
        }
        if steps[step].isWrite { own[key] = step }
      }
    }
    return nil
  }

  fileprivate func backwardRead() -> SessionFinding? {
    let newer = newerVersions()
    for session in sessions {
      var reads: [Int: [Int]] = [:]
      for step in session {
        guard let source = steps[step].source else { continue }
        for earlier in (reads[steps[step].key] ?? []).reversed() {
          guard case .step(let write)? = steps[earlier].source, .step(write) != source else {
            continue
          }
          let isBack = isOlder(source, than: write, newer)
          let first = (reads[steps[step].key] ?? []).first { steps[$0].source == source }
          if isBack {
            return finding(
              SessionGuarantee.monotonicReads.rawValue, [write, earlier, step],
              [
                "{1} returned what {0} wrote; after that {2} of the same session returned an older "
                  + "value."
              ])
          }
          if let first, first < earlier {
            return finding(
              SessionGuarantee.monotonicReads.rawValue, [first, earlier, step],
              ["{0}, {1} and {2} of one session returned a value, another, and the first again."])
          }
        }
        reads[steps[step].key, default: []].append(step)
      }
    }
    return nil
  }

  /// - Parameter isAfterRead: Whether what must be seen is what the writer had read before its
  ///   write (writes follow reads), else what it had written (monotonic writes).
  fileprivate func reorderedWrite(isAfterRead: Bool) -> SessionFinding? {
    let newer = newerVersions()
    let pattern: SessionGuarantee = isAfterRead ? .writesFollowReads : .monotonicWrites
    for (reader, session) in sessions.enumerated() {
      // The latest write of each other session that this one has seen, and where.
      var seen: [Int: (write: Int, read: Int)] = [:]
      for step in session {
        guard let source = steps[step].source else { continue }
        for writer in seen.keys.sorted() {
          guard let (later, read) = seen[writer],
            let (write, evidence) = lastKnown(
              steps[step].key, before: later, of: writer, isRead: isAfterRead),
            write != later || isAfterRead, isOlder(source, than: write, newer)
          else { continue }
          return isAfterRead
            ? finding(
              pattern.rawValue, [write, evidence, later, read, step],
              [
                "One session read what {0} wrote ({1}), then did {2}.",
                "{3} returned what {2} wrote; after that {4} of the same reader returned a value "
                  + "older than {0}.",
              ])
            : finding(
              pattern.rawValue, [write, later, read, step],
              [
                "One session did {0}, then {1}.",
                "{2} returned what {1} wrote; after that {3} of the same reader returned a value "
                  + "older than {0}.",
              ])
        }
        if case .step(let write) = source, steps[write].session != reader,
          write > seen[steps[write].session]?.write ?? -1
        {
          seen[steps[write].session] = (write, step)
        }
      }
    }
    return nil
  }

  /// The last version of a key that a session wrote or read before its step `later`, and the step
  /// that wrote or read it.
  private func lastKnown(
    _ key: Int, before later: Int, of session: Int, isRead: Bool
  ) -> (write: Int, evidence: Int)? {
    for step in sessions[session].reversed() where step < later || step == later && isRead {
      guard steps[step].key == key, steps[step].isAnswered else { continue }
      if !isRead, steps[step].isWrite { return (step, step) }
      if isRead, case .step(let write)? = steps[step].source { return (write, step) }
    }
    return nil
  }
}
