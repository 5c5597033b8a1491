import Benchmarks
import Diagnostics

/// Which benchmarks the names on the command line mean.
struct BenchSelection {
  /// The operation benchmarks, in the order of tables.
  let operations: [AlgorithmBenchmarks]

  /// Those that were named, or all; an unknown name ends the command.
  init(_ names: [String]) throws(Failure) {
    guard !names.isEmpty else {
      operations = OperationBenchmarks.all
      return
    }
    let ids = OperationBenchmarks.all.map(\.id)
    for name in names where !ids.contains(where: { Self.means(name, $0) }) {
      let near = Spelling.nearest(to: name, among: ids + Self.otherNames.map(\.name))
      throw Failure(
        "no benchmark is called '\(Text.escapedForTerminal(name))'", file: "bench",
        help: near.map { "did you mean '\($0)'?" }
          ?? "'dsdesign bench --list' lists what can be measured")
    }
    operations = OperationBenchmarks.all.filter { algorithm in
      names.contains { Self.means($0, algorithm.id) }
    }
  }

  /// Other names that people know an algorithm by.
  private static let otherNames = [
    (name: "two-phase-commit", id: "2pc"), (name: "paxos", id: "multi-paxos"),
    (name: "hlc", id: "hybrid-clock"), (name: "dvv", id: "dotted-version-vector"),
    (name: "g-counter", id: "grow-only-counter"),
    (name: "last-writer-wins-map", id: "lww-map"), (name: "observed-remove-set", id: "or-set"),
  ]

  /// Whether a name means an algorithm: its own or another name, or how its name begins.
  private static func means(_ name: String, _ id: String) -> Bool {
    let name = name.lowercased()
    return id == name || id.hasPrefix(name + "-")
      || otherNames.contains { $0.name == name && $0.id == id }
  }

  /// What can be measured, a line each.
  static func listing(_ algorithms: [AlgorithmBenchmarks]) -> String {
    let width = algorithms.map(\.id.count).max() ?? 0
    let lines = algorithms.flatMap { algorithm in
      let pad = String(repeating: " ", count: width - algorithm.id.count)
      let sizes = algorithm.sizes.map(BenchmarkNumber.grouped).joined(separator: ", ")
      return BenchmarkTable.wrapped(
        "  \(algorithm.id)\(pad)  \(algorithm.summary) \(algorithm.parameter): \(sizes).",
        width: 98, indent: width + 4)
    }
    return "Operation benchmarks (wall clock on this machine)\n" + lines.joined(separator: "\n")
      + "\n"
  }
}
