public import Diagnostics
public import Knowledge

/// What the description and its analysis already show about one item of the checklist.
public struct PreparedItem: Sendable {
  /// The item.
  public let item: ChecklistItem
  /// What is shown; `nil`: the description does not say enough.
  public let answer: ChecklistAnswer?
  /// What it follows from: worst first, what is told of like subjects once.
  public let evidence: [PreparedEvidence]
  /// Facts that the description leaves out and that would settle the item.
  public let unsaid: [UnsaidFact]
  /// The right answer and the exercise, for each kind of subject concerned; of a kind the subject
  /// that fares worst is the one they speak about.
  public let exercises: [PreparedExercise]
  /// Every fact that the answer rests on, with its value, by path; the places where they are stated
  /// do not matter.
  public let basis: [FactValue]

  /// Whether nothing of the system is concerned.
  public var isNotApplicable: Bool { answer == .notApplicable }
}

/// Something that speaks for or against a good answer.
public struct PreparedEvidence: Sendable {
  /// What it amounts to: yes, partly or no.
  public let answer: ChecklistAnswer
  /// What is shown, of the first of the subjects.
  public let text: BoundText
  /// Whom it is said of, in the order of the description.
  public let subjects: [String]
  /// Where the description says it, for the first of the subjects; `nil`: it says nothing.
  public let location: SourceLocation?
  /// The finding rule, when it is a finding.
  public let rule: FindingRule?
  /// Whether the team accepted the finding.
  public let isAccepted: Bool
}

/// What the description leaves out, or has no field for.
public struct UnsaidFact: Sendable {
  /// Paths of the fields that would settle it; empty when there is no such field.
  public let paths: [String]
  /// The question, or what cannot be told, for the first of the subjects; `nil`: there are no words
  /// for it.
  public let words: BoundText?
  /// What the fact means, where there are no words.
  public let meaning: String
  /// The subjects.
  public let subjects: [String]

  /// The question, or what cannot be told, without markup.
  public var asks: String { words?.text ?? meaning }
}

/// What is right for one subject, and how to see that it is so.
public struct PreparedExercise: Sendable {
  /// The subject that the texts speak about.
  public let subject: Subject
  /// Others of its kind that are concerned.
  public let others: [String]
  /// The right answer.
  public let expects: BoundText
  /// The exercise.
  public let verify: BoundText
}

/// A fact and its value, in words that do not change when lines move.
public struct FactValue: Hashable, Sendable {
  /// `stores.orders-db.failover.fencing`
  public let path: String
  /// As `ValueText.plain` writes it.
  public let value: String

  /// A fact and its value.
  public init(path: String, value: String) {
    self.path = path
    self.value = value
  }
}
