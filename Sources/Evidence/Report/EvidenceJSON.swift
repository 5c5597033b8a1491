import Analysis
import Benchmarks
public import JSONDocument

/// Evidence as JSON: part of the report, and what `--verify` reads back.
public struct EvidenceJSON {
  private let file: String

  /// For a report on a description read from `file`.
  public init(file: String) { self.file = file }

  /// A comparison with all its figures, each with the run and the command that repeats it.
  public func comparison(_ comparison: Comparison) -> JSONValue {
    [
      "topic": .string(comparison.topic), "subject": .string(comparison.subject),
      "scenario": .string(comparison.scenario), "cut": .string(comparison.cut),
      "verdict": .string(comparison.verdict),
      "parameters": .array(comparison.parameters.map(Self.parameter)),
      "rows": .array(
        comparison.rows.map { row in
          [
            "title": .string(row.title), "option": row.option.map { .string($0) } ?? .null,
            "protocol": .string(row.kind.rawValue), "chosen": .bool(row.isChosen),
            "in_use": .bool(row.isInUse),
            "added_nodes": .array(row.added.map { .string($0) }),
            "figures": .array(row.all.map(figure)),
          ]
        }),
    ]
  }

  /// A parameter of a model.
  public static func parameter(_ parameter: ParameterInUse) -> JSONValue {
    [
      "name": .string(parameter.name), "value": .string(parameter.value),
      "field": .string(parameter.field),
      "assumed_by": parameter.assumption.map { .string($0) } ?? .null,
    ]
  }

  private func figure(_ figure: Figure) -> JSONValue {
    var object: JSONObject = [:]
    object["id"] = .string(figure.measure.id)
    object["value"] = figure.value.map { .double($0) } ?? .null
    object["unit"] = .string(figure.measure.unit)
    if let of = figure.of { object["of"] = JSONValue(of) }
    object["run"] = Self.run(figure.trial)
    object["command"] = .string(figure.trial.command(file))
    return .object(object)
  }

  private static func run(_ trial: Trial) -> JSONValue {
    var object: JSONObject = [:]
    switch trial.target.subject {
    case .store(let store, let operation):
      object["store"] = .string(store)
      if let operation { object["operation"] = .string(operation) }
    case .steps(let operation), .event(let operation): object["operation"] = .string(operation)
    case .coordination(let name): object["coordination"] = .string(name)
    case .detection(let name): object["failure_detection"] = .string(name)
    }
    object["protocol"] = trial.target.kind.map { .string($0.rawValue) } ?? .null
    object["set"] = .array(trial.target.changes.map { .string($0.text) })
    object["faults"] = .array(trial.faults.map { .string($0.rawValue) })
    object["first_seed"] = JSONValue(trial.seed)
    object["seeds"] = JSONValue(trial.seeds)
    return .object(object)
  }

  /// The trial that `run` stands for; `nil` when it is not one of ours.
  static func trial(_ run: JSONValue) -> Trial? {
    guard let kind = run["protocol"]?.text.flatMap({ ProtocolKind(rawValue: $0) }) else {
      return nil
    }
    let subject: RunSubject
    let operation = run["operation"]?.text
    if let store = run["store"]?.text {
      subject = .store(store, operation: operation)
    } else if let name = run["coordination"]?.text {
      subject = .coordination(name)
    } else if let name = run["failure_detection"]?.text {
      subject = .detection(name)
    } else if let operation {
      subject =
        kind.family == .publication ? .event(operation: operation) : .steps(operation: operation)
    } else {
      return nil
    }
    guard case .array(let set)? = run["set"], case .array(let faults)? = run["faults"],
      let seed = run["first_seed"]?.whole.flatMap({ UInt64(exactly: $0) }),
      let seeds = run["seeds"]?.whole, (1...10_000).contains(seeds)
    else { return nil }
    return Trial(
      RunTarget(subject, kind, changes: set.compactMap { $0.text.flatMap { ParameterChange($0) } }),
      faults.compactMap { $0.text.flatMap { FaultKind(rawValue: $0) } }, seed: seed,
      seeds: Int(seeds))
  }

  /// A counterexample beside its finding.
  public func counterexample(_ example: Counterexample) -> JSONValue {
    [
      "id": .string(example.id.text), "scenario": .string(example.id.scenario),
      "protocol": .string(example.kind.rawValue), "harm": .string(example.harm.kind.rawValue),
      "operations": JSONValue(example.operations),
      "story": .array(example.story.map { .string($0) }),
      "command": .string(example.command(file)),
    ]
  }
}

extension JSONValue {
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var whole: Int64? {
    switch self {
    case .int(let value): value
    case .uint(let value): Int64(exactly: value)
    default: nil
    }
  }
  var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }
}
