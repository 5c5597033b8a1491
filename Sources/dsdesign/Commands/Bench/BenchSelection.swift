import Benchmarks
import Diagnostics

/// Which benchmarks the names on the command line mean.
struct BenchSelection {
  /// The operation benchmarks, in the order of tables.
  private(set) var operations: [AlgorithmBenchmarks] = OperationBenchmarks.all
  /// The protocols, in the order of tables.
  private(set) var protocols: [ProtocolKind] = ProtocolKind.allCases

  /// Those that were named, or all; an unknown name ends the command.
  init(_ names: [String]) throws(Failure) {
    guard !names.isEmpty else { return }
    let ids = operations.map(\.id) + protocols.map(\.rawValue)
    for name in names where !ids.contains(where: { Self.means(name, $0) }) {
      let near = Spelling.nearest(to: name, among: ids + Self.otherNames.map(\.name))
      throw Failure(
        "no benchmark is called '\(Text.escapedForTerminal(name))'", file: "bench",
        help: near.map { "did you mean '\($0)'?" }
          ?? "'dsdesign bench --list' lists what can be measured")
    }
    operations = operations.filter { algorithm in
      names.contains { Self.means($0, algorithm.id) }
    }
    protocols = protocols.filter { kind in names.contains { Self.means($0, kind.rawValue) } }
  }

  /// Leaves one kind of benchmark; where the names have none of it the command ends.
  mutating func restrict(to kind: BenchKind) throws(Failure) {
    if kind == .operations { protocols = [] } else { operations = [] }
    guard operations.isEmpty, protocols.isEmpty else { return }
    let other = kind == .operations ? "protocol" : "operation"
    throw Failure(
      "these names have \(other) benchmarks only", file: "bench",
      help: "'dsdesign bench --list' lists what can be measured")
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

  /// What can be measured, by kind.
  var listing: String {
    let width = (operations.map(\.id) + protocols.map(\.rawValue)).map(\.count).max() ?? 0
    func line(_ id: String, _ text: String) -> [String] {
      let pad = String(repeating: " ", count: width - id.count)
      let blank = String(repeating: " ", count: width + 4)
      return BenchmarkTable.wrapped(text, width: 94 - width).enumerated().map { index, line in
        (index == 0 ? "  \(id)\(pad)  " : blank) + line
      }
    }
    var parts: [String] = []
    if !operations.isEmpty {
      parts += [BenchKind.operations.heading]
      parts += operations.flatMap { algorithm in
        let sizes = algorithm.sizes.map(BenchmarkNumber.grouped).joined(separator: ", ")
        return line(algorithm.id, "\(algorithm.summary) \(algorithm.parameter): \(sizes).")
      }
    }
    if !protocols.isEmpty {
      parts += (parts.isEmpty ? [] : [""]) + [BenchKind.protocols.heading]
      parts += protocols.flatMap { line($0.rawValue, $0.summary) }
    }
    return parts.joined(separator: "\n") + "\n"
  }
}

/// The two kinds of benchmark, which have nothing to do with each other.
enum BenchKind: String, CaseIterable {
  case operations, protocols

  var heading: String {
    switch self {
    case .operations: "Operation benchmarks (wall clock on this machine)"
    case .protocols: "Protocol benchmarks (virtual time on a topology)"
    }
  }
}
