import Knowledge
import SystemModel

/// The numbers that are assumed where a description is silent, from `knowledge/defaults.yaml`.
///
/// A knowledge without such an entry (a test's, or a folder of one's own) has the value given here;
/// a test holds these against the project's.
public struct AssumedValues: Sendable {
  /// A number of `defaults.yaml` that estimates use.
  public enum Key: String, Sendable, Hashable, CaseIterable {
    case sameZone = "same-zone-rtt"
    case crossZone = "cross-zone-rtt"
    case crossRegion = "cross-region-rtt"
    case pathFactor = "path-factor"
    case sameZoneJitter = "same-zone-jitter"
    case crossZoneJitter = "cross-zone-jitter"
    case crossRegionJitter = "cross-region-jitter"
    case linkLoss = "link-loss"
    case flush = "flush-time"
    case storeTime = "store-time"
    case serviceTime = "service-time"
    case tailFactor = "tail-factor"
    case externalTime = "external-service-time"
    case externalTail = "external-service-time-p99"
    case pause = "pause-max"
    case drift = "clock-drift"
    case nodeAvailability = "node-availability"
    case zoneAvailability = "zone-availability"
    case regionAvailability = "region-availability"
    case linkAvailability = "link-availability"
    case externalAvailability = "external-service-availability"
    case nodeFailures = "node-time-between-failures"
    case consensusFailover = "failover-time-consensus"
    case automaticFailover = "failover-time-automatic"
    case manualFailover = "failover-time-manual"
    case electionTimeout = "election-timeout"
    case electionHeartbeat = "election-heartbeat"
    case takeover = "takeover-recovery"
    case falseFailovers = "false-failovers"
    case lag = "replication-lag"
    case lagTail = "replication-lag-p99"
    case offsetNTP = "clock-offset-ntp"
    case offsetChrony = "clock-offset-chrony"
    case offsetPTP = "clock-offset-ptp"
    case offsetClockBound = "clock-offset-clockbound"
    case offsetTrueTime = "clock-offset-truetime"

    /// In seconds, as a share, or as a plain number.
    var fallback: Double {
      switch self {
      case .sameZone: 0.0005
      case .crossZone: 0.0015
      case .crossRegion: 0.14
      case .pathFactor: 1.7
      case .sameZoneJitter: 0.0001
      case .crossZoneJitter: 0.0003
      case .crossRegionJitter: 0.03
      case .linkLoss: 0.0001
      case .flush: 0.002
      case .storeTime: 0.0005
      case .serviceTime: 0.001
      case .tailFactor: 5
      case .externalTime: 0.1
      case .externalTail: 1
      case .pause: 3
      case .drift: 50e-6
      case .nodeAvailability, .zoneAvailability, .externalAvailability: 0.999
      case .regionAvailability, .linkAvailability: 0.9999
      case .nodeFailures: 90 * 86_400
      case .consensusFailover: 3
      case .automaticFailover: 30
      case .manualFailover: 1800
      case .electionTimeout: 1
      case .electionHeartbeat: 0.1
      case .takeover: 2
      case .falseFailovers: 0.033 / 86_400
      case .lag: 0.1
      case .lagTail: 1
      case .offsetNTP: 0.1
      case .offsetChrony: 0.01
      case .offsetPTP: 0.0001
      case .offsetClockBound: 0.002
      case .offsetTrueTime: 0.007
      }
    }
  }

  private let values: [Key: Double]

  init(_ knowledge: KnowledgeBase) {
    var values: [Key: Double] = [:]
    for key in Key.allCases {
      values[key] =
        knowledge.defaults[key.rawValue].flatMap { Self.number($0.text) } ?? key.fallback
    }
    self.values = values
  }

  /// In seconds (durations and rates), as a share (percents, ppm), or as a plain number.
  public subscript(key: Key) -> Double { values[key] ?? key.fallback }

  /// A duration in milliseconds.
  func milliseconds(_ key: Key) -> Double { self[key] * 1000 }

  func duration(_ key: Key) -> Duration { .nanoseconds(Int64((self[key] * 1e9).rounded())) }

  /// A quantity as descriptions write it.
  static func number(_ text: String) -> Double? {
    if text.hasSuffix("%") { return (try? Percentage.parse(text))?.fraction }
    if text.hasSuffix("ppm") { return Double(text.dropLast(3)).map { $0 * 1e-6 } }
    if text.contains("/") { return (try? Rate.parse(text))?.perSecond }
    return Double(text) ?? (try? Duration.parse(text))?.inSeconds
  }

  /// The distances that a description leaves out.
  var distances: Distances.Defaults {
    Distances.Defaults(
      sameZone: duration(.sameZone), crossZone: duration(.crossZone),
      crossRegion: duration(.crossRegion), pathFactor: self[.pathFactor],
      sameZoneDeviation: milliseconds(.sameZoneJitter),
      crossZoneDeviation: milliseconds(.crossZoneJitter),
      crossRegionDeviation: self[.crossRegionJitter])
  }
}
