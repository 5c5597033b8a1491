internal import Algorithms
public import JSONDocument

/// A run of protocol benchmarks as JSON, and two of them held against each other.
public enum ProtocolJSON {
  /// The report as JSON; units stand in the keys.
  public static func value(_ report: ProtocolReport) -> JSONValue {
    let plan = report.plan
    return [
      "kind": "virtual time on a topology",
      "topology": .string(plan.siteDescription), "seed": JSONValue(plan.seed),
      "leader_losses": JSONValue(plan.losses),
      "processing": [
        "per_input_ns": .int(plan.processing.perInput),
        "per_send_ns": .int(plan.processing.perSend),
      ],
      "protocols": .array(
        report.results.map { result in
          ["protocol": .string(result.kind.rawValue), "sizes": .array(result.sizes.map(value))]
        }),
    ]
  }

  private static func value(_ size: ProtocolMeasurement) -> JSONValue {
    var object: JSONObject = ["nodes": JSONValue(size.nodes)]
    if let costs = size.costs {
      let isDetector = size.detection != nil
      object[isDetector ? "messages_per_second_and_member" : "messages"] = .double(costs.messages)
      object[isDetector ? "bytes_per_second_and_member" : "bytes"] = .double(costs.bytes)
      object["round_trips"] = costs.roundTrips.map { .double($0) }
      object["flushes"] = costs.flushes.map { .double($0) }
      object["metadata_bytes"] = costs.metadataBytes.map { JSONValue($0) }
    }
    if !size.latency.isEmpty { object["latency"] = .array(size.latency.map(value)) }
    object["leader_loss"] = size.leaderLoss.map(value)
    object["detection"] = size.detection.map(value)
    object["partition"] = size.partition.map(value)
    object["saturation"] = size.saturation.map { saturation in
      [
        "operations_per_second": .double(saturation.perSecond),
        "clients_per_place": JSONValue(saturation.clientsPerPlace),
        "is_limit_of_search": .bool(saturation.isLimit),
      ]
    }
    return .object(object)
  }

  private static func value(_ latency: ProtocolMeasurement.Latency) -> JSONValue {
    [
      "place": .string(latency.place), "operations": JSONValue(latency.count),
      "p50_ms": milliseconds(latency.p50), "p99_ms": milliseconds(latency.p99),
    ]
  }

  private static func value(_ loss: ProtocolMeasurement.LeaderLoss) -> JSONValue {
    [
      "gap_median_ms": milliseconds(loss.medianGap), "gap_longest_ms": milliseconds(loss.gaps.last),
      "gaps_ms": .array(loss.gaps.map { milliseconds($0) }), "harm": harms(loss.harms),
    ]
  }

  private static func value(_ detection: ProtocolMeasurement.Detection) -> JSONValue {
    [
      "noticed_p50_ms": milliseconds(detection.times.quantile(0.5)),
      "noticed_p99_ms": milliseconds(detection.times.quantile(0.99)),
      "wrongly_suspected": JSONValue(detection.falseSuspicions),
      "unnoticed": JSONValue(detection.unnoticed),
    ]
  }

  private static func value(_ partition: ProtocolMeasurement.Partition) -> JSONValue {
    [
      "cut_off": .string(partition.cutOff),
      "places": .array(
        partition.places.map {
          [
            "place": .string($0.place), "answered_during": $0.during.map { .double($0) } ?? .null,
            "answered_after": $0.after.map { .double($0) } ?? .null,
          ]
        }),
      "harm": harms(partition.harms),
    ]
  }

  private static func harms(_ harms: [ProtocolFigures.Harm]) -> JSONValue {
    .object(
      JSONObject(
        harms.map {
          (key: $0.kind.rawValue.replacing("-", with: "_"), value: JSONValue($0.count))
        }))
  }

  private static func milliseconds(_ span: Nanoseconds?) -> JSONValue {
    span.map { .double(Double($0) / 1e6) } ?? .null
  }
}

// MARK: - Comparison

extension ProtocolJSON {
  /// What differs between two runs, in sentences. Figures are exact: any difference is a change of
  /// the protocols, of their parameters or of the topology.
  public static func differences(now: JSONValue, before: JSONValue) -> [String] {
    var lines: [String] = []
    for key in ["topology", "seed", "leader_losses", "processing"] where now[key] != before[key] {
      lines.append("Warning: the baseline has another \(key.replacing("_", with: " ")).")
    }
    let old = Dictionary(
      leaves(before["protocols"]).map { ($0.path, $0.value) },
      uniquingKeysWith: { first, _ in first })
    let new = leaves(now["protocols"])
    let shared = new.filter { old[$0.path] != nil }
    let changed = shared.filter { old[$0.path] != $0.value }
    if shared.isEmpty { return lines + ["The baseline has none of these protocols."] }
    let count = BenchmarkNumber.grouped(shared.count)
    if changed.isEmpty { return lines + ["All \(count) figures are those of the baseline."] }
    lines.append(
      "\(BenchmarkNumber.grouped(changed.count)) of \(count) figures are not those of the baseline:"
    )
    lines += changed.prefix(20).map { leaf in
      "\(leaf.path): \(JSONWriter.text(old[leaf.path] ?? .null)) was, "
        + "\(JSONWriter.text(leaf.value)) is."
    }
    if changed.count > 20 { lines.append("… and \(changed.count - 20) more.") }
    return lines
  }

  /// Every number and word with the way to it; parts of lists are named by what they are about.
  private static func leaves(_ value: JSONValue?, at path: String = "")
    -> [(path: String, value: JSONValue)]
  {
    func below(_ name: String) -> String { path.isEmpty ? name : path + ", " + name }
    switch value {
    case .object(let object)?:
      return object.members.flatMap { leaves($0.value, at: below($0.key)) }
    case .array(let items)?:
      return items.enumerated().flatMap { leaves($1, at: below(name(of: $1) ?? "\($0 + 1)")) }
    case let leaf?: return [(path, leaf)]
    case nil: return []
    }
  }

  private static func name(of item: JSONValue) -> String? {
    if case .string(let text)? = item["protocol"] ?? item["place"] { return text }
    if case .int(let nodes)? = item["nodes"] { return "\(nodes) nodes" }
    return nil
  }
}
