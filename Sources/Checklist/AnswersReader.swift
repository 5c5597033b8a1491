import Analysis
public import Diagnostics
public import Knowledge
import SystemModel
import YAMLDocument

extension AnswersFile {
  /// Reads and checks an answers file.
  ///
  /// - Parameter items: The ids of the checklist; an answer to another one is kept, with a warning.
  /// - Returns: The answers when there is no error, and everything wrong with the file.
  public static func read(_ file: SourceFile, items: [String]) -> (AnswersFile?, [Diagnostic]) {
    let (root, problems) = YAMLComposer.compose(file)
    guard let root, problems.isEmpty else { return (nil, problems) }
    var reader = AnswersReader(file: file, items: items)
    let answers = reader.answers(root)
    let isWrong = reader.diagnostics.contains { $0.severity == .error }
    return (isWrong ? nil : AnswersFile(file: file, answers: answers), reader.diagnostics)
  }
}

/// Reads the nodes of an answers file and collects what is wrong with them.
private struct AnswersReader {
  let file: SourceFile
  let items: [String]
  var diagnostics: [Diagnostic] = []

  private static let rootKeys = [AnswersFile.versionKey, "answers", "rests_on"]
  private static let entryKeys = ["answer", "note", "owner", "due", "answered"]

  mutating func answers(_ root: YAMLNode) -> [String: GivenAnswer] {
    guard let pairs = root.pairs else {
      report(.error, "an answers file is a map, not \(root.kindName)", at: root)
      return [:]
    }
    guard let version = root[AnswersFile.versionKey] else {
      report(
        .error, "this is no answers file: it has no '\(AnswersFile.versionKey)'",
        at: pairs.first?.key ?? root,
        help: "--answers names the file; it is made when the first answer is given")
      return [:]
    }
    if version.scalarText != "1" {
      report(.error, "this version of answers files is not known", at: version, help: "it is 1")
    }
    warnOfSlips(pairs, known: Self.rootKeys)
    var answers: [String: GivenAnswer] = [:]
    for pair in map(root["answers"], "'answers'") {
      let id = name(pair, isItem: true)
      answers[id] = entry(pair.value, of: id)
    }
    for pair in map(root["rests_on"], "'rests_on'") {
      let id = name(pair, isItem: false)
      if answers[id]?.answer != nil { answers[id]?.basis = basis(pair.value) }
    }
    return answers
  }

  private mutating func name(_ pair: YAMLPair, isItem: Bool) -> String {
    let id = pair.key.scalarText ?? ""
    if isItem, !items.contains(id) {
      report(
        .warning, "the checklist has no item '\(id)'; the answer is kept and not counted",
        at: pair.key, help: Spelling.nearest(to: id, among: items).map { "did you mean '\($0)'?" })
    }
    return id
  }

  private mutating func entry(_ node: YAMLNode, of id: String) -> GivenAnswer {
    var given = GivenAnswer()
    let pairs = map(node, "the answer to '\(id)'")
    warnOfSlips(pairs, known: Self.entryKeys)
    for pair in pairs {
      switch pair.key.scalarText {
      case "answer": given.answer = answer(pair.value)
      case "note": given.note = text(pair.value, "a note")
      case "owner": given.owner = text(pair.value, "an owner")
      case "due": given.due = date(pair.value)
      case "answered": given.answered = date(pair.value)
      default: break
      }
    }
    return given
  }

  private mutating func answer(_ node: YAMLNode) -> ChecklistAnswer? {
    guard let text = text(node, "an answer") else { return nil }
    if let answer = ChecklistAnswer(written: text) { return answer }
    report(
      .error, "'\(text)' is no answer", at: node,
      help: "one of " + ChecklistAnswer.allCases.map(\.rawValue).joined(separator: ", "))
    return nil
  }

  private mutating func date(_ node: YAMLNode) -> CalendarDate? {
    guard let text = text(node, "a date") else { return nil }
    if let date = CalendarDate(text) { return date }
    report(.error, "'\(text)' is no date", at: node, help: "write it as 2026-12-31")
    return nil
  }

  private mutating func basis(_ node: YAMLNode) -> AnswerBasis? {
    guard let pairs = node.pairs else { return node.scalarText.map { .fingerprint($0) } }
    return .facts(
      pairs.compactMap { pair in
        guard let path = pair.key.scalarText, let value = pair.value.scalarText else { return nil }
        return FactValue(path: path, value: value)
      })
  }

  private mutating func text(_ node: YAMLNode, _ what: String) -> String? {
    guard !node.isNull else { return nil }
    guard let text = node.scalarText else {
      report(.error, "\(what) is a text, not \(node.kindName)", at: node)
      return nil
    }
    return text.isEmpty ? nil : text
  }

  /// The pairs of a map; nothing written is one without pairs.
  private mutating func map(_ node: YAMLNode?, _ what: String) -> [YAMLPair] {
    guard let node, !node.isNull else { return [] }
    guard let pairs = node.pairs else {
      report(.error, "\(what) is a map, not \(node.kindName)", at: node)
      return []
    }
    return pairs
  }

  /// Keys that are nearly one that counts; others are people's own.
  private mutating func warnOfSlips(_ pairs: [YAMLPair], known: [String]) {
    for pair in pairs {
      guard let key = pair.key.scalarText, !known.contains(key),
        let near = Spelling.nearest(to: key, among: known)
      else { continue }
      report(
        .warning, "'\(key)' is kept and not read", at: pair.key, help: "did you mean '\(near)'?")
    }
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ message: String, at node: YAMLNode, help: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        severity, message, at: SourceLocation(file: file, span: node.span), help: help))
  }
}

extension ChecklistAnswer {
  /// The answer of a word as people write it: letter case aside, `n/a` and `not-applicable` too.
  public init?(written text: String) {
    let word = text.lowercased().split { $0 == " " || $0 == "-" || $0 == "_" }.joined(
      separator: " ")
    if word == "n/a" || word == "na" {
      self = .notApplicable
    } else {
      self.init(rawValue: word)
    }
  }
}
