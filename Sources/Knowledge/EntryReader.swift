import Consistency
import Diagnostics
import Expressions
import YAMLDocument

/// Reads the maps of knowledge files and collects every problem with its place.
///
/// One reader serves one file; what it returns is whole only when `diagnostics` has no error.
final class EntryReader {
  let file: SourceFile
  let schema: FactSchema
  /// The file was checked before: texts are compiled when they are read, keys not looked at again.
  let isTrusted: Bool
  var diagnostics: [Diagnostic] = []

  init(file: SourceFile, schema: FactSchema, isTrusted: Bool) {
    self.file = file
    self.schema = schema
    self.isTrusted = isTrusted
  }

  func location(_ node: YAMLNode) -> SourceLocation { SourceLocation(file: file, span: node.span) }

  func fail(_ message: String, at node: YAMLNode, help: String? = nil) {
    diagnostics.append(Diagnostic(.error, message, at: location(node), help: help))
  }

  /// The fields of a map; unknown and missing keys are errors.
  func fields(
    _ node: YAMLNode, of what: String, known: [String], required: [String] = []
  ) -> [String: YAMLNode] {
    guard case .mapping(let pairs) = node.content else {
      fail("\(what) is a map, not \(node.kindName)", at: node)
      return [:]
    }
    var fields = [String: YAMLNode](minimumCapacity: pairs.count)
    if isTrusted {
      for pair in pairs { fields[pair.key.scalarText ?? ""] = pair.value }
      return fields
    }
    for pair in pairs {
      guard let key = pair.key.scalarText, known.contains(key) else {
        let name = pair.key.scalarText ?? "?"
        let near = Spelling.nearest(to: name, among: known)
        fail(
          "\(what) has no field '\(name)'", at: pair.key,
          help: near.map { "did you mean '\($0)'?" } ?? "fields: " + known.joined(separator: ", "))
        continue
      }
      fields[key] = pair.value
    }
    for key in required where fields[key] == nil { fail("\(what) needs '\(key)'", at: node) }
    return fields
  }

  func text(_ node: YAMLNode?, _ what: String) -> String? {
    guard let node else { return nil }
    guard let text = node.scalarText else {
      fail("\(what) is a text, not \(node.kindName)", at: node)
      return nil
    }
    return text
  }

  func list(_ node: YAMLNode?, _ what: String) -> [YAMLNode] {
    guard let node else { return [] }
    guard case .sequence(let items) = node.content else {
      fail("\(what) is a list, not \(node.kindName)", at: node)
      return []
    }
    return items
  }

  /// A text or a list of texts.
  func texts(_ node: YAMLNode?, _ what: String) -> [YAMLNode] {
    guard let node else { return [] }
    return node.scalarText == nil ? list(node, what) : [node]
  }

  func word<Word: RawRepresentable & CaseIterable>(
    _ node: YAMLNode?, _ what: String, as: Word.Type
  ) -> Word? where Word.RawValue == String {
    guard let node, let text = text(node, what) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    fail("'\(text)' is no \(what)", at: node, help: "one of " + words.joined(separator: ", "))
    return nil
  }

  func condition(_ node: YAMLNode?, in environment: Environment) -> Program? {
    guard let node, let text = text(node, "a condition") else { return nil }
    return program(text, at: node, in: environment, expecting: .bool)
  }

  func program(
    _ text: String, at node: YAMLNode, in environment: Environment, expecting: ValueType
  ) -> Program? {
    let (program, problems) = Program.compile(
      text, in: environment, at: location(node), expecting: expecting)
    diagnostics += problems
    return program
  }

  func template(_ node: YAMLNode?, in environment: Environment) -> TextTemplate? {
    guard let node, let text = text(node, "a text") else { return nil }
    if isTrusted { return .trusted(text, in: environment) }
    let (template, problems) = TextTemplate.compile(text, in: environment, at: location(node))
    diagnostics += problems
    return template
  }

  func sources(_ node: YAMLNode?) -> [Source] {
    list(node, "sources").compactMap { item in
      let fields = fields(item, of: "a source", known: ["cite", "at"], required: ["cite"])
      guard let key = text(fields["cite"], "cite") else { return nil }
      citedKeys.append((key, fields["cite"]!))
      return Source(cite: key, at: text(fields["at"], "at"))
    }
  }

  /// Every citation key met, to be checked once all files are read.
  var citedKeys: [(key: String, node: YAMLNode)] = []
  /// Likewise names of categories, milestones, learning topics and scenarios.
  var categoriesUsed: [(key: String, node: YAMLNode)] = []
  var milestonesUsed: [(key: String, node: YAMLNode)] = []
  var learnUsed: [(key: String, node: YAMLNode)] = []
  var scenariosUsed: [(key: String, node: YAMLNode)] = []
  /// Options that scenarios run something for, as `topic/option`.
  var optionsRun: [(key: String, node: YAMLNode)] = []
  /// Ids of anything that has a page.
  var seenAlso: [(key: String, node: YAMLNode)] = []
  /// Ids of finding rules.
  var rulesUsed: [(key: String, node: YAMLNode)] = []

  /// A path of facts such as `store.failover.fencing` must lead to one.
  ///
  /// - Parameter throughLists: Whether it may lead to a fact of the things in a list.
  func checkPath(
    _ path: String, at node: YAMLNode, in environment: Environment, throughLists: Bool = false
  ) {
    guard !isTrusted else { return }
    var names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
    guard let variable = names.popFirst() else { return }
    guard var type = environment.variables.first(where: { $0.name == variable })?.type else {
      let near = Spelling.nearest(to: variable, among: environment.variables.map(\.name))
      return fail(
        "'\(path)' leads to no fact: nothing is named '\(variable)' here", at: node,
        help: near.map { "did you mean '\($0)'?" })
    }
    for name in names {
      if throughLists, case .list(let element) = type { type = element }
      guard case .record(let kind) = type, let record = environment.record(kind) else {
        return fail(
          "'\(path)' leads to no fact: what stands before '\(name)' has no parts", at: node)
      }
      guard let place = record.index(of: name) else {
        let near = Spelling.nearest(to: name, among: record.fields.map(\.name))
        return fail(
          "'\(path)' leads to no fact: \(record.name) has no field '\(name)'", at: node,
          help: near.map { "did you mean '\($0)'?" })
      }
      type = record.fields[place].type
    }
  }

  func examples(_ node: YAMLNode?) -> RuleExamples {
    guard let node else { return RuleExamples(caught: [], allowed: [], file: nil) }
    let fields = fields(node, of: "examples", known: ["caught", "allowed"])
    return RuleExamples(
      caught: list(fields["caught"], "caught"), allowed: list(fields["allowed"], "allowed"),
      file: file)
  }

  func identifier(_ node: YAMLNode?) -> String? {
    guard let node, let id = text(node, "an id") else { return nil }
    let isKebab =
      !id.isEmpty
      && id.utf8.allSatisfy {
        $0 == 0x2D || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
      }
    if !isKebab { fail("the id '\(id)' is not in kebab-case", at: node) }
    return id
  }

  func needs(_ node: YAMLNode?) -> [Need] {
    guard let node else { return [] }
    let known = [
      "consistency", "scope", "session", "partition", "atomicity", "durability", "ordering",
      "exactly_once", "convergence",
    ]
    let fields = fields(node, of: "requires", known: known)
    var needs: [Need] = []
    let scope = word(fields["scope"], "scope", as: Need.Scope.self)
    if let model = fields["consistency"] {
      consistencyModel(model).map { needs.append(.consistency($0, scope)) }
    }
    for model in texts(fields["session"], "session") {
      consistencyModel(model).map { needs.append(.session($0)) }
    }
    if let stance = word(fields["partition"], "partition stance", as: Need.PartitionStance.self) {
      needs.append(.partition(stance))
    }
    if fields["atomicity"] != nil { needs.append(.atomicity) }
    if fields["durability"] != nil { needs.append(.durability) }
    if let order = word(fields["ordering"], "order", as: Need.Order.self) {
      needs.append(.ordering(order.rawValue))
    }
    if fields["exactly_once"] != nil { needs.append(.exactlyOnce) }
    if fields["convergence"] != nil { needs.append(.convergence) }
    return needs
  }

  private func consistencyModel(_ node: YAMLNode) -> ConsistencyModel? {
    guard let id = text(node, "a model") else { return nil }
    if let model = ConsistencyModel(id) { return model }
    let ids = ConsistencyModel.all.map(\.id)
    fail(
      "there is no consistency model '\(id)'", at: node,
      help: Spelling.nearest(to: id, among: ids).map { "did you mean '\($0)'?" })
    return nil
  }
}
