import Analysis
import JSONDocument
import Knowledge

/// The numbers of a report as JSON: units stand in the keys.
struct NumbersJSON {
  let analysis: Analysis

  private var numbers: SystemNumbers { analysis.numbers }

  /// To the microsecond; `null` for what has no end.
  private func time(_ milliseconds: Double?) -> JSONValue {
    guard let milliseconds, milliseconds.isFinite else { return .null }
    return .double((milliseconds * 1000).rounded() / 1000)
  }

  /// To nine digits: availabilities differ far behind the point.
  private func share(_ share: Double?) -> JSONValue {
    guard let share, share.isFinite else { return .null }
    return .double((share * 1e9).rounded() / 1e9)
  }

  private func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  // MARK: One operation

  func addLatency(_ index: Int, _ budget: Double?, to latency: inout JSONObject) {
    guard numbers.operations.indices.contains(index),
      let figures = numbers.operations[index].latency
    else { return }
    latency["from"] = .string(figures.region)
    latency["p50_ms"] = time(figures.milliseconds(atQuantile: 0.5))
    latency["p99_ms"] = time(figures.milliseconds(atQuantile: 0.99))
    latency["p999_ms"] = time(figures.milliseconds(atQuantile: 0.999))
    if let budget {
      latency["within_budget"] = share(figures.share(withinMilliseconds: budget))
    }
  }

  func add(_ index: Int, to object: inout JSONObject) {
    guard numbers.operations.indices.contains(index) else { return }
    let operation = numbers.operations[index]
    if let availability = operation.availability {
      var view: JSONObject = [:]
      view["estimate"] = share(availability.availability)
      if let target = analysis.operations[index].availabilityTarget {
        view["target"] = share(target)
      }
      view["minutes_down_per_month"] = time(availability.minutesPerMonth)
      object["availability"] = .object(view)
    }
    object["survives"] = [
      "losses": texts(operation.survives.map(\.rawValue)),
      "single_points": texts(operation.singlePoints.map(\.name)),
      "smallest_cut": texts(operation.smallestCut),
    ]
    if let staleness = operation.staleness {
      var view: JSONObject = [:]
      view["cause"] = .string(staleness.cause.rawValue)
      view["fresh_at_once"] = share(staleness.freshAtOnce)
      view["fresh_after_ms"] = time(staleness.freshAfterMilliseconds)
      if let bound = analysis.operations[index].stalenessMilliseconds {
        view["bound_ms"] = time(bound)
        view["fresh_within_bound"] = share(
          staleness.probabilityFresh(afterMilliseconds: bound))
      }
      object["staleness"] = .object(view)
    }
    object["way"] = .int(Int64(numbers.details.wayOfOperation[index]))
  }

  // MARK: The system

  var system: JSONValue {
    let details = numbers.details
    return [
      "assumptions": .array(numbers.assumedKeys.map(assumption)),
      "distances": .array(numbers.distances.map(distance)),
      "clock": clock,
      "ways": .array(details.ways.map(way)),
      "leases": .array(details.leases.map(lease)),
      "detectors": .array(details.detectors.map(detector)),
      "elections": .array(details.elections.map(election)),
      "dropped_writes": .array(details.droppedWrites.map(dropped)),
      "retries": .array(
        details.retries.map {
          [
            "operation": .string($0.operation), "chain": texts($0.chain),
            "worst_factor": time($0.worstFactor),
          ]
        }),
      "timeouts": .array(
        details.timeouts.map {
          [
            "operation": .string($0.operation), "timeout_ms": time($0.timeoutMilliseconds),
            "callee": .string($0.callee), "p99_ms": time($0.p99Milliseconds),
            "stated": .bool($0.isStated),
          ]
        }),
      "placements": .array(details.placements.map(placement)),
      "quorums": .array(details.quorums.map(quorum)),
    ]
  }

  private func assumption(_ key: AssumedValues.Key) -> JSONValue {
    let entry = analysis.knowledge.defaults[key.rawValue]
    return [
      "id": .string(key.rawValue), "value": .string(entry?.text ?? "built in"),
      "meaning": .string(entry?.meaning ?? ""), "basis": .string(entry?.basis ?? "planning"),
      "field": entry?.overriddenBy.map { .string($0) } ?? .null,
      "sources": .array(
        (entry?.sources ?? []).map {
          ["cite": .string($0.cite), "at": $0.at.map { .string($0) } ?? .null]
        }),
    ]
  }

  private func distance(_ distance: DistanceNumbers) -> JSONValue {
    [
      "between": texts([distance.between.0, distance.between.1]),
      "round_trip_ms": time(distance.milliseconds), "origin": .string(distance.origin),
      "light_ms": time(distance.lightMilliseconds),
    ]
  }

  private var clock: JSONValue {
    [
      "max_offset_ms": time(numbers.clockMilliseconds), "stated": .bool(numbers.isClockStated),
      "commit_wait_ms": time(numbers.clockMilliseconds),
    ]
  }

  private func loss(_ loss: Loss) -> JSONValue {
    [
      "kind": .string(loss.kind.rawValue), "name": .string(loss.name),
      "alike": .int(Int64(loss.alike)),
    ]
  }

  private func way(_ way: NumberDetails.Way) -> JSONValue {
    let operation = numbers.operations[way.operations[0]]
    var view: JSONObject = [:]
    view["operations"] = texts(way.operations.map { analysis.operations[$0].subject.name })
    view["latency"] = .array(
      operation.latencies.map {
        [
          "from": .string($0.region), "floor_ms": time($0.floorMilliseconds),
          "p50_ms": time($0.milliseconds(atQuantile: 0.5)),
          "p99_ms": time($0.milliseconds(atQuantile: 0.99)),
          "p999_ms": time($0.milliseconds(atQuantile: 0.999)),
        ]
      })
    view["options"] = .array(
      way.options.map {
        [
          "protocol": .string($0.id), "in_use": .bool($0.isInUse),
          "p50_ms": time($0.p50Milliseconds), "p99_ms": time($0.p99Milliseconds),
          "p999_ms": time($0.p999Milliseconds),
        ]
      })
    view["losses"] = .array(
      operation.losses.map { entry in
        var object: JSONObject = [:]
        object["kind"] = .string(entry.loss.kind.rawValue)
        object["name"] = .string(entry.loss.name)
        object["alike"] = .int(Int64(entry.loss.alike))
        object["outcome"] = .string(entry.outcome.state.rawValue)
        object["pause_s"] = .double(entry.outcome.pauseSeconds)
        object["refused_in"] = texts(entry.outcome.refusedIn)
        object["loses"] = entry.outcome.loses.map { .string($0.rawValue) } ?? .null
        return .object(object)
      })
    view["fatal_pairs"] = .array(way.pairs.map { .array([loss($0.first), loss($0.second)]) })
    view["availability"] =
      operation.availability.map { availability in
        [
          "estimate": share(availability.availability), "rest": share(availability.rest),
          "factors": .array(
            operation.factors.map {
              [
                "name": .string($0.name), "availability": share($0.availability),
                "stated": .bool($0.isStated),
                "minutes_down_per_month": time($0.minutesPerMonth),
              ]
            }),
        ]
      } ?? .null
    view["staleness"] = operation.staleness.map(staleness) ?? .null
    view["assumes"] = texts(operation.assumed.map(\.rawValue))
    return .object(view)
  }

  private func staleness(_ staleness: StalenessEstimate) -> JSONValue {
    [
      "cause": .string(staleness.cause.rawValue), "fresh_at_once": share(staleness.freshAtOnce),
      "fresh_after_ms": time(staleness.freshAfterMilliseconds),
      "choices": .array(
        staleness.choices.map {
          [
            "read": .int(Int64($0.read)), "write": .int(Int64($0.write)),
            "fresh_at_once": share($0.freshAtOnce),
            "fresh_after_ms": time($0.freshAfterMilliseconds),
            "read_p999_ms": time($0.readMilliseconds),
            "write_p999_ms": time($0.writeMilliseconds),
          ]
        }),
    ]
  }

  private func lease(_ lease: LeaseNumbers) -> JSONValue {
    [
      "name": .string(lease.name), "ttl_ms": time(lease.ttlMilliseconds),
      "renew_every_ms": time(lease.renewEveryMilliseconds),
      "round_trip_ms": time(lease.roundTripMilliseconds),
      "pause_ms": time(lease.pauseMilliseconds),
      "holder_stops_after_ms": time(lease.holderStopsAfterMilliseconds),
      "last_start_ms": time(lease.lastStartMilliseconds),
      "renewals_that_may_be_lost": .int(Int64(lease.renewalsThatMayBeLost)),
      "outlives_outage": lease.outlivesOutage.map { .bool($0) } ?? .null,
      "mean_outage_ms": time(lease.meanOutageMilliseconds),
      "worst_outage_ms": time(lease.worstOutageMilliseconds),
    ]
  }

  private func detector(_ detector: DetectorNumbers) -> JSONValue {
    [
      "name": .string(detector.name),
      "worst_detection_ms": time(detector.worstDetectionMilliseconds),
      "mean_detection_ms": time(detector.meanDetectionMilliseconds),
      "false_suspicions_per_month": share(detector.falseSuspicionsPerMonth),
      "outlives_outage": detector.outlivesOutage.map { .bool($0) } ?? .null,
      "recovery_ms": time(detector.recoveryMilliseconds),
      "reaching": detector.reaching.map {
        ["interval_ms": time($0.intervalMilliseconds), "missed": .int(Int64($0.missed))]
      } ?? .null,
    ]
  }

  private func election(_ election: ElectionNumbers) -> JSONValue {
    [
      "store": .string(election.store), "timeout_ms": time(election.timeoutMilliseconds),
      "one_way_ms": time(election.oneWayMilliseconds),
      "conservative": .bool(election.isConservative),
      "split_probability": share(election.splitProbability),
      "mean_election_ms": time(election.meanElectionMilliseconds),
      "recommended_shortest_ms": time(election.recommendedMilliseconds.shortest),
      "recommended_longest_ms": time(election.recommendedMilliseconds.longest),
    ]
  }

  private func dropped(_ dropped: DroppedWrites) -> JSONValue {
    [
      "data": .string(dropped.data), "window_ms": time(dropped.windowMilliseconds),
      "clock_error_is_bounded": .bool(!dropped.isUnbounded),
      "writes_per_second_per_item": share(dropped.writesPerSecondPerItem),
      "concurrent_probability": share(dropped.concurrentProbability),
      "lost_per_day_at_most": time(dropped.lostPerDay),
    ]
  }

  private func placement(_ placement: PlacementNumbers) -> JSONValue {
    func choice(_ choice: PlacementNumbers.Choice) -> JSONValue {
      [
        "leader": .string(choice.leader), "voters": texts(choice.voters),
        "mean_ms": time(choice.meanMilliseconds), "worst_ms": time(choice.worstMilliseconds),
      ]
    }
    return [
      "store": .string(placement.store), "current": choice(placement.current),
      "best_leader": choice(placement.bestLeader),
      "best_placement": placement.bestPlacement.map(choice) ?? .null,
      "exact": .bool(placement.isExact), "weighted": .bool(placement.isWeighted),
    ]
  }

  private func quorum(_ quorum: QuorumNumbers) -> JSONValue {
    func candidate(_ candidate: QuorumNumbers.Candidate) -> JSONValue {
      [
        "name": .string(candidate.name), "load": share(candidate.load),
        "resilience": .int(Int64(candidate.resilience)),
        "latency_ms": time(candidate.latencyMilliseconds),
      ]
    }
    return [
      "store": .string(quorum.store), "nodes": .int(Int64(quorum.nodes)),
      "read_fraction": share(quorum.readFraction), "majority": candidate(quorum.majority),
      "others": .array(quorum.others.map(candidate)),
      "better": quorum.better.map { .string($0.name) } ?? .null,
    ]
  }

  func clash(_ clash: Clash) -> JSONValue {
    let path = analysis.operations[clash.operation].subject.record.path
    return [
      "subject": .string(clash.subject),
      "requirements": texts(clash.requirements.map { "\(path).requirements.\($0)" }),
      "because": .string(clash.because),
      "relaxations": .array(
        clash.relaxations.map { relaxation in
          var object: JSONObject = [:]
          object["to"] = .string(relaxation.text)
          object["favours"] = .string(relaxation.favours)
          object["gives"] = texts(relaxation.gives)
          if let value = relaxation.value, value.isFinite { object["value"] = .double(value) }
          return .object(object)
        }),
      "settled": clash.settled.map { .int(Int64($0)) } ?? .null,
      "settled_by": clash.settledBy.map { .string($0) } ?? .null,
      "computed": true,
    ]
  }
}
