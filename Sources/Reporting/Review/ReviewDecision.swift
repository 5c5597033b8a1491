extension Review {
  /// Decisions as records.
  public struct Decisions: Sendable {
    /// What changes or is still open, told in full; the decisions about the worst findings first.
    public let records: [Decision]
    /// What the description leaves open and little speaks about, and what stays as it is.
    public let settled: [Settled]
    /// Set when some are left out.
    public let furtherDecisions: String?
  }

  /// A decision in full.
  public struct Decision: Sendable {
    /// `D1`
    public let id: String
    /// The topic, the subjects and the proposed option.
    public let title: String
    /// `proposed: changes what is in use` or `proposed: the description leaves it open`.
    public let status: String
    /// The question.
    public let context: String
    /// The option in use and what speaks against it; `nil` when the description does not say.
    public let today: String?
    /// The chosen one first, then by how close they came.
    public let options: [Option]
    /// What is proposed, and what that is.
    public let decision: String
    /// The reasons, with rules, lines and sources.
    public let because: String
    /// What it costs and what speaks against it.
    public let consequences: String
    /// What it rests on beside reasons: numbers for this topology, and how firmly the facts decide.
    public let evidence: String?
    /// What would reopen it; `nil` when nothing is known to.
    public let revisitWhen: String?
    /// The option to fall back to.
    public let simpler: String?

    /// An option that was considered.
    public struct Option: Sendable {
      /// In a few words.
      public let title: String
      /// Why it was chosen or not, in a sentence.
      public let reason: String
    }
  }

  /// A decision in a line.
  public struct Settled: Sendable {
    /// `D9`
    public let id: String
    /// The topic.
    public let topic: String
    /// What it is about.
    public let subjects: String
    /// The option.
    public let choice: String
    /// `in use` or `proposed`.
    public let status: String
    /// The reasons.
    public let because: String
  }
}
