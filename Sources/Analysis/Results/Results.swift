import Consistency
public import Diagnostics
import Expressions
public import Knowledge

/// One need of an operation or data item, with its reason.
public struct Requirement: Sendable {
  /// What is needed.
  public let need: Need
  /// `nil` when the description states it.
  public let rule: RequirementRule?
  /// Why it matters.
  public let why: BoundText?
  /// The facts that it rests on.
  public let derivation: Derivation
}

/// The answer to a decision topic for one subject.
public final class Decision: Sendable {
  /// The question.
  public let topic: DecisionTopic
  /// What it is about.
  public let subject: Subject
  /// Index in `topic.options`.
  public let choice: Int
  /// The option that the description uses now; `nil` when it does not say.
  public let current: Int?
  /// How firmly the facts decide.
  public let confidence: Confidence
  /// How each option fared, in the order of the topic.
  public let verdicts: [OptionVerdict]
  /// The way from the option in use to the chosen one; `nil` when nothing has to move.
  public let migration: Migration?
  /// The order of the steps and what is undone when one fails, where the chosen option needs it.
  public let saga: SagaPlan?

  init(
    topic: DecisionTopic, subject: Subject, choice: Int, current: Int?, confidence: Confidence,
    verdicts: [OptionVerdict], migration: Migration? = nil, saga: SagaPlan? = nil
  ) {
    self.topic = topic
    self.subject = subject
    self.choice = choice
    self.current = current
    self.confidence = confidence
    self.verdicts = verdicts
    self.migration = migration
    self.saga = saga
  }

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
  /// Index of the option in its topic.
  public let option: Int
  /// Which arguments rule it out.
  public var excluded: [Int] = []
  /// Which arguments for it hold.
  public var supported: [Int] = []
  /// Which arguments against it hold.
  public var opposed: [Int] = []
  /// Strengths of support minus those of opposition.
  public var score: Int = 0
  /// The score if every open question went against, or for, the option; `nil`: excluded.
  public var worst: Int? = 0
  /// The greatest score that open questions could give it; `nil`: excluded.
  public var best: Int? = 0

  init(option: Int) { self.option = option }
}

/// Something wrong with the design as described.
public final class Finding: Sendable {
  /// The rule that says so.
  public let rule: FindingRule
  /// What it is about.
  public let subject: Subject
  /// What is wrong, in a sentence.
  public let message: BoundText
  /// Why it matters.
  public let why: BoundText
  /// What to do.
  public let instead: BoundText
  /// Where it stands in the description.
  public let location: SourceLocation
  /// The facts that it rests on.
  public let derivation: Derivation
  /// Set when the team accepted it and the date has not passed.
  public let accepted: AcceptedRisk?
  /// The smallest change of settings, or another product, that would clear it; `nil` when none is
  /// known.
  public let remedy: Remedy?

  init(
    rule: FindingRule, subject: Subject, message: BoundText, why: BoundText, instead: BoundText,
    location: SourceLocation, derivation: Derivation, accepted: AcceptedRisk?,
    remedy: Remedy? = nil
  ) {
    self.rule = rule
    self.subject = subject
    self.message = message
    self.why = why
    self.instead = instead
    self.location = location
    self.derivation = derivation
    self.accepted = accepted
    self.remedy = remedy
  }

  func with(_ remedy: Remedy) -> Finding {
    Finding(
      rule: rule, subject: subject, message: message, why: why, instead: instead,
      location: location, derivation: derivation, accepted: accepted, remedy: remedy)
  }
}

extension Finding {
  /// Whether the team lives with it today: it then fails no run.
  public var isAccepted: Bool { accepted.map { !$0.isExpired } ?? false }
}

/// A finding that the team lives with.
public struct AcceptedRisk: Sendable {
  /// Why, in words or as ids.
  public let because: String?
  /// The last day on which it is accepted.
  public let until: String?
  /// Whether the date has passed: it counts again.
  public let isExpired: Bool
}

/// A fact that is not stated and would settle something.
public struct Question: Sendable {
  /// The question in the words of the knowledge; `nil` when it has none for this fact.
  public let words: BoundText?
  /// What the fact means, where there are no words.
  public let meaning: String
  /// Paths of the facts, one for each subject that the question is about.
  public let facts: [String]
  /// Finding rules that the answer could raise, the most severe first.
  public let couldReveal: [FindingRule]
  /// Decision topics whose choice it could change.
  public let couldChange: [DecisionTopic]
  /// What follows from each answer, where the possible answers can be told; those that change
  /// nothing last.
  public let answers: [Answer]

  /// Answers of which the same follows.
  public struct Answer: Sendable {
    /// The values, in the order of the vocabulary.
    public let values: [String]
    /// Finding rules that it raises, the most severe first.
    public let reveals: [FindingRule]
    /// Finding rules that it leaves open, because another fact is not known either.
    public let leavesOpen: [FindingRule]
    /// Topics whose choice it changes, and the option then chosen.
    public let changes: [(topic: DecisionTopic, option: DecisionOption)]
  }

  /// How many more subjects the question is about than the one it names.
  public var others: Int { facts.count - 1 }

  /// The question, without markup.
  public var asks: String {
    (words?.text ?? "What is \(facts[0])? \(meaning)") + othersText
  }

  /// ` (and for 2 more)`, or nothing.
  public var othersText: String {
    others == 0 ? "" : " (and for \(ValueText.grouped(Int64(others))) more)"
  }
}

/// A fact that was not stated, with the value that the analysis used.
public struct Assumption: Sendable {
  /// Paths of the fields that would replace it.
  public let facts: [String]
  /// The value used.
  public let value: String
  /// What the fact means.
  public let meaning: String
  /// Rules and topics whose outcome rests on it.
  public let usedBy: [String]
}

/// Requirements that cannot all hold.
public struct Conflict: Sendable {
  /// Index of the finding among the analysis' findings.
  public let finding: Int
  /// Paths of the requirements.
  public let requirements: [String]
  /// Why, in words or as ids.
  public let because: BoundText
  /// The smallest ways out.
  public let relaxations: [(text: BoundText, favours: String)]
  /// Index of the relaxation that the stated priorities choose.
  public let settled: Int?
  /// The priority that settled it.
  public let settledBy: String?
}

/// One thing to do.
public struct PlannedStep: Sendable {
  /// The stage of the work.
  public let milestone: Milestone
  /// What to do.
  public let words: BoundText
  /// Ids of the findings or decisions that ask for it.
  public let because: [String]
  /// Names of what it is about.
  public let subjects: [String]
  /// The severity of what asks for it; `nil` for a decision.
  public let severity: Severity?
  /// Settings that do it; `words` then tell what they are for.
  public let changes: [SettingChange]

  /// What to do, without markup.
  public var text: String {
    guard !changes.isEmpty else { return words.text }
    let settings = changes.map { "\($0.setting) of \($0.store) to \($0.to)" }
    return "Set \(ValueText.joined(settings))."
  }
}

/// The way from what the description does to what is advised.
public struct Migration: Sendable {
  /// In an order in which each step is safe by itself.
  public let steps: [(milestone: Milestone, words: BoundText)]
  /// How to go back, and until when.
  public let back: BoundText
}
