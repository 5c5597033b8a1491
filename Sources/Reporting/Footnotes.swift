import Knowledge

/// Citations of a document, numbered by key and listed at its end in the order of first use.
final class Footnotes {
  let citations: [String: Citation]
  private var used: [String] = []

  init(_ citations: [String: Citation]) { self.citations = citations }

  /// The marks of sources, such as ` [^raft14] [^ongaro14]`; empty without sources.
  func marks(_ sources: [Source]) -> String {
    var seen: Set<String> = []
    return sources.filter { seen.insert($0.cite).inserted }.map { source in
      if !used.contains(source.cite) { used.append(source.cite) }
      return " [^\(source.cite)]" + (source.at.map { " (\(MarkdownText.part($0)))" } ?? "")
    }.joined()
  }

  /// Takes over what another part of the document used, after what this one did.
  func add(_ other: Footnotes) {
    for cite in other.used where !used.contains(cite) { used.append(cite) }
  }

  /// The notes themselves.
  var lines: [String] {
    used.map { key in
      guard let citation = citations[key] else { return "[^\(key)]: \(key)" }
      let link = citation.url.map { " <\($0)>" } ?? ""
      return "[^\(key)]: \(MarkdownText.part(citation.text)).\(link)"
    }
  }
}
