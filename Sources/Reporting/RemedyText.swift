import Analysis

/// The change that would clear a finding, in Markdown.
enum RemedyText {
  /// Different remedies of one group of findings, at most three.
  static func text(_ findings: [Finding]) -> String? {
    var seen: Set<String> = []
    let texts = findings.compactMap { $0.remedy.flatMap(text) }.filter { seen.insert($0).inserted }
    return texts.isEmpty ? nil : texts.prefix(3).joined(separator: " ")
  }

  private static func text(_ remedy: Remedy) -> String? {
    guard remedy.changes.isEmpty else {
      let or = remedy.alternatives.map { alternative in "or \(changes(alternative))" }
      let costs = remedy.changes.compactMap(\.cost).map { " Cost: \(MarkdownText.part($0))." }
      return "\(Words.capitalized(changes(remedy.changes)))"
        + or.map { ", \($0)" }.joined() + "." + costs.joined() + uncovered(remedy)
    }
    guard !remedy.products.isEmpty else { return nil }
    let products = remedy.products.map { advice in
      "\(MarkdownText.inline(advice.name)) (\(MarkdownText.inline(advice.reasons.joined(separator: "; "))))"
    }
    return "No setting of the present product reaches it. In its place, best fitting first: "
      + products.joined(separator: " · ") + "."
  }

  private static func uncovered(_ remedy: Remedy) -> String {
    guard !remedy.uncovers.isEmpty else { return "" }
    let rules = remedy.uncovers.map {
      "\(MarkdownText.part($0.title)) (`\($0.id)`, \($0.severity.rawValue))"
    }
    return " That alone leaves what is milder: \(Words.joined(rules))."
  }

  /// `set a of store to b (now c)`, for each.
  static func changes(_ changes: [SettingChange]) -> String {
    Words.joined(
      changes.map { change in
        let from =
          change.from.isEmpty
          ? "unset" : MarkdownText.code(change.from) + (change.isDefault ? ", the default" : "")
        let to = change.to.isEmpty ? "nothing" : MarkdownText.code(change.to)
        return
          "set \(MarkdownText.code(change.setting)) of \(MarkdownText.code(change.store)) to \(to) (now \(from))"
      })
  }
}
