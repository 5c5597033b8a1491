import Analysis
import Diagnostics

/// How guarantees are missed, and where more is given than anything needs.
struct GapSections {
  let analysis: Analysis

  /// One for each operation that misses a model, with a history of its own names.
  var histories: [(text: String, steps: [String])] {
    analysis.operations.lazy.compactMap { operation -> (text: String, steps: [String])? in
      guard let violation = operation.violation else { return nil }
      return (
        "\(MarkdownText.code(operation.subject.name)) needs \(operation.missing.joined(separator: " and ")); without it, \(violation.anomaly.split(separator: "-").joined(separator: " ")) (\(violation.code)):",
        violation.history.map(Self.line)
      )
    }.prefix(6).map(\.self)
  }

  /// The same with numbered lines.
  var shortfalls: [[String: Any]] {
    histories.map { history in
      [
        "text": history.text,
        "lines": history.steps.enumerated().map { ["text": "\($0.offset + 1). \($0.element)"] },
      ]
    }
  }

  /// Models given at the price of waiting that nothing needs.
  var excess: [String] {
    analysis.operations.lazy.filter { !$0.excess.isEmpty && $0.missing.isEmpty }.prefix(6).map {
      operation in
      let models = operation.excess.map(\.model)
      return
        "\(MarkdownText.code(operation.subject.name)) gets \(Words.joined(models)) and does not need \(models.count == 1 ? "it" : "them"): the store \(operation.excess[0].cost)."
    }
  }

  /// A line of a history, its names as code.
  private static func line(_ text: String) -> String {
    var result = ""
    var name: String?
    var words = ""
    for scalar in text.unicodeScalars {
      if scalar == ValueText.nameMarks.start {
        result += MarkdownText.inline(words, trimmed: false)
        words = ""
        name = ""
      } else if scalar == ValueText.nameMarks.end, let own = name {
        result += MarkdownText.code(own)
        name = nil
      } else if name != nil {
        name!.unicodeScalars.append(scalar)
      } else {
        words.unicodeScalars.append(scalar)
      }
    }
    return result + MarkdownText.inline(words, trimmed: false)
  }
}
