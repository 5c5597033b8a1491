public import Consistency
public import Diagnostics
public import Expressions
public import Parallel
public import YAMLDocument

/// A pointer into the literature: a key of `citations.yaml` and the place in that work.
public struct Source: Hashable, Sendable {
  /// A key of `citations.yaml`.
  public let cite: String
  /// Section, table or page in it.
  public let at: String?

  /// A work and, where known, the section, table or page in it.
  public init(cite: String, at: String? = nil) {
    self.cite = cite
    self.at = at
  }
}

/// Smallest descriptions that must, or must not, raise a rule; the test suite runs them.
public struct RuleExamples: Sendable {
  /// Descriptions that must raise the rule.
  public let caught: [YAMLNode]
  /// Descriptions that must not raise the rule.
  public let allowed: [YAMLNode]
  /// Where the two lists stand; descriptions in them have spans in this file.
  public let file: SourceFile?
}

/// How much harm a finding means.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  case note, low, medium, high, critical

  /// Less harm first.
  public static func < (left: Self, right: Self) -> Bool {
    allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
  }
}

/// What every kind of rule has.
public protocol KnowledgeEntry: Sendable {
  var id: String { get }
  var subject: SubjectKind { get }
  var why: TextTemplate { get }
  var sources: [Source] { get }
  var location: SourceLocation { get }
}

/// What an operation or data item needs, inferred from what it is.
public final class RequirementRule: KnowledgeEntry {
  /// Its key.
  public let id: String
  /// What it speaks about.
  public let subject: SubjectKind
  /// The condition.
  public let when: Program
  /// What is then needed.
  public let requires: [Need]
  /// What the reader is told.
  public let why: TextTemplate
  /// Where it comes from.
  public let sources: [Source]
  /// What it must and must not raise, or choose.
  public let examples: RuleExamples
  /// Where it stands.
  public let location: SourceLocation

  init(
    id: String, subject: SubjectKind, when: Program, requires: [Need], why: TextTemplate,
    sources: [Source], examples: RuleExamples, location: SourceLocation
  ) {
    self.id = id
    self.subject = subject
    self.when = when
    self.requires = requires
    self.why = why
    self.sources = sources
    self.examples = examples
    self.location = location
  }
}

/// One thing that an operation must have.
public enum Need: Hashable, Sendable {
  /// At least this model, over this scope.
  case consistency(ConsistencyModel, Scope?)
  /// These guarantees inside a session.
  case session(ConsistencyModel)
  /// What to do while cut off: refuse (CP) or continue (AP).
  case partition(PartitionStance)
  /// All steps or none.
  case atomicity
  /// An acknowledged write is never lost.
  case durability
  /// Order of effects.
  case ordering(String)
  /// The effect happens once, however often it is asked for.
  case exactlyOnce
  /// Replicas that got the same updates agree, with every concurrent update kept.
  case convergence

  /// Over what a consistency model must hold.
  public enum Scope: String, Sendable, CaseIterable {
    case perKey = "per-key"
    case perShard = "per-shard"
    case store
    case acrossStores = "across-stores"
  }

  /// What effects are kept in order of.
  public enum Order: String, Sendable, CaseIterable {
    case perKey = "per-key"
    case causal
    case total
  }

  /// The CAP choice of an operation.
  public enum PartitionStance: String, Sendable, CaseIterable {
    case refuse
    case `continue`
  }
}

/// What is wrong with a design as described.
public final class FindingRule: KnowledgeEntry {
  /// Its key.
  public let id: String
  /// A few words for people.
  public let title: String
  /// One of the fixed kinds of harm.
  public let category: String
  /// How much harm.
  public let severity: Severity
  /// What it speaks about.
  public let subject: SubjectKind
  /// The condition.
  public let when: Program
  /// What is wrong, in a sentence.
  public let message: TextTemplate
  /// What the reader is told.
  public let why: TextTemplate
  /// What to do.
  public let instead: TextTemplate
  /// When it does not matter after all.
  public let except: TextTemplate?
  /// Where the finding points: a fact path such as `store.failover.fencing`; the subject otherwise.
  public let points: [String]
  /// Where it comes from.
  public let sources: [Source]
  /// The scenario that shows the harm.
  public let counterexample: String?
  /// The milestone that its remedy belongs to.
  public let milestone: String?
  /// Set when the rule tells of requirements that cannot all hold.
  public let conflict: ConflictText?
  /// What it must and must not raise, or choose.
  public let examples: RuleExamples
  /// Where it stands.
  public let location: SourceLocation

  init(
    id: String, title: String, category: String, severity: Severity, subject: SubjectKind,
    when: Program, message: TextTemplate, why: TextTemplate, instead: TextTemplate,
    except: TextTemplate?, points: [String], sources: [Source], counterexample: String?,
    milestone: String?, conflict: ConflictText?, examples: RuleExamples, location: SourceLocation
  ) {
    self.id = id
    self.title = title
    self.category = category
    self.severity = severity
    self.subject = subject
    self.when = when
    self.message = message
    self.why = why
    self.instead = instead
    self.except = except
    self.points = points
    self.sources = sources
    self.counterexample = counterexample
    self.milestone = milestone
    self.conflict = conflict
    self.examples = examples
    self.location = location
  }
}

/// Requirements that cannot hold together, and every smallest way out.
public struct ConflictText: Sendable {
  /// Fact paths of the requirements, such as `operation.requirements.staleness`.
  public let between: [String]
  /// The smallest ways out.
  public let relaxations: [Relaxation]

  /// One requirement given up or weakened, and what that saves.
  public struct Relaxation: Sendable {
    /// What is given up or weakened, and what that frees.
    public let to: TextTemplate
    /// The priority that this way out serves.
    public let favours: String
  }
}

/// A question with several possible answers, asked for each subject that it applies to.
public final class DecisionTopic: Sendable {
  /// Its key.
  public let id: String
  /// A few words for people.
  public let title: String
  /// What it speaks about.
  public let subject: SubjectKind
  /// `nil`: always.
  public let when: Program?
  /// The question.
  public let asks: TextTemplate
  /// The option that the description already uses, if it says so; text.
  public let current: Program?
  /// In order of simplicity: the first wins a tie.
  public let options: [DecisionOption]
  /// The same, to ask of many subjects.
  public let sharedOptions: SharedList<DecisionOption>
  /// What it must and must not raise, or choose.
  public let examples: [DecisionExample]
  /// Where it stands.
  public let location: SourceLocation

  init(
    id: String, title: String, subject: SubjectKind, when: Program?, asks: TextTemplate,
    current: Program?, options: [DecisionOption], examples: [DecisionExample],
    location: SourceLocation
  ) {
    self.id = id
    self.title = title
    self.subject = subject
    self.when = when
    self.asks = asks
    self.current = current
    self.options = options
    sharedOptions = SharedList(options)
    self.examples = examples
    self.location = location
  }
}

/// A description and what must be chosen for it.
public struct DecisionExample: Sendable {
  /// The description.
  public let system: YAMLNode
  /// The file that the description stands in.
  public let file: SourceFile
  /// Subject name and option id; `nil` when the topic must not be asked.
  public let chooses: [(subject: String, option: String?)]
}

/// One possible answer.
public final class DecisionOption: Sendable {
  /// Its key.
  public let id: String
  /// A few words for people.
  public let title: String
  /// Whether the design as described gives what the option gives, or more, without this very form.
  public let met: Program?
  /// What it is, in a sentence.
  public let summary: TextTemplate
  /// What rules it out.
  public let excluded: Considerations
  /// What speaks for it.
  public let supported: Considerations
  /// What speaks against it.
  public let opposed: Considerations
  /// What it costs.
  public let costs: [TextTemplate]
  /// What it takes, in order.
  public let steps: [StepText]
  /// When to look again.
  public let revisit: [TextTemplate]
  /// The option to fall back to.
  public let simpler: String?
  /// The scenario that measures it.
  public let evidence: String?
  /// Learning topics that it takes.
  public let learn: [String]
  /// Skills (keys of `team.skills`) without which it is a risk.
  public let skills: [String]
  /// Ways to it from what is in use, the first that fits counts.
  public let moves: [Move]
  /// Whether it only names what designs do by mistake: it is never chosen, only moved away from.
  public let isFlaw: Bool
  /// The plan that is made for each subject that it is chosen for.
  public let plan: PlanKind?
  /// Where it stands.
  public let location: SourceLocation

  init(
    id: String, title: String, met: Program?, summary: TextTemplate, excluded: [Consideration],
    supported: [Consideration], opposed: [Consideration], costs: [TextTemplate], steps: [StepText],
    revisit: [TextTemplate], simpler: String?, evidence: String?, learn: [String], skills: [String],
    moves: [Move], isFlaw: Bool, plan: PlanKind?, location: SourceLocation
  ) {
    self.id = id
    self.title = title
    self.met = met
    self.summary = summary
    self.excluded = Considerations(excluded)
    self.supported = Considerations(supported)
    self.opposed = Considerations(opposed)
    self.costs = costs
    self.steps = steps
    self.revisit = revisit
    self.simpler = simpler
    self.evidence = evidence
    self.learn = learn
    self.skills = skills
    self.moves = moves
    self.isFlaw = isFlaw
    self.plan = plan
    self.location = location
  }
}

/// A plan that the analysis makes when an option is chosen.
public enum PlanKind: String, Sendable, CaseIterable {
  /// Order of the steps, point of no return, and what is undone when a step fails.
  case saga
}

/// The way from another option in use to the chosen one, in an order in which each step is safe.
public struct Move: Sendable {
  /// Options that it starts from; empty: any.
  public let from: [String]
  /// What to do, in order.
  public let steps: [StepText]
  /// How to go back, and until when.
  public let back: TextTemplate
}

/// What keeps others from being misled by an operation that is half done.
public struct Countermeasure: Sendable {
  /// Its key.
  public let id: String
  /// A few words for people.
  public let title: String
  /// When it helps an operation.
  public let when: Program
  /// What to do.
  public let text: TextTemplate
  /// Where it comes from.
  public let sources: [Source]
}

/// A word of the field.
public struct Term: Sendable {
  /// Its key.
  public let id: String
  /// What it means, in a few sentences.
  public let meaning: String
  /// Ids of what to read next.
  public let see: [String]
  /// Where it comes from.
  public let sources: [Source]
}

/// A reason for or against an option.
public final class Consideration: Sendable {
  /// How much a reason weighs.
  public enum Strength: Int, Sendable, CaseIterable {
    case weak = 1
    case moderate = 2
    case strong = 4

    /// The word in rule files.
    public var name: String {
      switch self {
      case .weak: "weak"
      case .moderate: "moderate"
      case .strong: "strong"
      }
    }
  }

  /// The condition.
  public let when: Program
  /// How much it weighs.
  public let strength: Strength
  /// What the reader is told.
  public let why: TextTemplate
  /// Where it comes from.
  public let sources: [Source]
  /// Where it stands.
  public let location: SourceLocation

  init(
    when: Program, strength: Strength, why: TextTemplate, sources: [Source],
    location: SourceLocation
  ) {
    self.when = when
    self.strength = strength
    self.why = why
    self.sources = sources
    self.location = location
  }
}

/// Reasons of one kind, in the order of the file, with their conditions to ask of many subjects.
public struct Considerations: RandomAccessCollection, Sendable {
  private let list: [Consideration]
  /// The conditions, one a reason.
  public let conditions: ConditionList

  init(_ list: [Consideration]) {
    self.list = list
    conditions = ConditionList(list.map(\.when))
  }

  /// Always 0.
  public var startIndex: Int { 0 }
  /// The number of reasons.
  public var endIndex: Int { list.count }
  /// The reason at a place.
  public subscript(place: Int) -> Consideration { list[place] }
}

/// Something to do, in the milestone that it belongs to.
public struct StepText: Sendable {
  /// The stage of the work.
  public let milestone: String
  /// The words.
  public let text: TextTemplate
  /// `nil`: always.
  public let when: Program?
}

/// A stage of the work; steps in it come after those of earlier ones.
public struct Milestone: Sendable {
  /// Its key.
  public let id: String
  /// A few words for people.
  public let title: String
  /// How one knows that it is done.
  public let exit: String
}

/// One of the fixed kinds of harm.
public struct FindingCategory: Sendable {
  /// Its key.
  public let id: String
  /// What a reader must understand.
  public let meaning: String
}

/// A published work or documentation page.
public struct Citation: Sendable {
  /// What rules cite it by.
  public let key: String
  /// The words.
  public let text: String
  /// For footnotes: authors and year.
  public let short: String
  /// Where to find it.
  public let url: String?
}

/// How to ask for a fact that the description leaves out.
public struct QuestionText: Sendable {
  /// `coordination.fencing`, `operation.requirements.survive`: the way from the subject to the fact.
  public let fact: String
  /// The question.
  public let asks: TextTemplate
  /// What it speaks about.
  public let subject: SubjectKind
}

/// Where and how to learn a topic.
public struct LearningTopic: Sendable {
  /// Its key.
  public let id: String
  /// A few words for people.
  public let title: String
  /// In the order to take them.
  public let resources: [LearningResource]
}

/// Something to read, watch or try.
public struct LearningResource: Sendable {
  /// The work.
  public let source: Source
  /// Time for a first useful pass, such as `2h`.
  public let takes: String?
  /// What one can do afterwards.
  public let gain: String
  /// Whether it costs nothing to read.
  public let isFree: Bool
}

extension DecisionOption {
  /// The sources of its arguments, each once.
  public var sources: [Source] {
    distinct([excluded, supported, opposed].joined().flatMap(\.sources))
  }
}

extension DecisionTopic {
  /// The sources of its options, each once.
  public var sources: [Source] { distinct(options.flatMap(\.sources)) }
}

private func distinct(_ sources: [Source]) -> [Source] {
  var seen: Set<Source> = []
  return sources.filter { seen.insert($0).inserted }
}
