import Diagnostics
import YAMLDocument

/// What stands in one knowledge file, read without regard to other files.
struct KnowledgeReading: @unchecked Sendable {
  /// What a file can hold; the folder or the name of the file tells.
  enum Content {
    case requirements([RequirementRule])
    case findings([FindingRule])
    case decisions([DecisionTopic])
    case products([Product])
    case citations([Citation])
    case categories([FindingCategory])
    case milestones([Milestone])
    case questions([QuestionText])
    case learning([LearningTopic])
    case defaults([AssumedNumber])
    case regions(KnownRegions)
    case countermeasures([Countermeasure])
    case terms([Term])
    case checklist([ChecklistItem])
    case scenarios([Scenario])
    case nothing
  }

  let path: String
  /// Holds what is to be checked once all files are read; no other thread has it.
  let reader: EntryReader
  let content: Content
  /// What is wrong with the YAML.
  let problems: [Diagnostic]

  init(_ source: KnowledgeSource, _ schema: FactSchema) {
    path = source.path
    // The examples of a setting are values worth trying; only those of rules are for tests alone.
    let isProduct = source.path.contains("products/")
    let checked = source.compact.flatMap {
      YAMLNode(compact: $0, leavingOutExamples: !isProduct)
    }
    reader = EntryReader(file: source.file, schema: schema, isTrusted: checked != nil)
    let (root, problems) = checked.map { ($0, []) } ?? YAMLComposer.compose(source.file)
    self.problems = problems
    if let root, !problems.contains(where: { $0.severity == .error }) {
      content = Self.content(of: source.path, root, reader)
    } else {
      content = .nothing
    }
  }

  private static func content(of path: String, _ root: YAMLNode, _ reader: EntryReader) -> Content {
    let parts = path.split(separator: "/")
    let folder = parts.count > 1 ? String(parts[parts.count - 2]) : ""
    switch (folder, parts.last ?? "") {
    case ("requirements", _):
      return .requirements(
        reader.list(root, "a file of requirement rules").compactMap(reader.requirementRule))
    case ("findings", _):
      return .findings(reader.list(root, "a file of finding rules").compactMap(reader.findingRule))
    case ("decisions", _): return .decisions([reader.decisionTopic(root)].compactMap(\.self))
    case ("products", _): return .products([reader.product(root)].compactMap(\.self))
    case (_, "citations.yaml"): return .citations(reader.citations(root))
    case (_, "categories.yaml"): return .categories(reader.categories(root))
    case (_, "milestones.yaml"): return .milestones(reader.milestones(root))
    case (_, "questions.yaml"): return .questions(reader.questions(root))
    case (_, "countermeasures.yaml"): return .countermeasures(reader.countermeasures(root))
    case (_, "terms.yaml"): return .terms(reader.terms(root))
    case (_, "checklist.yaml"):
      return .checklist(reader.list(root, "the checklist").compactMap(reader.checklistItem))
    case (_, "scenarios.yaml"): return .scenarios(reader.scenarios(root))
    case (_, "learning.yaml"): return .learning(reader.learning(root))
    case (_, "defaults.yaml"): return .defaults(reader.defaults(root))
    case (_, "regions.yaml"): return .regions(reader.regions(root))
    default:
      reader.fail(
        "'\(path)' is no knowledge file", at: root,
        help: "rules stand in requirements/, decisions/, findings/ or products/")
      return .nothing
    }
  }
}
