import Benchmarks
import Diagnostics
import JSONDocument

/// A run of benchmarks, beside an earlier one if there is one.
struct BenchOutput {
  private let operations: OperationReport
  private let earlier: OperationReport?
  private let comparison: OperationComparison?

  init(_ operations: OperationReport, against earlier: OperationReport?) {
    self.operations = operations
    self.earlier = earlier
    comparison = earlier.map { OperationComparison(operations.results, against: $0.results) }
  }

  private static let heading = "Operation benchmarks (wall clock on this machine)"

  /// As text of at most so many columns, where tables allow.
  func text(width: Int) -> String {
    let width = max(40, width)
    var parts = [
      ([Self.heading] + operations.preamble.flatMap { BenchmarkTable.wrapped($0, width: width) })
        .joined(separator: "\n") + "\n"
    ]
    parts += operations.tables.map { $0.text(width: width) }
    parts.append(paragraph(operations.verdict, width))
    if let comparison, let earlier {
      if let table = comparison.table { parts.append(table.text(width: width)) }
      parts.append(paragraph(comparison.remarks(now: operations, before: earlier), width))
    }
    return parts.joined(separator: "\n")
  }

  private func paragraph(_ sentences: [String], _ width: Int) -> String {
    sentences.flatMap { BenchmarkTable.wrapped($0, width: width) }.joined(separator: "\n") + "\n"
  }

  /// As Markdown.
  var markdown: String {
    var parts = ["# \(Self.heading)\n"]
    parts += operations.preamble.map { $0 + "\n" }
    parts += operations.tables.map { $0.markdown(level: 2) }
    parts.append("## How well it repeats\n")
    parts += operations.verdict.map { $0 + "\n" }
    if let comparison, let earlier {
      parts.append(
        comparison.table?.markdown(level: 2) ?? "## Changed against the baseline\n")
      parts += comparison.remarks(now: operations, before: earlier).map { $0 + "\n" }
    }
    return parts.joined(separator: "\n")
  }

  /// As JSON with a line break at the end.
  func json(withComparison: Bool) -> String {
    var operations = OperationJSON.value(self.operations)
    if withComparison, let comparison, case .object(var object) = operations {
      object["comparison"] = OperationJSON.value(comparison)
      operations = .object(object)
    }
    let root: JSONValue = ["dsdesign_bench": 1, "operations": operations]
    return JSONWriter.text(root, pretty: true) + "\n"
  }
}

/// A run that was kept.
enum BenchFile {
  /// The operation benchmarks in a file; anything else ends the command.
  static func read(_ path: String) throws(Failure) -> OperationReport {
    let file = try Files.read(path)
    let (json, diagnostics) = JSONReader.read(file)
    guard let json, diagnostics.isEmpty else { throw Failure(diagnostics) }
    guard json["dsdesign_bench"] == 1, let operations = json["operations"],
      let report = OperationJSON.report(operations)
    else {
      throw Failure(
        "this is no run of 'dsdesign bench'", file: file.name,
        help: "keep one with 'dsdesign bench --save FILE'")
    }
    return report
  }
}

/// A line on standard error that tells how far a long command is; only where a person reads it.
struct ProgressLine {
  private let label: String
  private let isShown = Terminal.isPerson(at: 2)
  private var shown = -1

  init(_ label: String) { self.label = label }

  /// - Parameter share: What is done, from 0 to 1.
  mutating func show(_ share: Double) {
    let percent = Int(max(0, min(1, share)) * 100)
    guard isShown, percent != shown else { return }
    shown = percent
    Terminal.printError("\r\(label): \(percent) %")
  }

  mutating func clear() {
    guard isShown, shown >= 0 else { return }
    shown = -1
    Terminal.printError("\r\u{1B}[K")
  }
}
