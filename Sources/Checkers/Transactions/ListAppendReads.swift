/// What the reads of a history say: the order of each key's versions, and what is wrong with
/// single reads.
struct ListAppendReads {
  /// A read of what others had appended: a transaction's own appends are taken off its end.
  struct Read {
    var transaction: Int
    var key: Int
    var elements: [Int]
  }

  /// Who appended an element.
  struct Append {
    var transaction: Int
    /// Whether the same transaction appended to the key again.
    var isIntermediate: Bool
  }

  /// A key and an element of its list.
  struct Place: Hashable {
    var key: Int
    var element: Int
  }

  let history: ListAppendHistory
  private(set) var reads: [Read] = []
  private(set) var appends: [Place: Append] = [:]
  private(set) var appendedTwice: (key: Int, element: Int)?
  /// The longest list that was read of each key, in the order of the keys; keys whose reads
  /// contradict each other are left out.
  private(set) var versions: [(key: Int, elements: [Int])] = []
  /// Committed appends that no read shows, for each key of `versions`.
  private(set) var unseen: [Int: [Place]] = [:]
  private(set) var findings: [ListAppendFinding] = []

  init(_ history: ListAppendHistory) {
    self.history = history
    collectAppends()
    for index in history.transactions.indices
    where history.transactions[index].outcome == .committed {
      collectReads(index)
    }
    for read in reads { examine(read) }
    orderVersions()
    var known: Set<ListAppendAnomaly> = []
    findings = findings.filter { known.insert($0.anomaly).inserted }
  }

  private mutating func collectAppends() {
    for (index, transaction) in history.transactions.enumerated() {
      var last: [Int: Place] = [:]
      for case .append(let key, let element) in transaction.steps {
        let place = Place(key: key, element: element)
        if appends[place] != nil, appendedTwice == nil { appendedTwice = (key, element) }
        if let earlier = last[key] { appends[earlier]?.isIntermediate = true }
        appends[place] = Append(transaction: index, isIntermediate: false)
        last[key] = place
      }
    }
  }

  /// Takes the reads of a transaction and checks them against its own steps.
  private mutating func collectReads(_ index: Int) {
    var own: [Int: [Int]] = [:]
    var seen: [Int: [Int]] = [:]
    for step in history.transactions[index].steps {
      switch step {
      case .append(let key, let element): own[key, default: []].append(element)
      case .read(let key, let elements?):
        let mine = own[key] ?? []
        guard elements.count >= mine.count, elements.suffix(mine.count).elementsEqual(mine) else {
          add(
            .internal,
            [
              "{0} read \(name(key, elements)), although it had itself appended "
                + "\(history.name(ofList: mine)) before."
            ], [index])
          continue
        }
        let others = Array(elements.dropLast(mine.count))
        if let earlier = seen[key], earlier != others {
          add(
            .internal,
            [
              "{0} read \(name(key, earlier)) and later \(name(key, elements)), which differ by "
                + "more than its own appends."
            ], [index])
        }
        seen[key] = others
        reads.append(Read(transaction: index, key: key, elements: others))
      case .read(_, nil): break
      }
    }
  }

  private mutating func examine(_ read: Read) {
    let shown = name(read.key, read.elements)
    var known: Set<Int> = []
    for element in read.elements {
      let said = history.name(ofElement: element)
      if !known.insert(element).inserted {
        add(.duplicateElements, ["{0} read \(shown), which has \(said) twice."], [read.transaction])
      }
      guard let append = appends[Place(key: read.key, element: element)] else {
        add(
          .unwrittenElement, ["{0} read \(shown), but nobody appended \(said)."],
          [read.transaction])
        continue
      }
      if history.transactions[append.transaction].outcome == .aborted {
        add(
          .g1a, ["{0} read \(shown), but {1}, which appended \(said), was aborted."],
          [read.transaction, append.transaction])
      }
    }
    if let last = read.elements.last,
      let append = appends[Place(key: read.key, element: last)], append.isIntermediate,
      append.transaction != read.transaction
    {
      add(
        .g1b,
        [
          "{0} read \(shown), an intermediate state: {1} appended to "
            + "\(history.name(ofKey: read.key)) again after \(history.name(ofElement: last))."
        ],
        [read.transaction, append.transaction])
    }
  }

  private mutating func orderVersions() {
    var longest: [Int: Read] = [:]
    for read in reads where read.elements.count > longest[read.key]?.elements.count ?? -1 {
      longest[read.key] = read
    }
    var contradicted: Set<Int> = []
    for read in reads {
      guard let whole = longest[read.key], !whole.elements.starts(with: read.elements) else {
        continue
      }
      contradicted.insert(read.key)
      add(
        .incompatibleOrder,
        [
          "{0} read \(name(read.key, read.elements)), {1} read \(name(read.key, whole.elements)): "
            + "neither continues the other."
        ], [read.transaction, whole.transaction])
    }
    var keys = Set(longest.keys)
    for place in appends.keys { keys.insert(place.key) }
    for key in keys.sorted() where !contradicted.contains(key) {
      let elements = longest[key]?.elements ?? []
      versions.append((key, Set(elements).count == elements.count ? elements : []))
    }
    let ordered = Set(versions.map(\.key))
    var seen: Set<Place> = []
    for (key, elements) in versions {
      for element in elements { seen.insert(Place(key: key, element: element)) }
    }
    for (place, append) in appends where ordered.contains(place.key) && !seen.contains(place) {
      if history.transactions[append.transaction].outcome == .committed {
        unseen[place.key, default: []].append(place)
      }
    }
    for key in unseen.keys {
      unseen[key]?.sort { left, right in
        let first = appends[left]?.transaction ?? 0
        let second = appends[right]?.transaction ?? 0
        return (first, left.element) < (second, right.element)
      }
    }
  }

  /// Two committed transactions that read one version of a key and then both appended to it.
  func lostUpdate() -> ListAppendFinding? {
    struct Base: Hashable {
      var key: Int
      var last: Int?
    }
    var updates: [Base: Int] = [:]
    for (index, transaction) in history.transactions.enumerated()
    where transaction.outcome == .committed {
      var bases: [Int: Base] = [:]
      var updated: Set<Int> = []
      for step in transaction.steps {
        switch step {
        case .read(let key, let elements?) where bases[key] == nil && !updated.contains(key):
          bases[key] = Base(key: key, last: elements.last)
        case .append(let key, _):
          guard updated.insert(key).inserted, let base = bases[key] else { continue }
          if let other = updates[base] {
            let read =
              history.transactions[other].steps.compactMap { step -> [Int]? in
                if case .read(key, let elements?) = step { elements } else { nil }
              }.first ?? []
            return ListAppendFinding(
              anomaly: .lostUpdate, order: .data, shape: "",
              explanation: [
                "{0} and {1} both read \(name(key, read)) and then appended to it: one did not "
                  + "see the other."
              ], transactions: [other, index])
          }
          updates[base] = index
        default: break
        }
      }
    }
    return nil
  }

  private mutating func add(
    _ anomaly: ListAppendAnomaly, _ explanation: [String], _ transactions: [Int]
  ) {
    findings.append(
      ListAppendFinding(
        anomaly: anomaly, order: .data, shape: "", explanation: explanation,
        transactions: transactions))
  }

  private func name(_ key: Int, _ elements: [Int]) -> String {
    "\(history.name(ofKey: key)) = \(history.name(ofList: elements))"
  }
}
