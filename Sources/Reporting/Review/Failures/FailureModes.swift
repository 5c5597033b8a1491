extension Review {
  /// What can fail, what follows, and how it is rated.
  public struct FailureModes: Sendable {
    /// The highest product of the three ratings first.
    public let rows: [Row]
    /// Set when some are left out.
    public let furtherModes: String?
    /// Losses that every operation goes through without pause or loss; `nil` when there are none.
    public let harmless: String?
    /// How the ratings come about.
    public let method: [Line]

    /// One way in which one part fails.
    public struct Row: Sendable {
      /// What fails.
      public let component: String
      /// How it fails.
      public let failure: String
      /// How often; the likelihood follows from it.
      public let howOften: String
      /// What each operation then does; the severity follows from the worst.
      public let effect: String
      /// Who notices, and how fast; the detectability follows from it.
      public let detection: String
      /// Findings and decisions that change it; what is asked for where there are none.
      public let mitigation: String
      /// 1 (nothing follows) to 5 (acknowledged data is lost, or a result is wrong).
      public let severity: Int
      /// 1 (under 0.001 % of the time) to 5 (1 % of the time, or in ordinary operation).
      public let likelihood: Int
      /// 1 (acted on within ten seconds) to 5 (nothing tells).
      public let detectability: Int
      /// The product of the three, 1 to 125.
      public let priority: Int
    }
  }
}

/// A failure mode before it is written down.
struct FailureMode {
  let component: String
  let failure: String
  let rate: FailureRate
  let effect: String
  let severity: Int
  let detection: Detection
  let mitigation: String

  var priority: Int { severity * rate.score * detection.score }

  var row: Review.FailureModes.Row {
    .init(
      component: component, failure: failure, howOften: rate.text, effect: effect,
      detection: detection.text, mitigation: mitigation, severity: severity,
      likelihood: rate.score, detectability: detection.score, priority: priority)
  }
}
