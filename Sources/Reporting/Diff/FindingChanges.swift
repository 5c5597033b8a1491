import Knowledge

/// How the findings of two designs differ.
struct FindingChanges {
  /// A finding of both whose severity or acceptance differs.
  struct Change {
    let old: RecordedFinding
    let new: RecordedFinding
  }

  let new: [RecordedFinding]
  let gone: [RecordedFinding]
  let changed: [Change]

  /// Each finding of one design stands for one of the other, by fingerprint.
  init(_ old: [RecordedFinding], _ new: [RecordedFinding]) {
    var free: [String: [Int]] = [:]
    for index in old.indices.reversed() { free[old[index].fingerprint, default: []].append(index) }
    var isMatched = [Bool](repeating: false, count: old.count)
    var added: [RecordedFinding] = []
    var changed: [Change] = []
    for finding in new {
      guard let index = free[finding.fingerprint]?.popLast() else {
        added.append(finding)
        continue
      }
      isMatched[index] = true
      let was = old[index]
      if was.severity != finding.severity || was.isAccepted != finding.isAccepted {
        changed.append(Change(old: was, new: finding))
      }
    }
    self.new = added
    self.changed = changed
    gone = old.indices.filter { !isMatched[$0] }.map { old[$0] }
  }

  var isEmpty: Bool { new.isEmpty && gone.isEmpty && changed.isEmpty }
}
