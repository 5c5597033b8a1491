public import Consistency

/// Whether transactions over lists kept an isolation level.
public enum ListAppend {
  /// Looks for every kind of anomaly that the model forbids.
  ///
  /// Nothing is inferred that the history does not show: versions are ordered by the reads, a
  /// committed append that no read shows comes after all that reads show, and of transactions
  /// without answer only what others saw counts. Keys whose reads contradict each other order
  /// nothing.
  ///
  /// - Returns: One finding of each kind that was found, the worst first; `undecided` when the
  ///   model is not one that these histories decide, when an element was appended twice to one key
  ///   or when a limit was reached.
  /// - Complexity: O(n log n) for histories without cycles.
  public static func check(
    _ history: ListAppendHistory, against model: ConsistencyModel,
    limits: CheckLimits = CheckLimits()
  ) -> Verdict<[ListAppendFinding]> {
    var analysis = Analysis(history, limits)
    return analysis.verdict(model)
  }

  /// The models of those that these histories decide which are not ruled out, strongest only.
  public static func modelsNotRuledOut(
    by history: ListAppendHistory, limits: CheckLimits = CheckLimits()
  ) -> [ConsistencyModel] {
    var analysis = Analysis(history, limits)
    let holding = ForbiddenAnomalies.models.filter { analysis.verdict($0).isHolding }
    return ModelSet(holding).models.filter { holding.contains($0) }
  }
}

/// What a history shows, found once for all models.
private struct Analysis {
  private let history: ListAppendHistory
  private let reads: ListAppendReads
  private var search: CycleSearch
  private var cycles: [OrderOfTransactions: [ListAppendFinding]] = [:]

  init(_ history: ListAppendHistory, _ limits: CheckLimits) {
    self.history = history
    reads = ListAppendReads(history)
    search = CycleSearch(DependencyGraph(reads), limits: limits)
  }

  mutating func verdict(_ model: ConsistencyModel) -> Verdict<[ListAppendFinding]> {
    guard let forbidden = ForbiddenAnomalies(model) else {
      return .undecided("histories of list appends do not decide \(model.id)")
    }
    if let (key, element) = reads.appendedTwice {
      return .undecided(
        "\(history.name(ofElement: element)) was appended more than once to "
          + "\(history.name(ofKey: key)), so its versions cannot be told apart")
    }
    var findings = reads.findings.filter { forbidden.anomalies.contains($0.anomaly) }
    if forbidden.anomalies.contains(.lostUpdate), let lost = reads.lostUpdate() {
      findings.append(lost)
    }
    for order in OrderOfTransactions.allCases where order <= forbidden.order {
      let found = cycles[order] ?? search.cycles(in: order)
      cycles[order] = found
      findings += Self.told(found.filter { forbidden.anomalies.contains($0.anomaly) })
      // What the data alone shows needs no other order to show it again.
      if !findings.isEmpty { return .violation(findings) }
    }
    return search.limit.map { .undecided($0.words) } ?? .holds
  }

  /// Of the names for one cycle, the best known one.
  private static func told(_ findings: [ListAppendFinding]) -> [ListAppendFinding] {
    let kinds = Set(findings.map(\.anomaly))
    return findings.filter { finding in
      switch finding.anomaly {
      case .fracturedRead: !kinds.contains(.causalReadSkew) && !kinds.contains(.gSingle)
      case .causalReadSkew: !kinds.contains(.gSingle)
      default: true
      }
    }
  }
}
