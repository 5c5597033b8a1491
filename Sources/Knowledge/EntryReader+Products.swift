import Diagnostics
import Expressions
import YAMLDocument

extension EntryReader {
  func product(_ node: YAMLNode) -> Product? {
    let fields = fields(
      node, of: "a product", known: ["product", "name", "kind", "settings", "profiles"],
      required: ["product", "name", "kind", "profiles"])
    guard let id = identifier(fields["product"]), let name = text(fields["name"], "name"),
      let kind = text(fields["kind"], "kind")
    else { return nil }
    var settings: [ProductSetting] = []
    if let node = fields["settings"], case .mapping(let pairs) = node.content {
      settings = pairs.compactMap { setting($0.key, $0.value) }
    }
    return Product(
      id: id, name: name, kind: kind, settings: settings,
      profiles: list(fields["profiles"], "profiles").compactMap(profile),
      location: location(node))
  }

  private func setting(_ key: YAMLNode, _ node: YAMLNode) -> ProductSetting? {
    let fields = fields(
      node, of: "a setting", known: ["also", "meaning", "default", "values", "sources"],
      required: ["meaning", "default"])
    guard let name = key.scalarText, let meaning = text(fields["meaning"], "meaning") else {
      return nil
    }
    var defaults: [(since: Version?, value: String)] = []
    if let node = fields["default"] {
      if case .mapping(let pairs) = node.content {
        for pair in pairs {
          guard let since = pair.key.scalarText, let value = text(pair.value, "a default") else {
            continue
          }
          defaults.append((since == "before" ? nil : Version(since), value))
        }
      } else if let value = text(node, "a default") {
        defaults = [(nil, value)]
      }
    }
    let aliases = texts(fields["also"], "also").compactMap { text($0, "a name") }
    return ProductSetting(
      names: [name] + aliases, meaning: meaning, defaults: defaults,
      values: texts(fields["values"], "values").compactMap { text($0, "a value") },
      sources: sources(fields["sources"]))
  }

  private func profile(_ node: YAMLNode) -> ProductProfile? {
    let fields = fields(
      node, of: "a profile", known: ["when", "set", "why", "sources"], required: ["set", "sources"])
    let environment = schema[.products, .store]
    let when = condition(fields["when"], in: environment)
    if fields["when"] != nil && when == nil { return nil }
    var set: [(fact: ProvidedFact, value: TextTemplate)] = []
    if let node = fields["set"], case .mapping(let pairs) = node.content {
      for pair in pairs {
        guard let name = pair.key.scalarText, let value = text(pair.value, "a value") else {
          continue
        }
        if let problem = ProvidedFact.problem(name: name, value: value) {
          fail(problem, at: pair.key)
        }
        guard let fact = ProvidedFact(rawValue: name),
          let value = template(pair.value, in: environment)
        else { continue }
        set.append((fact, value))
      }
    }
    return ProductProfile(
      when: when, set: set, why: template(fields["why"], in: environment),
      sources: sources(fields["sources"]), location: location(node))
  }
}
