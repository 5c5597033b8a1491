import Algorithms
import Analysis
public import Benchmarks
public import JSONDocument
import Simulation

/// What `dsdesign simulate` prints: a trial, its result, and which checks count here.
public struct SimulationReport: Sendable {
  /// What was run, for the title: `orders-db as primary-backup-async`.
  public var title: String
  /// The nodes by their parts and places.
  public var nodes: [String]
  /// What it was put to, in words; empty: nothing.
  public var faults: String
  /// The parameters of the model.
  public var parameters: [ParameterInUse]
  /// What must not happen, by what is needed here.
  public var required: Set<ProtocolFigures.HarmKind>
  /// The command without its seeds.
  public var command: String
  /// What was measured, by seed.
  public var figures: [(seed: UInt64, figures: ProtocolFigures)]
  /// The protocol.
  public var kind: ProtocolKind
  /// What an operation takes, without distances and faults; `nil` where it was not counted.
  public var costs: ProtocolCosts?

  /// A report with all its parts.
  public init(
    title: String, nodes: [String], faults: String, parameters: [ParameterInUse],
    required: Set<ProtocolFigures.HarmKind>, command: String, kind: ProtocolKind,
    costs: ProtocolCosts? = nil, figures: [(seed: UInt64, figures: ProtocolFigures)]
  ) {
    self.title = title
    self.nodes = nodes
    self.faults = faults
    self.parameters = parameters
    self.required = required
    self.command = command
    self.kind = kind
    self.costs = costs
    self.figures = figures.sorted { $0.seed < $1.seed }
  }

  /// All seeds together.
  public var result: TrialResult {
    var result = TrialResult(kind)
    for (seed, figures) in figures { result.add(figures, seed: seed) }
    return result
  }

  /// The first seed that broke what is required, and how.
  public var violation: (seed: UInt64, text: String)? {
    for (seed, figures) in figures {
      for harm in figures.harms where harm.count > 0 && required.contains(harm.kind) {
        return (seed, "\(harm.kind.words): \(harm.first)")
      }
    }
    return nil
  }

  /// The command that repeats one seed.
  public func command(seed: UInt64) -> String { "\(command) --seeds \(seed)..\(seed)" }
}

extension SimulationReport {
  /// As JSON that ``init(json:)`` reads back.
  public var json: JSONValue {
    let result = result
    return [
      "dsdesign_simulation": 1, "title": .string(title), "protocol": .string(kind.rawValue),
      "nodes": .array(nodes.map { .string($0) }), "faults": .string(faults),
      "command": .string(command), "parameters": .array(parameters.map(EvidenceJSON.parameter)),
      "required": .array(required.map(\.rawValue).sorted().map { .string($0) }),
      "costs": costs.map { .object(CostsJSON.write($0)) } ?? .null,
      "summary": .object(summary(result)),
      "violation": violation.map {
        [
          "seed": JSONValue($0.seed), "what": .string($0.text),
          "command": .string(command(seed: $0.seed)),
        ]
      } ?? .null,
      "seeds": .array(figures.map { SeedJSON.write($0.figures, seed: $0.seed) }),
    ]
  }

  private func summary(_ result: TrialResult) -> JSONObject {
    func milliseconds(_ span: Nanoseconds?) -> JSONValue {
      span.map { .double((Double($0) / 1e3).rounded() / 1e3) } ?? .null
    }
    var object: JSONObject = [:]
    object["regions"] = .array(
      result.regions.map { region in
        func share(_ share: ProtocolFigures.Share) -> JSONValue {
          [
            "called": JSONValue(share.called), "answered": JSONValue(share.answered),
            "p50_ms": milliseconds(share.latency.quantile(0.5)),
            "p99_ms": milliseconds(share.latency.quantile(0.99)),
          ]
        }
        return [
          "name": .string(region.name), "before": share(region.before),
          "during": share(region.during), "after": share(region.after),
        ]
      })
    object["unavailable_median_ms"] = milliseconds(result.medianUnavailable)
    object["unavailable_longest_ms"] = milliseconds(result.unavailable.max())
    object["noticed_first_ms"] = milliseconds(
      TrialResult.median(result.detections.compactMap(\.first)))
    object["noticed_by_majority_ms"] = milliseconds(
      TrialResult.median(result.detections.compactMap { $0.isEmpty ? nil : $0[$0.count / 2] }))
    object["harms"] = .array(
      result.harms.map { harm in
        [
          "kind": .string(harm.kind.rawValue), "count": JSONValue(harm.count),
          "of": JSONValue(harm.of), "required": .bool(required.contains(harm.kind)),
        ]
      })
    return object
  }

  /// Reads what `json` wrote; `nil` when it is no such value.
  public init?(json: JSONValue) {
    guard json["dsdesign_simulation"]?.whole == 1,
      let kind = json["protocol"]?.text.flatMap({ ProtocolKind(rawValue: $0) }),
      case .array(let seeds)? = json["seeds"], let command = json["command"]?.text
    else { return nil }
    func texts(_ key: String) -> [String] {
      if case .array(let items)? = json[key] { items.compactMap(\.text) } else { [] }
    }
    var parameters: [ParameterInUse] = []
    if case .array(let items)? = json["parameters"] {
      parameters = items.map {
        ParameterInUse(
          name: $0["name"]?.text ?? "", value: $0["value"]?.text ?? "",
          field: $0["field"]?.text ?? "", assumption: $0["assumed_by"]?.text)
      }
    }
    self.init(
      title: json["title"]?.text ?? "", nodes: texts("nodes"), faults: json["faults"]?.text ?? "",
      parameters: parameters,
      required: Set(texts("required").compactMap { ProtocolFigures.HarmKind(rawValue: $0) }),
      command: command, kind: kind, costs: json["costs"].flatMap(CostsJSON.read),
      figures: seeds.compactMap { SeedJSON.read($0) }.map { ($0.seed, $0.figures) })
  }
}
