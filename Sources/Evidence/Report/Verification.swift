public import Analysis
public import JSONDocument

/// Recomputes the figures of an earlier report on the description as it is now.
public struct Verification: Sendable {
  /// A figure and what became of it.
  public struct Entry: Sendable {
    /// Topic, subject and option: where it stands in the report.
    public var place: String
    /// The figure's id.
    public var id: String
    /// As reported.
    public var reported: Double?
    /// As computed now.
    public var now: Double?
    /// The command that repeats it.
    public var command: String

    /// Whether it is what it was.
    public var holds: Bool { reported == now }
  }

  /// Every figure of the report, in its order.
  public var entries: [Entry] = []

  /// - Parameter report: The JSON report.
  public init(_ report: JSONValue, analysis: Analysis) {
    var figures: [(place: String, id: String, value: Double?, trial: Trial, measure: Measure)] = []
    guard case .array(let comparisons)? = report["evidence"] else { return }
    for comparison in comparisons {
      guard case .array(let rows)? = comparison["rows"] else { continue }
      let subject = "\(comparison["topic"]?.text ?? "") for \(comparison["subject"]?.text ?? "")"
      for row in rows {
        guard case .array(let all)? = row["figures"] else { continue }
        for figure in all {
          guard let id = figure["id"]?.text, let measure = Measure(id: id),
            let trial = figure["run"].flatMap(EvidenceJSON.trial)
          else { continue }
          figures.append(
            (
              "\(subject), \(row["protocol"]?.text ?? "")", id, figure["value"]?.number, trial,
              measure
            ))
        }
      }
    }
    let results = TrialRunner(RunBuilder(analysis)).run(figures.map(\.trial))
    entries = figures.map { figure in
      Entry(
        place: figure.place, id: figure.id, reported: figure.value,
        now: Figure(figure.measure, figure.trial, results).value,
        command: figure.trial.command(analysis.facts.file.name))
    }
  }

  /// In words: how many hold, and which do not.
  public var text: String {
    guard !entries.isEmpty else { return "The report has no evidence.\n" }
    let wrong = entries.filter { !$0.holds }
    var text = "\(entries.count - wrong.count) of \(entries.count) figures still hold.\n"
    for entry in wrong {
      func shown(_ value: Double?) -> String { value.map { ValueText.decimal($0) } ?? "nothing" }
      text +=
        "  \(entry.place): \(entry.id) was \(shown(entry.reported)), is \(shown(entry.now))\n"
        + "    \(entry.command)\n"
    }
    return text
  }

  /// Whether every figure holds.
  public var holds: Bool { !entries.isEmpty && entries.allSatisfy(\.holds) }
}
