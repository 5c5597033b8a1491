public import Diagnostics
public import Expressions
public import YAMLDocument

/// A question about failure that a team answers for its system: once, whatever the system is made of.
///
/// What the description already shows is found subject by subject; the worst of it counts.
public final class ChecklistItem: Sendable {
  /// Its key, in answers files too.
  public let id: String
  /// A few words for people.
  public let title: String
  /// The question.
  public let asks: String
  /// Finding rules whose findings speak against a good answer.
  public let rules: [String]
  /// What of the system it is about.
  public let looksAt: [ChecklistLook]
  /// Why there is nothing to answer when nothing of the system is concerned.
  public let otherwise: String
  /// Where it comes from.
  public let sources: [Source]
  /// Descriptions and what they show.
  public let examples: [ChecklistExample]
  /// Where it stands.
  public let location: SourceLocation

  init(
    id: String, title: String, asks: String, rules: [String], looksAt: [ChecklistLook],
    otherwise: String, sources: [Source], examples: [ChecklistExample], location: SourceLocation
  ) {
    self.id = id
    self.title = title
    self.asks = asks
    self.rules = rules
    self.looksAt = looksAt
    self.otherwise = otherwise
    self.sources = sources
    self.examples = examples
    self.location = location
  }
}

/// What a team can answer, and what a description can show.
public enum ChecklistAnswer: String, Sendable, CaseIterable {
  case yes, partly, no
  case notApplicable = "not applicable"
}

/// One kind of subject that an item is about: what the description shows of it, what is right, and
/// how to see that it is so.
public struct ChecklistLook: Sendable {
  /// The kind.
  public let subject: SubjectKind
  /// Which of them are concerned; `nil`: all.
  public let when: Program?
  /// The first that holds is what the description shows.
  public let answers: [ChecklistEvidence]
  /// What the description cannot tell, where none of its fields could; `nil`: its fields can.
  public let open: TextTemplate?
  /// The answer that is right for the subject.
  public let expects: TextTemplate
  /// An exercise in production, or a copy of it, that shows whether it is so.
  public let verify: TextTemplate
}

/// What a condition over the facts of a subject says about it.
public struct ChecklistEvidence: Sendable {
  /// What it amounts to; never `notApplicable`.
  public let answer: ChecklistAnswer
  /// The condition.
  public let when: Program
  /// What the description shows.
  public let says: TextTemplate
  /// Facts whose places are told, such as `store.failover.fencing`.
  public let points: [String]
}

/// A description and what it shows; `nil`: it does not say.
public struct ChecklistExample: Sendable {
  /// The description.
  public let system: YAMLNode
  /// The file that it stands in.
  public let file: SourceFile
  /// What it shows.
  public let answer: ChecklistAnswer?
}
