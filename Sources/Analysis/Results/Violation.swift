/// What can go wrong because a needed model is missing.
public struct Violation: Sendable {
  /// The anomaly's stable name, `lost-update`.
  public let anomaly: String
  /// Its name in the literature, `P4`.
  public let code: String
  /// A history of two or three clients, one line each, with names set off by `ValueText.nameMarks`.
  public let history: [String]
}

/// A model that the path gives and nothing needs.
public struct Excess: Sendable {
  /// The model's id.
  public let model: String
  /// What an acknowledged write waits for between nodes.
  public let waits: Duration

  /// What keeping the model costs, in a sentence.
  public var cost: String {
    "waits for other nodes, \(ValueText.time(waits)) between them, and while cut off from them it refuses or blocks"
  }
}
