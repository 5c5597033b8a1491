public import Diagnostics
import Expressions
import YAMLDocument

/// Loads knowledge files, in the order given; later files may add entries, never silently replace one.
///
/// An entry that does not load is an error, not a skipped rule.
struct KnowledgeLoader {
  private let schema: FactSchema
  private var base = KnowledgeBase()
  private var readers: [EntryReader] = []

  init(schema: FactSchema) { self.schema = schema }

  static func load(
    _ sources: [KnowledgeSource], schema: FactSchema
  ) -> (KnowledgeBase, [Diagnostic]) {
    var loader = KnowledgeLoader(schema: schema)
    var diagnostics: [Diagnostic] = []
    for source in sources { diagnostics += loader.load(source) }
    diagnostics += loader.checkReferences()
    return (loader.base, diagnostics)
  }

  private mutating func load(_ source: KnowledgeSource) -> [Diagnostic] {
    let path = source.path
    let (root, problems) = source.root.map { ($0, []) } ?? YAMLComposer.compose(source.file)
    guard let root, !problems.contains(where: { $0.severity == .error }) else { return problems }
    let reader = EntryReader(file: source.file, schema: schema, isTrusted: source.root != nil)
    readers.append(reader)
    let parts = path.split(separator: "/")
    let kind = parts.count > 1 ? String(parts[parts.count - 2]) : ""
    switch (kind, parts.last ?? "") {
    case ("requirements", _):
      let rules = reader.list(root, "a file of requirement rules").compactMap(
        reader.requirementRule)
      add(rules, \.id, \.location, to: \.requirements, path, reader)
    case ("findings", _):
      let rules = reader.list(root, "a file of finding rules").compactMap(reader.findingRule)
      add(rules, \.id, \.location, to: \.findings, path, reader)
    case ("decisions", _):
      let topics = [reader.decisionTopic(root)].compactMap(\.self)
      add(topics, \.id, \.location, to: \.decisions, path, reader)
    case ("products", _):
      let products = [reader.product(root)].compactMap(\.self)
      for product in products { base.productIndex[product.id] = base.products.count }
      add(products, \.id, \.location, to: \.products, path, reader)
    case (_, "citations.yaml"): reader.citations(root).forEach { base.citations[$0.key] = $0 }
    case (_, "categories.yaml"): base.categories += reader.categories(root)
    case (_, "milestones.yaml"): base.milestones += reader.milestones(root)
    case (_, "questions.yaml"): base.questions += reader.questions(root)
    case (_, "countermeasures.yaml"): base.countermeasures += reader.countermeasures(root)
    case (_, "terms.yaml"): base.terms += reader.terms(root)
    case (_, "learning.yaml"): base.learning += reader.learning(root)
    case (_, "defaults.yaml"): reader.defaults(root).forEach { base.defaults[$0.id] = $0 }
    case (_, "regions.yaml"): base.regions = reader.regions(root)
    default:
      reader.fail(
        "'\(path)' is no knowledge file", at: root,
        help: "rules stand in requirements/, decisions/, findings/ or products/")
    }
    return problems + reader.diagnostics
  }

  private mutating func add<Entry>(
    _ entries: [Entry], _ id: KeyPath<Entry, String>, _ location: KeyPath<Entry, SourceLocation>,
    to list: WritableKeyPath<KnowledgeBase, [Entry]>, _ path: String, _ reader: EntryReader
  ) {
    for entry in entries {
      let name = entry[keyPath: id]
      if let first = base.idLocations[name] {
        reader.diagnostics.append(
          Diagnostic(
            .error, "the id '\(name)' is taken", at: entry[keyPath: location],
            notes: [.init("first given here", at: first)]))
      } else {
        base.idLocations[name] = entry[keyPath: location]
      }
    }
    base[keyPath: list] += entries
    base.files.append(KnowledgeFile(path: path, ids: entries.map { $0[keyPath: id] }))
  }

  /// Citations, categories, milestones and learning topics that are used must exist.
  private func checkReferences() -> [Diagnostic] {
    let categories = base.categories.map(\.id)
    let milestones = base.milestones.map(\.id)
    let topics = base.learning.map(\.id)
    let citations = base.citations.keys.sorted()
    let pages = readers.contains { !$0.seenAlso.isEmpty && !$0.isTrusted } ? base.pageIDs : []
    var diagnostics: [Diagnostic] = []
    for reader in readers where !reader.isTrusted {
      let uses: [([(key: String, node: YAMLNode)], [String], String)] = [
        (reader.citedKeys, citations, "citation"), (reader.categoriesUsed, categories, "category"),
        (reader.milestonesUsed, milestones, "milestone"),
        (reader.learnUsed, topics, "learning topic"), (reader.seenAlso, pages, "page"),
      ]
      for (used, known, what) in uses {
        let knownSet = Set(known)
        for (key, node) in used where !knownSet.contains(key) {
          let near = Spelling.nearest(to: key, among: known)
          diagnostics.append(
            Diagnostic(
              .error, "there is no \(what) '\(key)'", at: reader.location(node),
              help: near.map { "did you mean '\($0)'?" }))
        }
      }
    }
    return diagnostics
  }
}

extension KnowledgeBase {
  /// Loads all files and checks what refers from one to another.
  ///
  /// - Returns: The knowledge, and every problem found; use it only when there is no error.
  public static func load(
    _ sources: [KnowledgeSource], schema: FactSchema
  ) -> (KnowledgeBase, [Diagnostic]) {
    KnowledgeLoader.load(sources, schema: schema)
  }
}
