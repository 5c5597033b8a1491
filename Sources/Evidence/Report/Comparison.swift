public import Benchmarks

/// What the options of a decision did on the described topology, side by side.
public struct Comparison: Sendable {
  /// A column of the table: one or two figures of one trial.
  public struct Column: Sendable, Hashable {
    /// Its title.
    public var title: String
    /// What stands in it.
    public var measures: [Measure]
    /// What the runs behind it are put to.
    public var faults: [FaultKind]
    /// How many seeds.
    public var seeds: Int
  }

  /// An option and its figures.
  public struct Row: Sendable {
    /// The option's title, or `as described`.
    public var title: String
    /// The option's id; `nil`: what the description does, where no option is in use.
    public var option: String?
    /// The protocol that was run for it.
    public var kind: ProtocolKind
    /// What was run.
    public var target: RunTarget
    /// It is what is advised.
    public var isChosen: Bool
    /// It is what the description does.
    public var isInUse: Bool
    /// Places of nodes that the description does not have.
    public var added: [String]
    /// By column.
    public var figures: [[Figure]]

    /// All figures.
    public var all: [Figure] { figures.flatMap(\.self) }
  }

  /// The decision's topic.
  public var topic: String
  /// Its subject.
  public var subject: String
  /// The scenario of the knowledge.
  public var scenario: String
  /// What the runs are about.
  public var about: RunSubject
  /// The columns.
  public var columns: [Column]
  /// What the description does first, then the chosen option, then the others.
  public var rows: [Row]
  /// Where the network is cut, for the columns about that.
  public var cut: String
  /// One sentence on what decides.
  public var verdict: String
  /// Parameters of the models.
  public var parameters: [ParameterInUse]
  /// The first seed.
  public var seed: UInt64
}

/// Everything that was run for an analysis.
public struct EvidenceReport: Sendable {
  /// One for each decision that a protocol can speak for, in the order of the decisions.
  public var comparisons: [Comparison] = []
  /// For findings: a run that shows the harm.
  public var counterexamples: [Counterexample] = []
  /// Decisions that were left out because the budget was spent: `topic/subject`.
  public var leftOut: [String] = []

  /// Nothing was run.
  public init() {}

  /// The comparison beside a decision.
  public func comparison(topic: String, subject: String) -> Comparison? {
    comparisons.first { $0.topic == topic && $0.subject == subject }
  }

  /// The run that shows a finding.
  public func counterexample(rule: String, subject: String) -> Counterexample? {
    counterexamples.first { $0.rules.contains(.init(rule: rule, subject: subject)) }
  }
}
