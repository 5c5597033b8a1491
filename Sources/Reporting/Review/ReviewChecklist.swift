public import Analysis
public import Checklist
import Knowledge

extension Review.Checklist {
  /// The checklist for a review: what was answered, else what the description shows.
  public init(_ state: ChecklistState, of analysis: Analysis) {
    let isWalked = state.entries.contains { $0.given != nil }
    let ids = Self.ids(analysis)
    self.init(
      state: isWalked ? ChecklistWords.summary(state) : Self.shown(state),
      items: state.entries.map { Self.item($0, in: state, ids) })
  }

  /// How an item that nobody answered stands.
  private static func shown(_ state: ChecklistState) -> String {
    let counts: [(String, Int)] = [
      ("no", state.count { $0.prepared.answer == .no }),
      ("partly", state.count { $0.prepared.answer == .partly }),
      ("yes", state.count { $0.prepared.answer == .yes }),
      ("not applicable", state.count { $0.prepared.isNotApplicable }),
      ("not known", state.count { $0.prepared.answer == nil }),
    ]
    let parts = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
    return
      "Not walked yet: `dsdesign checklist` asks its questions about this system and keeps the answers. The description already shows: \(parts.joined(separator: ", "))."
  }

  /// The short ids of open findings, by rule.
  private static func ids(_ analysis: Analysis) -> [String: String] {
    let open = Report(analysis).findingGroups.filter { !$0.isAccepted }
    return Dictionary(
      open.enumerated().map { ($0.element.rule.id, "F\($0.offset + 1)") },
      uniquingKeysWith: { first, _ in first })
  }

  private static func item(
    _ entry: ChecklistState.Entry, in state: ChecklistState, _ ids: [String: String]
  ) -> Item {
    let given = entry.given
    let marks = ChecklistWords.marks(entry, in: state).filter { $0 != "no owner" }
    let answer = entry.answer.map { "**\($0.rawValue)**" } ?? "–"
    var seen: Set<String> = []
    let found = entry.prepared.evidence.compactMap { $0.rule.flatMap { ids[$0.id] } }
      .filter { seen.insert($0).inserted }
    let shown =
      ChecklistWords.shown(entry.prepared)
      + (found.isEmpty ? "" : ": \(Words.subjects(found, limit: 4) { $0 })")
    let owner = [
      given?.owner.map { MarkdownText.inline($0) }, given?.due.map { "by \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
    let stale =
      entry.isStale
      ? ChecklistWords.changes(entry.changes, name: MarkdownText.code, value: MarkdownText.code)
      : nil
    let note = [given?.note.map { MarkdownText.inline($0) }, stale].compactMap(\.self)
    return Item(
      question: MarkdownText.cell(MarkdownText.part(entry.prepared.item.title)),
      answer: ([answer] + marks).joined(separator: ", "), shown: shown,
      owner: owner.isEmpty ? "–" : MarkdownText.cell(owner),
      note: MarkdownText.cell(note.joined(separator: "; ")))
  }
}
