import Analysis
import Diagnostics

/// Small pieces of English.
enum Words {
  static func joined(_ words: [String]) -> String { ValueText.joined(words) }

  /// `1 store`, `4 stores`, `no store`.
  static func count(_ count: Int, _ noun: String) -> String {
    count == 0 ? "no \(noun)" : "\(ValueText.grouped(Int64(count))) \(noun)\(count == 1 ? "" : "s")"
  }

  static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// `a`, `b` and 7 more.
  static func subjects(_ names: [String], limit: Int, style: (String) -> String) -> String {
    guard names.count > limit + 1 else { return joined(names.map(style)) }
    return names.prefix(limit).map(style).joined(separator: ", ")
      + " and \(ValueText.grouped(Int64(names.count - limit))) more"
  }
}

/// Places in the description as readers click them.
enum Places {
  /// `file.yaml:12:5` as a code span.
  static func text(_ location: SourceLocation) -> String {
    let start = location.start
    return MarkdownText.tableCode("\(location.file.name):\(start.line):\(start.column)")
  }
}

extension String {
  func trimmingSuffix(_ suffix: Character) -> Substring {
    last == suffix ? dropLast() : self[...]
  }
}
