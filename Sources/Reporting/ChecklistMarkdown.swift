public import Analysis
public import Checklist
import Knowledge

/// The checklist as Markdown: a table of all items, the gaps, and on demand every item in full.
///
/// `review` places `table` and `gaps` in its own document, with its own footnotes.
public struct ChecklistMarkdown {
  private let state: ChecklistState
  private let analysis: Analysis
  private let prose: Prose
  private let notes: Footnotes
  private static let evidenceLimit = 12

  /// A renderer with footnotes of its own.
  public init(_ state: ChecklistState, of analysis: Analysis) {
    self.init(
      state, of: analysis, prose: Prose(analysis), notes: Footnotes(analysis.knowledge.citations))
  }

  init(_ state: ChecklistState, of analysis: Analysis, prose: Prose, notes: Footnotes) {
    self.state = state
    self.analysis = analysis
    self.prose = prose
    self.notes = notes
  }

  /// A document of its own.
  ///
  /// - Parameter inFull: Whether each item follows with what is shown, right, and to be exercised.
  public func document(inFull: Bool) -> String {
    let name = MarkdownText.inline(analysis.description.system.value.name.value)
    var text = "# Failure-resilience checklist: \(name)\n\n\(summary)\n\n\(table)\n"
    if !gaps.isEmpty { text += "\n## To be seen to\n\n\(gaps.map { "- \($0)\n" }.joined())" }
    if inFull { text += "\n" + items(level: 2) }
    if !notes.lines.isEmpty { text += "\n" + notes.lines.joined(separator: "\n") + "\n" }
    return text
  }

  /// How it stands, in a sentence.
  public var summary: String { ChecklistWords.summary(state) }

  /// One row an item.
  public var table: String {
    let head =
      "| item | description shows | answer | owner | due | |\n| --- | --- | --- | --- | --- | --- |"
    let rows = state.entries.map { entry in
      let cells = [
        "\(MarkdownText.part(entry.prepared.item.title)) (`\(entry.id)`)",
        ChecklistWords.shown(entry.prepared),
        entry.answer?.rawValue ?? (entry.isNotConcerned ? "" : "**unanswered**"),
        entry.given?.owner.map(MarkdownText.inline) ?? "",
        entry.given?.due?.description ?? "",
        ChecklistWords.marks(entry, in: state).map { "**\($0)**" }.joined(separator: ", "),
      ]
      return "| " + cells.map(MarkdownText.cell).joined(separator: " | ") + " |"
    }
    return ([head] + rows).joined(separator: "\n")
  }

  /// What somebody has to see to: stale answers with what has changed, gaps with what is right.
  public var gaps: [String] {
    state.entries.compactMap { entry in
      let item = entry.prepared.item
      var parts: [String] = []
      if entry.isStale {
        parts.append("stale: " + changes(entry))
      }
      if entry.isNegative {
        let owner = entry.given?.owner.map { "owner \(MarkdownText.inline($0))" } ?? "no owner"
        let due = entry.given?.due.map { "due \($0)" } ?? "no date"
        parts.append("\(entry.answer?.rawValue ?? ""): \(owner), \(due)")
      }
      if entry.isContradicted {
        parts.append(
          "answered yes, but " + entry.prepared.evidence.prefix(1).map(statement).joined())
      }
      guard !parts.isEmpty else { return nil }
      let note = entry.given?.note.map { " *\(MarkdownText.inline($0))*" } ?? ""
      return "**\(MarkdownText.part(item.title))**: \(parts.joined(separator: "; ")).\(note)"
    }
  }

  /// Each item in full, under headings of a level.
  public func items(level: Int) -> String {
    let hashes = String(repeating: "#", count: level)
    return state.entries.enumerated().map { index, entry in
      "\(hashes) \(index + 1). \(MarkdownText.part(entry.prepared.item.title))\n\n" + body(entry)
    }.joined(separator: "\n")
  }

  private func body(_ entry: ChecklistState.Entry) -> String {
    let prepared = entry.prepared
    var text = "\(MarkdownText.full(prepared.item.asks))\(notes.marks(prepared.item.sources))\n\n"
    text += "**The description shows: \(ChecklistWords.shown(prepared)).**"
    if prepared.isNotApplicable {
      text += " \(MarkdownText.full(prepared.item.otherwise))"
    }
    text += "\n"
    let evidence = prepared.isNotApplicable ? [] : prepared.evidence
    let items =
      evidence.prefix(Self.evidenceLimit).map { "\($0.answer.rawValue): \(statement($0))" }
      + prepared.unsaid.prefix(Self.evidenceLimit).map(unsaid)
    if !items.isEmpty { text += "\n" + items.map { "- \($0)\n" }.joined() }
    if evidence.count > Self.evidenceLimit {
      text += "- \(evidence.count - Self.evidenceLimit) more, in the JSON form\n"
    }
    for exercise in prepared.exercises {
      text += "\n**Right for \(subject(exercise)).** \(prose.full(exercise.expects))\n"
      let others =
        exercise.others.isEmpty
        ? ""
        : " Then: \(Words.subjects(exercise.others, limit: 4, style: MarkdownText.code))."
      text += "\n**Game day.** \(prose.full(exercise.verify))\(others)\n"
    }
    return text + given(entry)
  }

  private func subject(_ exercise: PreparedExercise) -> String {
    exercise.subject.kind == .system ? "this system" : MarkdownText.code(exercise.subject.name)
  }

  private func statement(_ evidence: PreparedEvidence) -> String {
    let others = evidence.subjects.dropFirst()
    let also =
      others.isEmpty
      ? "" : " Also: \(Words.subjects(Array(others), limit: 4, style: MarkdownText.code))."
    let rule = evidence.rule.map {
      " `\($0.id)`, \($0.severity.rawValue)\(evidence.isAccepted ? ", accepted" : "")"
    }
    let place = evidence.location.map { " " + Places.text($0) }
    let notes = [place, rule].compactMap(\.self).map { $0.dropFirst() }.joined(separator: ", ")
    return "\(prose.full(evidence.text))\(also)\(notes.isEmpty ? "" : " (\(notes))")"
  }

  private func unsaid(_ fact: UnsaidFact) -> String {
    let others = fact.subjects.dropFirst()
    let also =
      others.isEmpty
      ? "" : " Also: \(Words.subjects(Array(others), limit: 4, style: MarkdownText.code))."
    let path = fact.paths.first.map { " (\(MarkdownText.code($0)))" } ?? ""
    let asks = fact.words.map(prose.full) ?? prose.plain(fact.asks)
    return "not said: \(asks)\(also)\(path)"
  }

  private func given(_ entry: ChecklistState.Entry) -> String {
    guard let given = entry.given else { return "" }
    var parts = [given.answer.map { "**Answer: \($0.rawValue)**" } ?? "**No answer yet**"]
    if let day = given.answered { parts.append("\(day)") }
    if let owner = given.owner { parts.append("owner \(MarkdownText.inline(owner))") }
    if let due = given.due {
      parts.append("due \(due)\(state.isOverdue(entry) ? " (**overdue**)" : "")")
    }
    if entry.isStale { parts.append("**stale**: " + changes(entry)) }
    let note = given.note.map { " \(MarkdownText.inline($0))" } ?? ""
    return "\n\(parts.joined(separator: " · ")).\(note)\n"
  }

  private func changes(_ entry: ChecklistState.Entry) -> String {
    ChecklistWords.changes(entry.changes, name: MarkdownText.code, value: MarkdownText.code)
  }
}
