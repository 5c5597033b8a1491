import Analysis
import Knowledge

/// A difference as Markdown for a comment on a pull request.
public struct DiffMarkdown {
  private let diff: DesignDiff
  /// Rows of one table; JSON has them all.
  private static let rowLimit = 40

  /// A renderer for `diff`.
  public init(_ diff: DesignDiff) { self.diff = diff }

  /// The comment; one sentence when nothing differs.
  public func text() -> String {
    let names = "\(MarkdownText.code(diff.oldName)) and \(MarkdownText.code(diff.newName))"
    guard !diff.isEmpty else {
      return "No guarantee, decision, finding or number differs between \(names).\n"
    }
    var text =
      "### Design changes: \(MarkdownText.code(diff.oldName)) → \(MarkdownText.code(diff.newName))\n\n\(summary)\n"
    text += section("Guarantees", operations + guarantees)
    text += section("Findings", findings)
    text += section("Decisions", decisions)
    text += section("Numbers", numbers)
    return text
  }

  private func section(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "\n#### \(title)\n\n" + lines.map { $0 + "\n" }.joined()
  }

  // MARK: Summary

  private var summary: String {
    let counts = [
      count(.weaker), count(.stronger), count(.incomparable),
    ].compactMap(\.self)
    let findings = diff.findings
    let parts =
      (counts.isEmpty ? [] : ["guarantees: \(counts.joined(separator: ", "))"])
      + words(
        "findings",
        [
          (findings.new.count, "new"), (findings.gone.count, "gone"),
          (findings.changed.count, "changed"),
        ])
      + words("decisions", [(sum(diff.decisions, \.subjects), "changed")])
      + words("numbers", [(sum(diff.numbers, \.subjects), "changed")])
    let verdict = diff.isWeaker ? "**A guarantee got weaker.**" : "No guarantee got weaker."
    return ([verdict] + [Words.capitalized(parts.joined(separator: " · "))]).filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private func sum<Item>(_ items: [Item], _ names: KeyPath<Item, [String]>) -> Int {
    items.reduce(0) { $0 + $1[keyPath: names].count }
  }

  private func count(_ direction: GuaranteeChange.Direction) -> String? {
    let count = sum(diff.guarantees.filter { $0.direction == direction }, \.operations)
    return count == 0 ? nil : "\(ValueText.grouped(Int64(count))) \(direction.rawValue)"
  }

  private func words(_ noun: String, _ counts: [(Int, String)]) -> [String] {
    let texts = counts.filter { $0.0 > 0 }.map { "\(ValueText.grouped(Int64($0.0))) \($0.1)" }
    return texts.isEmpty ? [] : ["\(noun): \(texts.joined(separator: ", "))"]
  }

  // MARK: Guarantees

  private var operations: [String] {
    let lines =
      diff.added.map { operation in
        "- \(MarkdownText.code(operation.name)) is new: needs \(MarkdownText.inline(operation.needs)); gets \(operation.gets)"
      }
      + diff.removed.map { "- \(MarkdownText.code($0.name)) is gone: it got \($0.gets)" }
    let shown = limited(lines)
    return shown.isEmpty || diff.guarantees.isEmpty ? shown : shown + [""]
  }

  private var guarantees: [String] {
    let ranks: [GuaranteeChange.Direction?] = [.weaker, .incomparable, .stronger, nil]
    let ordered = ranks.flatMap { rank in diff.guarantees.filter { $0.direction == rank } }
    let rows = ordered.map { change -> String in
      let mark = change.direction == .weaker ? "**weaker**" : change.direction?.rawValue ?? ""
      let note = change.note.map { (mark.isEmpty ? "" : ": ") + MarkdownText.inline($0) } ?? ""
      return row([
        subjects(change.operations), cell(change.aspect), cell(change.before), cell(change.after),
        MarkdownText.cell(mark + note),
      ])
    }
    return table(["operation", "what", "before", "after", ""], rows)
  }

  // MARK: Findings

  private var findings: [String] {
    let new = diff.findings.new.map { finding -> String in
      let state = finding.isAccepted ? "new, accepted" : "new"
      return
        "- **\(state) · \(finding.severity.rawValue)** \(title(finding)): \(MarkdownText.inline(finding.message))"
    }
    let changed = diff.findings.changed.map { change -> String in
      var words: [String] = []
      if change.old.severity != change.new.severity {
        words.append("\(change.old.severity.rawValue) → \(change.new.severity.rawValue)")
      }
      if change.old.isAccepted != change.new.isAccepted {
        words.append(change.new.isAccepted ? "now accepted" : "no longer accepted")
      }
      return "- \(words.joined(separator: ", ")): \(title(change.new))"
    }
    let gone = diff.findings.gone.map {
      "- gone · \($0.severity.rawValue) \(MarkdownText.code($0.rule)) of \(MarkdownText.code($0.subject))"
    }
    return limited(new) + limited(changed) + limited(gone)
  }

  private func title(_ finding: RecordedFinding) -> String {
    "\(MarkdownText.code(finding.rule)) of \(MarkdownText.code(finding.subject))"
      + (finding.place.map { " (\(MarkdownText.code($0)))" } ?? "")
  }

  // MARK: Decisions and numbers

  private var decisions: [String] {
    let rows = diff.decisions.map { change -> String in
      let advice = [change.before?.choice, change.after?.choice].map { $0 ?? "not asked" }
      let use = [change.before, change.after].compactMap(\.self).map { $0.current ?? "not said" }
      let isDone =
        change.after.map { $0.current == $0.choice && change.before?.current != $0.current }
        ?? false
      return row([
        MarkdownText.tableCode(change.topic), subjects(change.subjects), step(advice),
        step(use) + (isDone ? ", as advised" : ""),
      ])
    }
    return table(["decision", "about", "advice", "in use"], rows)
  }

  private func step(_ states: [String]) -> String {
    guard let first = states.first, let last = states.last else { return "" }
    return cell(first == last ? first : "\(first) → \(last)")
  }

  private var numbers: [String] {
    let rows = diff.numbers.map { change -> String in
      let note =
        switch (change.meets?.before, change.meets?.after) {
        case (true?, false?): "**misses its target now**"
        case (false?, true?): "meets its target now"
        case (_, false?): "misses its target"
        default: ""
        }
      return row([
        subjects(change.subjects), cell(change.title), cell(change.beforeText),
        cell(change.afterText), note,
      ])
    }
    return table(["about", "number", "before", "after", ""], rows)
  }

  // MARK: Tables

  private func subjects(_ names: [String]) -> String {
    Words.subjects(names, limit: 4, style: MarkdownText.tableCode)
  }

  private func cell(_ text: String) -> String { MarkdownText.cell(MarkdownText.inline(text)) }

  private func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

  private func table(_ heads: [String], _ rows: [String]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let rule = "|" + heads.map { _ in "---|" }.joined()
    let more = rows.count - Self.rowLimit
    return [row(heads), rule] + rows.prefix(Self.rowLimit)
      + (more > 0
        ? ["", "\(ValueText.grouped(Int64(more))) more rows are in the JSON form."] : [])
  }

  private func limited(_ lines: [String]) -> [String] {
    let more = lines.count - Self.rowLimit
    return Array(lines.prefix(Self.rowLimit))
      + (more > 0 ? ["- … and \(ValueText.grouped(Int64(more))) more, in the JSON form"] : [])
  }
}
