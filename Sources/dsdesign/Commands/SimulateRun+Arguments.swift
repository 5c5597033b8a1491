import Analysis
import Benchmarks
import Diagnostics
import Evidence
import Knowledge

/// What a run is put to.
enum ChosenFaults {
  case kinds([FaultKind])
  case schedule([ProtocolFault])

  func words(_ built: BuiltRun) -> String {
    switch self {
    case .kinds(let kinds):
      kinds.map { $0 == .partition ? "the network is cut (\(built.cutWords))" : $0.words }
        .joined(separator: ", ")
    case .schedule(let faults):
      "\(faults.count) fault\(faults.count == 1 ? "" : "s") of the schedule"
    }
  }
}

extension SimulateRun {
  /// What the options name, checked against the description.
  func target(_ analysis: Analysis) throws -> RunTarget {
    let kind = try self.kind.map { name -> ProtocolKind in
      guard let kind = ProtocolKind(rawValue: name) else {
        throw Self.unknown("protocol", name, ProtocolKind.allCases.map(\.rawValue))
      }
      return kind
    }
    let changes = try set.map { text -> ParameterChange in
      guard let change = ParameterChange(text) else {
        throw Failure(
          "'--set \(text)' sets nothing",
          help: "a name and a value such as flush=2ms or copies=3; names: "
            + Parameter.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return change
    }
    let subject = try subject(kind, analysis)
    if let kind, !subject.fits(kind) {
      let fitting = ProtocolKind.allCases.filter(subject.fits).map(\.rawValue)
      throw Failure(
        "'\(kind.rawValue)' is no protocol for \(subject.name)",
        help: "these are: \(fitting.joined(separator: ", "))")
    }
    return RunTarget(subject, kind, changes: changes)
  }

  static func unknown(_ what: String, _ name: String, _ known: [String]) -> Failure {
    Failure(
      "there is no \(what) '\(name)'",
      help: Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "there are \(known.joined(separator: ", "))")
  }

  private func subject(_ kind: ProtocolKind?, _ analysis: Analysis) throws -> RunSubject {
    let named = [operation ?? store, coordination, failureDetection].compactMap { $0 }
    guard named.count == 1 else {
      throw Failure(
        named.isEmpty ? "nothing is named to run" : "more than one thing is named to run",
        help:
          "one of --operation NAME (with --store NAME where it has several), --coordination NAME, --failure-detection NAME"
      )
    }
    if let coordination {
      try check(coordination, "coordination", .coordination, analysis)
      return .coordination(coordination)
    }
    if let failureDetection {
      try check(failureDetection, "failure detection", .failureDetection, analysis)
      return .detection(failureDetection)
    }
    if let store { try check(store, "store", .store, analysis) }
    guard let operation else { return .store(store ?? "", operation: nil) }
    try check(operation, "operation", .operation, analysis)
    if let store { return .store(store, operation: operation) }
    return try subject(of: operation, kind, analysis)
  }

  /// The family of the protocol decides; without one the steps, where it has several participants.
  private func subject(
    of operation: String, _ kind: ProtocolKind?, _ analysis: Analysis
  ) throws -> RunSubject {
    let ground = analysis.ground.operation(operation)
    switch kind?.family {
    case .transaction?: return .steps(operation: operation)
    case .publication?: return .event(operation: operation)
    case nil where (ground?.participants.count ?? 0) > 1: return .steps(operation: operation)
    default: break
    }
    guard let store = ground?.stores.first else {
      throw Failure("'\(operation)' asks no store", file: file)
    }
    return .store(store, operation: operation)
  }

  private func check(
    _ name: String, _ what: String, _ kind: SubjectKind, _ analysis: Analysis
  ) throws {
    let known = analysis.facts.all(kind).map(\.name)
    if !known.contains(name) { throw Self.unknown(what, name, known) }
  }

  /// The faults of the options, or of the schedule.
  func faults(_ built: BuiltRun) throws -> ChosenFaults {
    if let schedule {
      guard fault.isEmpty else {
        throw Failure("--fault and --schedule both say what goes wrong", help: "use one of them")
      }
      let file = FaultScheduleFile(try Files.read(schedule), for: built.run.site)
      Terminal.report(file.diagnostics)
      if file.diagnostics.contains(where: { $0.severity == .error }) { Terminal.exit(2) }
      return .schedule(file.faults)
    }
    return .kinds(
      try fault.map { name in
        guard let kind = FaultKind(rawValue: name) else {
          throw Self.unknown("fault", name, FaultKind.allCases.map(\.rawValue))
        }
        let family = built.run.kind.family
        if kind == .outageAndRestart, family != .publication, family != .transaction {
          throw Failure(
            "'\(name)' is a fault of operations with several participants, and of published events")
        }
        return kind
      })
  }
}

/// The seeds of a command: `1..20`, and of a shard every n-th.
struct SeedRange {
  let all: [UInt64]

  init(_ text: String, shard: String?) throws {
    let ends = text.split(separator: ".", omittingEmptySubsequences: true).map { UInt64($0) }
    let from = ends.first ?? nil
    let to = ends.last ?? nil
    guard let from, let to, ends.count <= 2, from <= to, to - from < 1_000_000,
      ends.count == 1 || text.contains("..")
    else {
      throw Failure("'--seeds \(text)' is no range of seeds", help: "write 1..20")
    }
    var seeds = Array(from...to)
    if let shard {
      let parts = shard.split(separator: "/").map { Int($0) }
      guard parts.count == 2, let place = parts[0], let count = parts[1], count > 0,
        (1...count).contains(place)
      else {
        throw Failure("'--shard \(shard)' is no shard", help: "write 1/4 … 4/4")
      }
      seeds = seeds.enumerated().filter { $0.offset % count == place - 1 }.map(\.element)
      guard !seeds.isEmpty else {
        throw Failure("shard \(shard) has no seed of \(text)", help: "use more seeds")
      }
    }
    all = seeds
  }
}
