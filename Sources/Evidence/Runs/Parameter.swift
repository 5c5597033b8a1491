import Algorithms
import SystemModel

/// A number of a model that can be set from the command line, beside the description.
public enum Parameter: String, Sendable, Hashable, CaseIterable {
  /// How often a leader or primary says that it lives.
  case heartbeat
  /// The shortest time without a leader after which a follower stands for election.
  case electionTimeout = "election-timeout"
  /// Silence of a primary after which it is replaced.
  case failover
  /// The median time of a disk flush.
  case flush
  /// Standbys that a write waits for.
  case standbys
  /// Copies of each item.
  case copies
  /// Copies that answer a read.
  case readQuorum = "read-quorum"
  /// Copies that acknowledge a write.
  case writeQuorum = "write-quorum"
  /// How far asynchronous standbys are behind.
  case lag
  /// How long a lock's grant lasts.
  case term
  /// How long a process stands still.
  case pause
  /// Between two signs of life of a failure detector.
  case interval
  /// Signs of life missed that raise suspicion.
  case missed

  /// Whether it is a plain number and not a time.
  var isCount: Bool {
    switch self {
    case .standbys, .copies, .readQuorum, .writeQuorum, .missed: true
    default: false
    }
  }
}

/// A parameter with its value.
public struct ParameterChange: Sendable, Hashable {
  /// Which.
  public var parameter: Parameter
  /// In milliseconds, or a count.
  public var value: Double
  /// As it is written: `flush=2ms`.
  public var text: String

  /// A count, or a time in milliseconds.
  public init(_ parameter: Parameter, _ value: Int) {
    self.parameter = parameter
    self.value = Double(value)
    text = "\(parameter.rawValue)=\(value)" + (parameter.isCount ? "" : "ms")
  }

  /// Reads `flush=2ms` or `copies=3`.
  ///
  /// - Returns: `nil` where the name is no parameter's, or the value is not above zero.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let parameter = Parameter(rawValue: parts[0]) else { return nil }
    let value: Double?
    if parameter.isCount {
      value = Int(parts[1]).map(Double.init)
    } else {
      value = (try? Duration.parse(parts[1]))?.inMilliseconds
    }
    guard let value, value > 0 || parameter == .flush && value >= 0, value < 1e9 else { return nil }
    self.parameter = parameter
    self.value = value
    self.text = text
  }
}

/// A parameter as a run has it, and where it comes from.
public struct ParameterInUse: Sendable, Hashable {
  /// What it is, in a few words.
  public var name: String
  /// Its value, with its unit.
  public var value: String
  /// The path of the field that states it; of what would, where it is assumed.
  public var field: String
  /// The key of `defaults.yaml` that it is assumed by; `nil` when the description states it.
  public var assumption: String?
}

/// Milliseconds as the simulator counts.
func nanoseconds(_ milliseconds: Double) -> Nanoseconds {
  Int64(exactly: (max(0, min(milliseconds, 1e10)) * 1e6).rounded()) ?? 0
}
