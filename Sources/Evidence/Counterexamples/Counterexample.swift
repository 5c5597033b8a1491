public import Benchmarks

/// A run that shows what a finding warns of, made as small as it goes.
public struct Counterexample: Sendable {
  /// A finding that it shows.
  public struct Place: Sendable, Hashable {
    /// The rule.
    public var rule: String
    /// What the finding is about.
    public var subject: String

    /// A finding of a rule about something.
    public init(rule: String, subject: String) {
      self.rule = rule
      self.subject = subject
    }
  }

  /// What replays it.
  public var id: CounterexampleID
  /// The findings that it shows.
  public var rules: [Place]
  /// The protocol that was run.
  public var kind: ProtocolKind
  /// What went wrong in the small run.
  public var harm: ProtocolFigures.Harm
  /// How it came about, one line for each step, in the names of the description.
  public var story: [String]
  /// How many operations the small run has.
  public var operations: Int

  /// The command that replays it.
  public func command(_ file: String) -> String {
    "dsdesign simulate \(Trial.quoted(file)) --replay \(Trial.quoted(id.text))"
  }
}

/// Names a counterexample: the scenario, the part of the description, and the seed.
///
/// The run follows from these and from the description: replayed on a description that was mended
/// it shows whether the harm is gone.
public struct CounterexampleID: Sendable, Hashable {
  /// The scenario of the knowledge.
  public var scenario: String
  /// The store, operation or lock.
  public var subject: String
  /// The seed.
  public var seed: UInt64

  init(scenario: String, subject: String, seed: UInt64) {
    self.scenario = scenario
    self.subject = subject
    self.seed = seed
  }

  /// Reads `async-failover:orders-db:1`.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, let seed = UInt64(parts[parts.count - 1]) else { return nil }
    scenario = parts[0]
    subject = parts[1..<parts.count - 1].joined(separator: ":")
    self.seed = seed
  }

  /// As reports print it.
  public var text: String { "\(scenario):\(subject):\(seed)" }
}
