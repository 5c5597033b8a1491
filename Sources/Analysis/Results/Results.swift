import Consistency
public import Diagnostics
import Expressions
public import Knowledge

/// One need of an operation or data item, with its reason.
public struct Requirement: Sendable {
  public let need: Need
  /// `nil` when the description states it.
  public let rule: RequirementRule?
  public let why: BoundText?
  public let derivation: Derivation
}

/// The answer to a decision topic for one subject.
public struct Decision: Sendable {
  public let topic: DecisionTopic
  public let subject: Subject
  /// Index in `topic.options`.
  public let choice: Int
  /// The option that the description uses now; `nil` when it does not say.
  public let current: Int?
  public let confidence: Confidence
  public let verdicts: [OptionVerdict]

  /// The chosen option.
  public var option: DecisionOption { topic.options[choice] }
  /// Whether the description already does what is advised.
  public var isKept: Bool { current == choice }

  /// How firmly the facts decide.
  public enum Confidence: String, Sendable {
    /// No unknown fact could change the choice, and the runner-up is clearly behind.
    case high
    /// No unknown fact could change the choice.
    case medium
    /// An unanswered question could change the choice.
    case low
  }
}

/// How one option fared: indices of the arguments that hold.
public struct OptionVerdict: Sendable {
  public let option: Int
  public var excluded: [Int] = []
  public var supported: [Int] = []
  public var opposed: [Int] = []
  /// Strengths of support minus those of opposition.
  public var score: Int = 0
  /// The score if every open question went against, or for, the option; `nil`: excluded.
  public var worst: Int? = 0
  public var best: Int? = 0

  init(option: Int) { self.option = option }
}

/// Something wrong with the design as described.
public struct Finding: Sendable {
  public let rule: FindingRule
  public let subject: Subject
  public let message: BoundText
  public let why: BoundText
  public let instead: BoundText
  public let location: SourceLocation
  public let derivation: Derivation
  /// Set when the team accepted it and the date has not passed.
  public let accepted: AcceptedRisk?
}

/// A finding that the team lives with.
public struct AcceptedRisk: Sendable {
  public let because: String?
  public let until: String?
  public let isExpired: Bool
}

/// A fact that is not stated and would settle something.
public struct Question: Sendable {
  public let asks: String
  /// Paths of the facts, one for each subject that the question is about.
  public let facts: [String]
  /// Finding rules that the answer could raise, the most severe first.
  public let couldReveal: [FindingRule]
  /// Decision topics whose choice it could change.
  public let couldChange: [DecisionTopic]
}

/// A fact that was not stated, with the value that the analysis used.
public struct Assumption: Sendable {
  /// Paths of the fields that would replace it.
  public let facts: [String]
  public let value: String
  public let meaning: String
  /// Rules and topics whose outcome rests on it.
  public let usedBy: [String]
}

/// Requirements that cannot all hold.
public struct Conflict: Sendable {
  public let finding: Int
  public let requirements: [String]
  public let because: BoundText
  public let relaxations: [(text: BoundText, favours: String)]
  /// Index of the relaxation that the stated priorities choose.
  public let settled: Int?
  /// The priority that settled it.
  public let settledBy: String?
}

/// One thing to do.
public struct PlannedStep: Sendable {
  public let milestone: Milestone
  public let text: String
  /// Ids of the findings or decisions that ask for it.
  public let because: [String]
  public let subjects: [String]
  public let severity: Severity?
}
