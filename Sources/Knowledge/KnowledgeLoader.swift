public import Diagnostics
import Expressions
import Parallel
import YAMLDocument

/// Loads knowledge files, in the order given; later files may add entries, never silently replace one.
///
/// An entry that does not load is an error, not a skipped rule.
struct KnowledgeLoader {
  private var base = KnowledgeBase()
  private var readers: [EntryReader] = []

  static func load(_ parts: [KnowledgeFiles]) -> (KnowledgeBase, [Diagnostic]) {
    var loader = KnowledgeLoader()
    var diagnostics: [Diagnostic] = []
    for file in parts.flatMap(\.readings) { diagnostics += loader.add(file) }
    diagnostics += loader.checkReferences()
    return (loader.base, diagnostics)
  }

  private mutating func add(_ file: KnowledgeReading) -> [Diagnostic] {
    let (path, reader) = (file.path, file.reader)
    readers.append(reader)
    switch file.content {
    case .requirements(let rules): add(rules, \.id, \.location, to: \.requirements, path, reader)
    case .findings(let rules): add(rules, \.id, \.location, to: \.findings, path, reader)
    case .decisions(let topics): add(topics, \.id, \.location, to: \.decisions, path, reader)
    case .products(let products):
      for product in products { base.productIndex[product.id] = base.products.count }
      add(products, \.id, \.location, to: \.products, path, reader)
    case .citations(let works): works.forEach { base.citations[$0.key] = $0 }
    case .categories(let categories): base.categories += categories
    case .milestones(let milestones): base.milestones += milestones
    case .questions(let questions): base.questions += questions
    case .learning(let topics): base.learning += topics
    case .defaults(let numbers): numbers.forEach { base.defaults[$0.id] = $0 }
    case .regions(let regions): base.regions = regions
    case .countermeasures(let ways): base.countermeasures += ways
    case .terms(let terms): base.terms += terms
    case .checklist(let items): add(items, \.id, \.location, to: \.checklist, path, reader)
    case .scenarios(let scenarios): base.scenarios += scenarios
    case .nothing: break
    }
    return file.problems + reader.diagnostics
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

  /// Citations, categories, milestones, learning topics and scenarios that are used must exist.
  private func checkReferences() -> [Diagnostic] {
    let categories = base.categories.map(\.id)
    let milestones = base.milestones.map(\.id)
    let topics = base.learning.map(\.id)
    let citations = base.citations.keys.sorted()
    let rules = base.findings.map(\.id)
    let scenarios = base.scenarios.map(\.id)
    let options = base.decisions.flatMap { topic in topic.options.map { "\(topic.id)/\($0.id)" } }
    let pages = readers.contains { !$0.seenAlso.isEmpty && !$0.isTrusted } ? base.pageIDs : []
    var diagnostics: [Diagnostic] = []
    for reader in readers where !reader.isTrusted {
      let uses: [([(key: String, node: YAMLNode)], [String], String)] = [
        (reader.citedKeys, citations, "citation"), (reader.categoriesUsed, categories, "category"),
        (reader.milestonesUsed, milestones, "milestone"),
        (reader.learnUsed, topics, "learning topic"), (reader.seenAlso, pages, "page"),
        (reader.rulesUsed, rules, "finding rule"),
        (reader.scenariosUsed, scenarios, "scenario"), (reader.optionsRun, options, "option"),
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
    load([KnowledgeFiles(sources, schema: schema)])
  }

  /// The same of files that were read before, in the order given.
  ///
  /// - Parameter deferred: Product files, checked before, that are read when the whole `catalogue`
  ///   is asked for.
  public static func load(
    _ parts: [KnowledgeFiles], deferring deferred: DeferredProducts? = nil
  ) -> (KnowledgeBase, [Diagnostic]) {
    var (base, diagnostics) = KnowledgeLoader.load(parts)
    base.deferred = deferred
    return (base, diagnostics)
  }
}

/// Knowledge files, each read without regard to the others.
public struct KnowledgeFiles: Sendable {
  let readings: [KnowledgeReading]

  /// Reads files on all cores.
  public init(_ sources: [KnowledgeSource], schema: FactSchema) {
    readings = Chunks.map(sources, count: sources.count, smallest: 2) { part in
      part.map { KnowledgeReading($0, schema) }
    }.flatMap(\.self)
  }
}
