import Diagnostics
import Expressions
public import Knowledge
import SystemModel

/// What a product gives under stated settings: the profile in force, why, and what would change it.
public struct ProductInquiry: Sendable {
  /// The product asked about.
  public let product: Product
  /// Settings as the user gave them, by any of their names.
  public let stated: [(name: String, value: String)]
  /// The version; `nil`: not stated.
  public let version: String?
  /// How many nodes it has, spread over three zones of each region.
  public let nodes: Int
  /// Over how many regions they are spread.
  public let regions: Int

  /// A question about a product.
  public init(
    product: Product, stated: [(name: String, value: String)], version: String?, nodes: Int,
    regions: Int
  ) {
    self.product = product
    self.stated = stated
    self.version = version
    self.nodes = nodes
    self.regions = regions
  }

  /// The answer, by the path that the analysis of a description takes.
  public func answer(_ knowledge: KnowledgeBase) -> ProductStanding? {
    let file = SourceFile(name: "<settings>", text: description)
    guard let description = SystemDescription.read(file).0 else { return nil }
    let (base, graph) = FactBuilder(description, file: file, knowledge: knowledge).build()
    guard let store = graph.stores.first, let product = store.product else { return nil }
    let bindings = [Value.record(store.record)] + base.globals
    let whatIf = WhatIf(knowledge: knowledge, base: base, graph: graph, operations: [])
    func texts(_ name: String) -> [String] {
      guard case .list(let items)? = store.record[name] else { return [] }
      return items.map(ValueText.plain)
    }
    return ProductStanding(
      product: product,
      settings: settings(store, product),
      facts: ProvidedFact.allCases.compactMap { fact in
        store.provided[fact].map { (fact.rawValue, $0, store.decidedBy[fact]) }
      },
      profiles: product.profiles.map { profile in
        let holds = profile.when.map { when in
          if case .bool(true) = when.evaluate(bindings) { true } else { false }
        }
        return .init(
          condition: profile.when.map { Self.condition($0, store.record) }, holds: holds ?? true,
          reads: Self.settingsRead(profile, product),
          sets: profile.set.map {
            ($0.fact.rawValue, $0.value.render(bindings, format: ValueText.plain))
          },
          why: profile.why?.render(bindings, format: ValueText.plain) ?? "",
          sources: profile.sources)
      },
      switches: switches(store, product, whatIf),
      versionNote: store.weakerDefaults?.text, refused: texts("refused"),
      refusedInstead: texts("refused_instead"), reported: texts("reported"),
      reportedInstead: texts("reported_instead"),
      problems: SettingCheck.problems(of: store).map { problem in
        problem.expected.map {
          "'\(problem.value)' is no value of '\(problem.name)': expected \($0)"
        }
          ?? "the catalogue knows no setting '\(problem.name)'"
          + (problem.near.map { ": did you mean '\($0)'?" } ?? "")
      })
  }

  /// A description of one store; texts are quoted as JSON does, which YAML reads.
  private var description: String {
    var text =
      "dsdesign: 1\nsystem: {name: inquiry}\noperations: {idle: {}}\ntopology:\n  regions:\n"
    for region in 0..<max(regions, 1) { text += "    r\(region + 1): {zones: [a, b, c]}\n" }
    text += "stores:\n  store:\n    product: \(product.id)\n"
    if let version { text += "    version: \(Self.quoted(version))\n" }
    if !stated.isEmpty {
      text += "    settings:\n"
      for setting in stated {
        text += "      \(Self.quoted(setting.name)): \(Self.quoted(setting.value))\n"
      }
    }
    text += "    replicas:\n"
    for node in 0..<max(nodes, 1) {
      let region = node % max(regions, 1)
      let zone = ["a", "b", "c"][node / max(regions, 1) % 3]
      text += "      - r\(region + 1)/\(zone)\n"
    }
    return text
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private func settings(_ store: StoreNode, _ product: Product) -> [ProductStanding.Setting] {
    let version = version.flatMap { Version($0) }
    return product.settings.map { setting in
      let value = store.settings.first { $0.name == setting.names[0] }?.value ?? ""
      let isStated = setting.names.contains { store.value.settings?.value[$0] != nil }
      let isOlder = store.weakerDefaults?.settings.contains { $0.name == setting.names[0] } == true
      let origin: ProductStanding.Origin =
        isStated ? .stated : isOlder ? .olderDefault : .standard
      let newest = setting.defaults.first?.value ?? ""
      let differs = !isStated && version != nil && setting.defaultValue(in: version) != newest
      return .init(setting: setting, value: value, origin: origin, newestDiffers: differs)
    }
  }

  /// `w == 'majority' && nodes > 1`, without what every condition says.
  private static func condition(_ when: Program, _ record: Expressions.Record) -> String {
    var text = when.source
    while let start = text.range(of: "store.settings['"),
      let end = text.range(of: "']", from: start.upperBound)
    {
      text.replaceSubrange(end, with: "")
      text.replaceSubrange(start, with: "")
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func settingsRead(_ profile: ProductProfile, _ product: Product) -> [String] {
    let source = profile.when?.source ?? ""
    return product.settings.map { $0.names[0] }.filter { source.contains("'\($0)'") }
  }

  /// Each other value of each setting that would change a fact, alone.
  private func switches(_ store: StoreNode, _ product: Product, _ whatIf: WhatIf)
    -> [ProductStanding.Switch]
  {
    let before = store.provided
    return product.settings.flatMap { setting -> [ProductStanding.Switch] in
      let name = setting.names[0]
      let current = store.settings.first { $0.name == name }?.value ?? ""
      var seen: Set<String> = [current, setting.canonical(current)]
      return setting.candidates.compactMap { value in
        guard seen.insert(setting.canonical(value)).inserted else { return nil }
        let after = whatIf.trying([name: value], on: store, for: []) { store.provided }
        let changes = ProvidedFact.allCases.compactMap { fact in
          before[fact] == after[fact]
            ? nil : (fact.rawValue, before[fact] ?? "unset", after[fact] ?? "unset")
        }
        return changes.isEmpty
          ? nil : .init(setting: name, from: current, to: value, changes: changes)
      }
    }
  }
}

extension String {
  /// The first place of a text at or after an index.
  fileprivate func range(of text: String, from start: Index? = nil) -> Range<Index>? {
    var index = start ?? startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
      formIndex(after: &index)
    }
    return nil
  }
}

/// A product under stated settings.
public struct ProductStanding: Sendable {
  /// How a value came to be in force.
  public enum Origin: String, Sendable {
    /// The user stated it.
    case stated
    /// The product's default.
    case standard = "default"
    /// The default of an older version, which guarantees less, as no version is stated.
    case olderDefault = "older default"
  }

  /// A setting and its value in force.
  public struct Setting: Sendable {
    /// The setting.
    public let setting: ProductSetting
    /// The value in force.
    public let value: String
    /// How it came to be in force.
    public let origin: Origin
    /// Whether the newest version has another default.
    public let newestDiffers: Bool
  }

  /// A profile, and whether its condition holds.
  public struct Profile: Sendable {
    /// `nil`: it always holds.
    public let condition: String?
    /// Whether it holds.
    public let holds: Bool
    /// Settings that the condition reads.
    public let reads: [String]
    /// What it sets, in the words of the catalogue.
    public let sets: [(fact: String, value: String)]
    /// Why.
    public let why: String
    /// Documentation that says so.
    public let sources: [Source]
  }

  /// One change of a setting and what follows.
  public struct Switch: Sendable {
    /// The documented name.
    public let setting: String
    /// The value in force.
    public let from: String
    /// The value tried.
    public let to: String
    /// Facts that change.
    public let changes: [(fact: String, before: String, after: String)]
  }

  /// The product.
  public let product: Product
  /// Every setting that matters, in the order of the catalogue.
  public let settings: [Setting]
  /// What it gives, and the index of the profile that has the last word on it.
  public let facts: [(fact: String, value: String, profile: Int?)]
  /// All profiles, in the order in which they are applied.
  public let profiles: [Profile]
  /// What single changes would bring.
  public let switches: [Switch]
  /// Defaults that an older version had; `nil` unless they count here.
  public let versionNote: String?
  /// What the product refuses or does not honour in this configuration.
  public let refused: [String]
  /// What to do about each.
  public let refusedInstead: [String]
  /// Published findings that concern this version and configuration.
  public let reported: [String]
  /// What closes each.
  public let reportedInstead: [String]
  /// Settings that the catalogue cannot use as they stand.
  public let problems: [String]
}
