import Analysis
import Diagnostics

/// How guarantees are missed, and where more is given than anything needs.
struct GapSections {
  let analysis: Analysis

  /// One for each kind of shortfall: the operations that have it, and a history of the first.
  var histories: [(text: String, steps: [String])] {
    var groups:
      [(missing: [String], anomaly: String, code: String, names: [String], steps: [String])] =
        []
    for operation in analysis.operations {
      guard let violation = operation.violation else { continue }
      if let same = groups.firstIndex(where: {
        $0.anomaly == violation.anomaly && $0.missing == operation.missing
      }) {
        groups[same].names.append(operation.subject.name)
      } else {
        groups.append(
          (
            operation.missing, violation.anomaly, violation.code, [operation.subject.name],
            violation.history.map(Self.line).map(MarkdownText.full)
          ))
      }
    }
    return groups.prefix(6).map { group in
      let names = Words.subjects(group.names, limit: 4, style: MarkdownText.code)
      let anomaly = group.anomaly.split(separator: "-").joined(separator: " ")
      let code = group.code == anomaly ? "" : " (\(group.code))"
      return (
        "\(names) \(group.names.count == 1 ? "needs" : "need") \(group.missing.joined(separator: " and ")); without it, \(anomaly)\(code):",
        group.steps
      )
    }
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
