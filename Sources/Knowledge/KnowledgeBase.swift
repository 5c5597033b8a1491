import Consistency
public import Diagnostics

/// Everything that the tool knows of the field, loaded and checked.
public struct KnowledgeBase: Sendable {
  /// Requirement rules, in the order loaded.
  public internal(set) var requirements: [RequirementRule] = []
  /// Decision topics, in the order loaded.
  public internal(set) var decisions: [DecisionTopic] = []
  /// Finding rules, in the order loaded.
  public internal(set) var findings: [FindingRule] = []
  /// Products that the description names, or all that were loaded.
  public internal(set) var products: [Product] = []
  /// Works by citation key.
  public internal(set) var citations: [String: Citation] = [:]
  /// The fixed kinds of harm, in their order.
  public internal(set) var categories: [FindingCategory] = []
  /// The stages of the work, in dependency order.
  public internal(set) var milestones: [Milestone] = []
  /// How to ask for facts, by fact.
  public internal(set) var questions: [QuestionText] = []
  /// What keeps others from being misled by an operation that is half done.
  public internal(set) var countermeasures: [Countermeasure] = []
  /// The words of the field.
  public internal(set) var terms: [Term] = []
  /// Questions about failure, in the order in which they are asked.
  public internal(set) var checklist: [ChecklistItem] = []
  /// What is run to show what options do, and what goes wrong.
  public internal(set) var scenarios: [Scenario] = []
  /// Where to learn what an option takes.
  public internal(set) var learning: [LearningTopic] = []
  /// Numbers assumed where the description says nothing, by id.
  public internal(set) var defaults: [String: AssumedNumber] = [:]
  /// Where well-known provider regions are and the round trips measured between them.
  public internal(set) var regions = KnownRegions()
  /// Files of rules, in the order loaded, with the ids that stand in each; for `rules test`.
  public internal(set) var files: [KnowledgeFile] = []

  /// The product of that name, in the catalogue's spelling.
  public func product(named name: String) -> Product? { productIndex[name].map { products[$0] } }
  var productIndex: [String: Int] = [:]
  /// Where every id was first given, to report duplicates.
  var idLocations: [String: SourceLocation] = [:]

  /// Everything that has a page in the handbook; options as `topic/option`.
  public var pageIDs: [String] {
    requirements.map(\.id) + findings.map(\.id)
      + decisions.flatMap { topic in [topic.id] + topic.options.map { "\(topic.id)/\($0.id)" } }
      + products.map(\.id) + categories.map(\.id) + terms.map(\.id)
      + countermeasures.map(\.id) + checklist.map(\.id) + learning.map(\.id) + milestones.map(\.id)
      + ConsistencyModel.all.map(\.id) + Anomaly.allCases.map(\.id)
  }

  /// Every product, by id: those loaded, and those whose files nobody needed so far.
  public var catalogue: [Product] {
    (products + (deferred?.products ?? [])).sorted {
      $0.id.utf8.lexicographicallyPrecedes($1.id.utf8)
    }
  }
  var deferred: DeferredProducts?

  /// Knowledge without entries, to load files into.
  public init() {}
}

/// A knowledge file to load.
public struct KnowledgeSource: Sendable {
  /// Below the knowledge folder: `findings/locks.yaml`. The folder tells what is in it.
  public let path: String
  /// The text that diagnostics point into.
  public let file: SourceFile
  /// The compact form of the parsed document, when it was checked before; its texts are then
  /// compiled when read, and examples are left out.
  public let compact: String?

  /// A file; without `compact` it is parsed and checked.
  public init(path: String, file: SourceFile, compact: String? = nil) {
    self.path = path
    self.file = file
    self.compact = compact
  }
}

/// A file of rules and the ids in it.
public struct KnowledgeFile: Sendable {
  /// Below the knowledge folder.
  public let path: String
  /// The ids that stand in it, in order.
  public let ids: [String]
}

/// A number that the analysis uses where the description is silent.
public struct AssumedNumber: Sendable {
  /// Its key.
  public let id: String
  /// As written, with its unit.
  public let text: String
  /// What the number is, in a sentence.
  public let meaning: String
  /// Where the number comes from.
  public let sources: [Source]
  /// The field of the description that replaces it.
  public let overriddenBy: String?
  /// measured, documented, derived, planning or format: how sure it is.
  public let basis: String
}
