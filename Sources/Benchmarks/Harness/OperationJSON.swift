public import JSONDocument

/// A run of operation benchmarks as JSON and back: what `--save` writes and `--baseline` reads.
public enum OperationJSON {
  /// The report as JSON; units stand in the keys.
  public static func value(_ report: OperationReport) -> JSONValue {
    let settings = report.settings
    var root: JSONObject = [
      "kind": "wall clock on this machine",
      "machine": machine(report.machine),
      "settings": [
        "rounds": JSONValue(settings.rounds), "samples_per_round": JSONValue(settings.samples),
        "sample_ns": .int(settings.sampleTime), "warm_up_ns": .int(settings.warmUp),
        "seed": JSONValue(settings.seed),
      ],
      "empty_loop_ns": report.emptyLoop.map { .double($0) } ?? .null,
    ]
    if let repeatability = report.repeatability {
      root["repeatability"] = value(repeatability)
    }
    root["algorithms"] = .array(report.results.map(value))
    return .object(root)
  }

  private static func machine(_ machine: Machine) -> JSONValue {
    [
      "processor": .string(machine.processor), "cores": JSONValue(machine.cores),
      "system": .string(machine.system), "build": .string(machine.build),
      "optimised": .bool(machine.isOptimised),
      "frequency_governor": machine.frequencyGovernor.map { .string($0) } ?? .null,
    ]
  }

  private static func value(_ repeatability: Repeatability) -> JSONValue {
    [
      "within_5_percent": .bool(repeatability.holds), "noisy": .bool(repeatability.isNoisy),
      "measured": JSONValue(repeatability.measured),
      "doubtful": .array(
        repeatability.doubtful.map {
          ["name": .string($0.name), "uncertainty": .double($0.uncertainty)]
        }),
      "drift": repeatability.drift.map { .double($0) } ?? .null,
      "likely_causes": .array(repeatability.causes.map { .string($0) }),
    ]
  }

  private static func value(_ algorithm: AlgorithmResult) -> JSONValue {
    [
      "algorithm": .string(algorithm.id), "measures": .string(algorithm.summary),
      "parameter": .string(algorithm.parameter),
      "sizes": .array(algorithm.sizes.map(value)),
      "growth": .array(
        algorithm.operationNames.compactMap { name in
          algorithm.growth(of: name).map { fit in
            [
              "operation": .string(name), "exponent": .double(fit.exponent),
              "standard_error": .double(fit.error), "exponent_at_end": .double(fit.atEnd),
            ]
          }
        }),
    ]
  }

  private static func value(_ size: SizeResult) -> JSONValue {
    [
      "size": JSONValue(size.size),
      "metadata_bytes": size.metadataBytes.map { JSONValue($0) } ?? .null,
      "memory_bytes": size.memoryBytes.map { JSONValue($0) } ?? .null,
      "operations": .array(size.operations.map(value)),
    ]
  }

  private static func value(_ operation: OperationResult) -> JSONValue {
    [
      "operation": .string(operation.name), "median_ns": .double(operation.median),
      "low_ns": .double(operation.interval?.low ?? .nan),
      "high_ns": .double(operation.interval?.high ?? .nan),
      "coverage": .double(operation.interval?.coverage ?? .nan),
      "interquartile_range_ns": .double(operation.interquartileRange),
      "outliers": JSONValue(operation.outliers), "samples": JSONValue(operation.samples),
      "round_medians_ns": .array(operation.roundMedians.map { .double($0) }),
    ]
  }

  /// What changed, as JSON.
  public static func value(_ comparison: OperationComparison) -> JSONValue {
    [
      "method": .string(OperationComparison.method),
      "compared": JSONValue(comparison.rows.count),
      "changed": .array(
        comparison.changed.map {
          [
            "name": .string($0.name), "verdict": .string($0.verdict.rawValue),
            "before_ns": .double($0.before), "now_ns": .double($0.now),
            "shift": .double($0.shift), "noise": .double($0.noise), "p": .double($0.probability),
          ]
        }),
      "bytes": .array(
        comparison.bytes.map {
          [
            "name": .string($0.name), "before": JSONValue($0.before), "now": JSONValue($0.now),
          ]
        }),
      "added": .array(comparison.added.map { .string($0) }),
      "missing": .array(comparison.missing.map { .string($0) }),
    ]
  }
}

// MARK: - Reading

extension OperationJSON {
  /// The report in a JSON value; `nil` when it is none.
  ///
  /// Derived figures are computed anew from the medians of rounds, so a file cannot contradict
  /// itself.
  public static func report(_ json: JSONValue) -> OperationReport? {
    guard let machine = json["machine"], let processor = machine["processor"]?.text,
      let cores = machine["cores"]?.count, let system = machine["system"]?.text,
      let build = machine["build"]?.text, case .bool(let isOptimised)? = machine["optimised"],
      let settings = json["settings"], let rounds = settings["rounds"]?.count,
      let samples = settings["samples_per_round"]?.count,
      let sampleTime = settings["sample_ns"]?.count,
      let algorithms = json["algorithms"]?.items
    else { return nil }
    let results = algorithms.compactMap(algorithm)
    guard results.count == algorithms.count else { return nil }
    return OperationReport(
      machine: Machine(
        processor: processor, cores: cores, system: system, build: build, isOptimised: isOptimised,
        frequencyGovernor: machine["frequency_governor"]?.text),
      settings: .init(rounds: rounds, samples: samples, sampleTime: Int64(sampleTime)),
      emptyLoop: json["empty_loop_ns"]?.number, results: results, repeatability: nil)
  }

  private static func algorithm(_ json: JSONValue) -> AlgorithmResult? {
    guard let id = json["algorithm"]?.text, let parameter = json["parameter"]?.text,
      let sizes = json["sizes"]?.items
    else { return nil }
    let read = sizes.compactMap(size)
    guard read.count == sizes.count else { return nil }
    return AlgorithmResult(
      id: id, summary: json["measures"]?.text ?? "", parameter: parameter, sizes: read)
  }

  private static func size(_ json: JSONValue) -> SizeResult? {
    guard let size = json["size"]?.count, let operations = json["operations"]?.items else {
      return nil
    }
    let read = operations.compactMap(operation)
    guard read.count == operations.count else { return nil }
    return SizeResult(
      size: size, metadataBytes: json["metadata_bytes"]?.count,
      memoryBytes: json["memory_bytes"]?.count, operations: read)
  }

  private static func operation(_ json: JSONValue) -> OperationResult? {
    guard let name = json["operation"]?.text, let medians = json["round_medians_ns"]?.items,
      !medians.isEmpty
    else { return nil }
    let numbers = medians.compactMap(\.number).filter { $0 >= 0 }
    guard numbers.count == medians.count else { return nil }
    return OperationResult(
      name: name, roundMedians: numbers,
      interquartileRange: json["interquartile_range_ns"]?.number ?? 0,
      outliers: json["outliers"]?.count ?? 0, samples: json["samples"]?.count ?? numbers.count)
  }
}

extension JSONValue {
  fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }

  fileprivate var items: [JSONValue]? { if case .array(let items) = self { items } else { nil } }

  /// A whole number from 0 on that an `Int` holds.
  fileprivate var count: Int? {
    if case .int(let number) = self, number >= 0 { Int(exactly: number) } else { nil }
  }

  fileprivate var number: Double? {
    switch self {
    case .double(let number): number
    case .int(let number): Double(number)
    default: nil
    }
  }
}
