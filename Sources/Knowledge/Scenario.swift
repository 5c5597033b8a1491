/// Something that is run on the described topology: to compare the options of a decision, or to show
/// what a finding warns of.
public struct Scenario: Sendable {
  /// Its id, which options and finding rules name.
  public let id: String
  /// What it shows, in a sentence.
  public let shows: String
  /// What is run for an option.
  public let runs: [ScenarioRun]
}

/// The protocol that is run for an option of a decision.
public struct ScenarioRun: Sendable {
  /// The scenario's id.
  public let scenario: String
  /// The decision's topic.
  public let topic: String
  /// The option.
  public let option: String
  /// The protocol.
  public let protocolName: String
  /// Parameters that the option sets, such as `write-quorum=2`.
  public let changes: [String]
}

extension KnowledgeBase {
  /// What is run for the options of a topic, in the order of the scenarios.
  public func scenarioRuns(topic: String) -> [ScenarioRun] {
    scenarios.flatMap(\.runs).filter { $0.topic == topic }
  }
}
