import Analysis
public import Checklist
import Knowledge

/// One item of the checklist as plain text for a terminal, in paragraphs that are yet to be wrapped.
public struct ChecklistPage {
  /// A paragraph.
  public struct Paragraph: Hashable, Sendable {
    /// What it is.
    public enum Kind: Hashable, Sendable {
      /// The item's name.
      case title
      /// A line that tells what follows.
      case heading
      /// Running text.
      case text
      /// One of several.
      case item
    }

    /// What it is.
    public let kind: Kind
    /// The words, on one line.
    public let text: String
  }

  private let entry: ChecklistState.Entry
  private let state: ChecklistState
  private static let evidenceLimit = 12

  /// The page of an entry of `state`.
  public init(_ entry: ChecklistState.Entry, in state: ChecklistState) {
    self.entry = entry
    self.state = state
  }

  /// The paragraphs, in order.
  ///
  /// - Parameter number: The item's place, from 1.
  public func paragraphs(number: Int) -> [Paragraph] {
    let item = entry.prepared.item
    return [
      Paragraph(kind: .title, text: "\(number)/\(state.entries.count) \(item.title)"),
      Paragraph(kind: .text, text: item.asks),
    ] + shown + exercises + given
  }

  private var shown: [Paragraph] {
    let prepared = entry.prepared
    let heading = Paragraph(
      kind: .heading, text: "The description shows: \(ChecklistWords.shown(prepared))")
    if prepared.isNotApplicable {
      return [heading, Paragraph(kind: .item, text: prepared.item.otherwise)]
    }
    let evidence = prepared.evidence.prefix(Self.evidenceLimit).map { evidence in
      Paragraph(kind: .item, text: text(evidence))
    }
    let more = prepared.evidence.count - evidence.count
    let unsaid = prepared.unsaid.prefix(Self.evidenceLimit).map { fact in
      Paragraph(kind: .item, text: text(fact))
    }
    return [heading] + evidence
      + (more > 0 ? [Paragraph(kind: .item, text: "… and \(more) more (--format json)")] : [])
      + unsaid
  }

  private func text(_ evidence: PreparedEvidence) -> String {
    var text = "\(evidence.answer.rawValue): \(evidence.text.sentence)"
    let others = evidence.subjects.dropFirst()
    if !others.isEmpty { text += " Also: \(Words.subjects(Array(others), limit: 4) { $0 })." }
    var notes = evidence.location.map { ["line \($0.start.line)"] } ?? []
    if let rule = evidence.rule {
      notes.append("\(rule.severity.rawValue) \(rule.id)\(evidence.isAccepted ? ", accepted" : "")")
    }
    return text + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
  }

  private func text(_ fact: UnsaidFact) -> String {
    let others = fact.subjects.dropFirst()
    let also = others.isEmpty ? "" : " Also: \(Words.subjects(Array(others), limit: 4) { $0 })."
    guard let path = fact.paths.first else { return "?: \(fact.asks)\(also)" }
    return "?: \(fact.asks)\(also) (\(path))"
  }

  private var exercises: [Paragraph] {
    let all = entry.prepared.exercises
    guard !all.isEmpty else { return [] }
    func paragraphs(_ heading: String, _ text: (PreparedExercise) -> String) -> [Paragraph] {
      [Paragraph(kind: .heading, text: heading)]
        + all.map { Paragraph(kind: .item, text: text($0)) }
    }
    return paragraphs("Right for this system") { $0.expects.sentence }
      + paragraphs("Game day") { exercise in
        let others = exercise.others
        return exercise.verify.sentence
          + (others.isEmpty ? "" : " Then: \(Words.subjects(others, limit: 4) { $0 }).")
      }
  }

  private var given: [Paragraph] {
    guard let given = entry.given else { return [] }
    var parts: [String] = []
    if let answer = given.answer {
      parts.append(answer.rawValue + (given.answered.map { " (\($0))" } ?? ""))
    }
    if let owner = given.owner { parts.append("owner \(owner)") }
    if let due = given.due {
      parts.append("due \(due)" + (state.isOverdue(entry) ? ", overdue" : ""))
    }
    var paragraphs = [
      Paragraph(
        kind: .heading,
        text: "Your answer: " + (parts.isEmpty ? "none yet" : parts.joined(separator: " · ")))
    ]
    if let note = given.note { paragraphs.append(Paragraph(kind: .item, text: "Note: \(note)")) }
    if entry.isStale {
      let changes = ChecklistWords.changes(entry.changes, name: { $0 }, value: { $0 })
      paragraphs.append(Paragraph(kind: .item, text: "Stale: \(changes)."))
    }
    if entry.isContradicted {
      paragraphs.append(
        Paragraph(kind: .item, text: "You say yes, the description shows no: mend one of them."))
    }
    return paragraphs
  }

  /// How the checklist stands, in a sentence; then what gaps lack.
  public static func closing(_ state: ChecklistState) -> [Paragraph] {
    var paragraphs = [Paragraph(kind: .text, text: ChecklistWords.summary(state))]
    func tell(_ what: String, _ condition: (ChecklistState.Entry) -> Bool) {
      let ids = state.entries.filter(condition).map(\.id)
      if !ids.isEmpty {
        paragraphs.append(
          Paragraph(kind: .item, text: "\(what): \(ids.joined(separator: ", "))"))
      }
    }
    tell("To answer") { $0.isOpen && $0.answer == nil }
    tell("To answer again (stale)") { $0.isStale }
    tell("Gaps without an owner") { $0.isNegative && $0.given?.owner == nil }
    tell("Gaps without a date") { $0.isNegative && $0.given?.due == nil }
    tell("Overdue", state.isOverdue)
    return paragraphs
  }
}
