import JSONDocument
import Knowledge

/// The rules that found something, each once, as SARIF describes rules.
struct SARIFRules {
  private var indices: [String: Int] = [:]
  private var rules: [FindingRule] = []
  private let citations: [String: Citation]

  init(_ rules: [FindingRule], _ citations: [String: Citation]) {
    self.citations = citations
    for rule in rules where indices[rule.id] == nil {
      indices[rule.id] = self.rules.count
      self.rules.append(rule)
    }
  }

  /// The place of a rule in `metadata`.
  func index(of rule: FindingRule) -> Int { indices[rule.id] ?? 0 }

  var metadata: JSONValue { .array(rules.map(describe)) }

  /// The level that viewers show.
  static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .note: "note"
    }
  }

  private func describe(_ rule: FindingRule) -> JSONValue {
    let why = MarkdownText.plain(Handbook.readable(rule.why))
    let help = help(rule)
    return [
      "id": .string(rule.id), "name": .string(Self.pascalCase(rule.id)),
      "shortDescription": [
        "text": .string(
          SARIFText.message(Words.capitalized(MarkdownText.plain(rule.title))))
      ],
      "fullDescription": ["text": .string(SARIFText.message(why))],
      "help": [
        "text": .string(
          SARIFText.message(
            help.split(separator: "\n").map { line in
              MarkdownText.plain(String(line))
            }.joined(separator: "\n"))),
        "markdown": .string(SARIFText.message(help)),
      ],
      "defaultConfiguration": ["level": .string(Self.level(rule.severity))],
      "properties": [
        "tags": ["distributed-systems", .string(rule.category)],
        "severity": .string(rule.severity.rawValue),
      ],
    ]
  }

  /// Why, what to do instead, when it does not matter, and where it comes from.
  private func help(_ rule: FindingRule) -> String {
    var parts = [
      Handbook.readable(rule.why), "**Instead.** \(Handbook.readable(rule.instead))",
    ]
    if let except = rule.except { parts.append("**Except.** \(Handbook.readable(except))") }
    var seen: Set<Source> = []
    let sources = rule.sources.filter { seen.insert($0).inserted }.map { source in
      let citation = citations[source.cite]
      return "- \(citation?.text ?? source.cite)\(source.at.map { ", \($0)" } ?? "")"
        + (citation?.url.map { " <\($0)>" } ?? "")
    }
    parts.append("**Sources.**\n\n" + sources.joined(separator: "\n"))
    parts.append("`dsdesign explain \(rule.id)` shows the condition and an example.")
    return parts.joined(separator: "\n\n")
  }

  private static func pascalCase(_ id: String) -> String {
    id.split(separator: "-").map { Words.capitalized(String($0)) }.joined()
  }
}
