public import Diagnostics
public import Knowledge
public import SystemModel

/// A setting of the description that the catalogue cannot use as it stands.
struct SettingProblem {
  let name: String
  let value: String
  /// The product's name for people.
  let product: String
  /// The known setting that the name is near to.
  let near: String?
  /// What the value should look like; `nil`: the setting itself is not known.
  let expected: String?
  /// Where the name or the value stands.
  let span: SourceSpan

  /// `wc (did you mean w?)`, `acks is 2, expected 0, 1 or all`
  var text: String {
    if let expected { return "\(name) is \(value), expected \(expected)" }
    return near.map { "\(name) (did you mean \($0)?)" } ?? name
  }
}

/// Checks the settings of stores and requests against the catalogue.
public struct SettingCheck {
  /// One diagnostic for each setting that has no effect (a note) or a wrong value (a warning).
  public static func diagnostics(
    _ description: SystemDescription, in file: SourceFile, knowledge: KnowledgeBase
  ) -> [Diagnostic] {
    let products = Dictionary(
      description.stores.entries.map { entry in
        (entry.name, (entry.value.product?.value).flatMap { knowledge.product(named: $0) })
      }, uniquingKeysWith: { first, _ in first })
    let storesOf = Dictionary(
      description.data.entries.map { ($0.name, $0.value.allStores.map { "\($0.value)" }) },
      uniquingKeysWith: { first, _ in first })
    var problems: [SettingProblem] = []
    for entry in description.stores.entries {
      guard let product = products[entry.name] ?? nil else { continue }
      problems += Self.problems(entry.value.settings?.value, [product])
    }
    for entry in description.operations.entries {
      let touched = entry.value.reads.values + entry.value.writes.values
      let stores = touched.flatMap { storesOf["\($0)"] ?? [] }
      let known = stores.compactMap { products[$0] ?? nil }
      // A store that the catalogue does not know may know the setting.
      guard known.count == stores.count else { continue }
      problems += Self.problems(entry.value.settings?.value, known)
    }
    return problems.map { diagnostic($0, in: file) }
  }

  private static func diagnostic(_ problem: SettingProblem, in file: SourceFile) -> Diagnostic {
    let place = SourceLocation(file: file, span: problem.span)
    if let expected = problem.expected {
      return Diagnostic(
        .warning,
        "'\(problem.value)' is no value of \(problem.product)'s setting '\(problem.name)'",
        at: place, help: "expected \(expected)")
    }
    return Diagnostic(
      .note, "the catalogue knows no setting '\(problem.name)' of \(problem.product)", at: place,
      label: "without effect on the analysis",
      help: problem.near.map { "did you mean '\($0)'?" })
  }

  static func problems(of store: StoreNode) -> [SettingProblem] {
    problems(store.value.settings?.value, store.product.map { [$0] } ?? [])
  }

  static func problems(of operation: OperationNode) -> [SettingProblem] {
    guard operation.value.settings != nil else { return [] }
    let products = operation.stores.compactMap(\.product)
    guard products.count == operation.stores.count else { return [] }
    return problems(operation.value.settings?.value, products)
  }

  /// Settings that none of the products knows, and values that none of those who know it takes.
  private static func problems(_ settings: Settings?, _ products: [Product]) -> [SettingProblem] {
    guard let settings, !products.isEmpty else { return [] }
    return settings.entries.compactMap { entry in
      let known = products.compactMap { product in
        (product.setting(named: entry.name) ?? product.setting(named: entry.shortName)).map {
          (product, $0)
        }
      }
      guard let (product, setting) = known.first else {
        let names = products.flatMap(\.settings).flatMap(\.names)
        return SettingProblem(
          name: entry.name, value: entry.text, product: products[0].name,
          near: Spelling.nearest(to: entry.name, among: names), expected: nil, span: entry.nameSpan)
      }
      if known.contains(where: { $0.1.allows(entry.text) }) { return nil }
      let words = setting.values.filter { !$0.isEmpty }
      return SettingProblem(
        name: entry.name, value: entry.text, product: product.name, near: nil,
        expected: words.isEmpty
          ? setting.type.expectation
          : words.dropLast().joined(separator: ", ") + (words.count > 1 ? " or " : "")
            + (words.last ?? ""),
        span: entry.span)
    }
  }
}
