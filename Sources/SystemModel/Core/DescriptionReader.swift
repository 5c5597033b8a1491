import Diagnostics
import YAMLDocument

/// Goes through a file, keeps what is wrong with it, and notes the names that it refers to.
public struct DescriptionReader: Sendable {
  let file: SourceFile
  private(set) var diagnostics: [Diagnostic] = []
  /// What was reported where: an alias can bring the same text, and its errors, many times over.
  private var reported: Set<Report> = []
  /// Errors beyond the number that helps anybody.
  private var leftOut = 0
  /// To be resolved once every name is known.
  private(set) var references: [Reference] = []
  /// The key, or the name, whose value is being read.
  private(set) var key = ""
  /// Where that key stands; `nil` for an entry of a list and for the whole file.
  private(set) var keySpan: SourceSpan?

  /// A reader of a file.
  init(of file: SourceFile) { self.file = file }

  /// A reader of the same file that has found nothing yet.
  func fresh() -> DescriptionReader { DescriptionReader(of: file) }

  /// Takes over what a reader found that went through the part of the file that comes next.
  mutating func add(_ other: DescriptionReader) {
    for diagnostic in other.diagnostics {
      guard let place = diagnostic.location else { continue }
      if isNews(diagnostic.message, at: place.span) { diagnostics.append(diagnostic) }
    }
    reported.formUnion(other.reported)
    leftOut += other.leftOut
    references += other.references
  }

  /// Turns to the value under a key.
  mutating func enter(_ key: String, at span: SourceSpan?) {
    self.key = key
    keySpan = span
  }

  /// Notes a name to be resolved.
  mutating func refer(to target: NameTarget, _ name: String, at span: SourceSpan) {
    references.append(Reference(name: name, target: target, span: span))
  }

  /// Notes a problem at a place, once.
  mutating func report(
    _ message: String, at span: SourceSpan, label: String? = nil, help: String? = nil,
    notes: [Diagnostic.Note] = []
  ) {
    guard isNews(message, at: span) else { return }
    diagnostics.append(
      Diagnostic(
        message, at: SourceLocation(file: file, span: span), label: label, help: help, notes: notes)
    )
  }

  /// Whether a problem is neither a repetition nor one too many; asked before work is spent on it.
  mutating func isNews(_ problem: String, at span: SourceSpan) -> Bool {
    !isOneTooMany() && reported.insert(Report(problem: problem, span: span)).inserted
  }

  /// Whether a problem is left out because there are enough already.
  mutating func isOneTooMany() -> Bool {
    guard diagnostics.count >= Self.maximumDiagnostics else { return false }
    leftOut += 1
    return true
  }

  /// After so many errors a file is something else, and more of them help nobody.
  private static let maximumDiagnostics = 1_000

  /// The problems in the order of their places; then how many were left out.
  func sortedDiagnostics() -> [Diagnostic] {
    let sorted = SystemModel.sorted(diagnostics)
    guard leftOut > 0 else { return sorted }
    return sorted + [
      Diagnostic("too many errors; \(leftOut) more are left out", at: nil, fileName: file.name)
    ]
  }

  private struct Report: Hashable {
    let problem: String
    let span: SourceSpan
  }

  /// The text of a pair's key; reports a key that is none.
  mutating func key(of pair: YAMLPair) -> String? {
    guard case .scalar(let text, _) = pair.key.content else {
      report(
        "a key must be a text, not \(found(pair.key))", at: pair.key.span, label: "not a text")
      return nil
    }
    guard !text.isEmpty else {
      report("a key must not be empty", at: pair.key.span, label: "expected a name")
      return nil
    }
    return text
  }
}

/// By place; those of the same place, and those without one, as they were found.
func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
  let last = SourceSpan(start: .max, end: .max)
  let order = diagnostics.indices.sorted { left, right in
    let first = diagnostics[left].location?.span ?? last
    let second = diagnostics[right].location?.span ?? last
    return first == second ? left < right : first < second
  }
  return order.map { diagnostics[$0] }
}
