import Diagnostics
import Expressions
import YAMLDocument

extension EntryReader {
  func product(_ node: YAMLNode) -> Product? {
    let fields = fields(
      node, of: "a product",
      known: [
        "product", "name", "kind", "family", "managed", "oldest", "voters", "failover_takes",
        "settings", "profiles", "refuses", "reports",
      ],
      required: ["product", "name", "kind", "family", "managed", "profiles"])
    guard let id = identifier(fields["product"]), let name = text(fields["name"], "name"),
      let kind = text(fields["kind"], "kind"),
      let family = word(fields["family"], "family", as: ProductFamily.self),
      let managed = word(fields["managed"], "hosting", as: Hosting.self)
    else { return nil }
    var settings: [ProductSetting] = []
    if let node = fields["settings"], case .mapping(let pairs) = node.content {
      settings = pairs.compactMap { setting($0.key, $0.value) }
    }
    return Product(
      id: id, name: name, kind: kind, family: family, managed: managed,
      oldest: text(fields["oldest"], "oldest").flatMap { Version($0) },
      voters: voters(fields["voters"]),
      failoverTakes: text(fields["failover_takes"], "failover_takes"), settings: settings,
      profiles: list(fields["profiles"], "profiles").compactMap(profile),
      refuses: list(fields["refuses"], "refuses").compactMap(remark),
      reports: list(fields["reports"], "reports").compactMap(remark), location: location(node))
  }

  private func voters(_ node: YAMLNode?) -> (least: String, advised: String)? {
    guard let node else { return nil }
    let fields = fields(
      node, of: "voters", known: ["least", "advised"], required: ["least", "advised"])
    guard let least = text(fields["least"], "least"),
      let advised = text(fields["advised"], "advised")
    else { return nil }
    return (least, advised)
  }

  private func remark(_ node: YAMLNode) -> ProductRemark? {
    let fields = fields(
      node, of: "a remark", known: ["when", "what", "instead", "sources"],
      required: ["when", "what", "instead", "sources"])
    let environment = schema[.requirements, .store]
    guard let when = condition(fields["when"], in: environment),
      let what = template(fields["what"], in: environment),
      let instead = template(fields["instead"], in: environment)
    else { return nil }
    return ProductRemark(
      when: when, what: what, instead: instead, sources: sources(fields["sources"]))
  }

  private func setting(_ key: YAMLNode, _ node: YAMLNode) -> ProductSetting? {
    let fields = fields(
      node, of: "a setting",
      known: [
        "also", "meaning", "default", "default_where", "values", "examples", "type", "cost",
        "sources",
      ],
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
      topologyDefaults: list(fields["default_where"], "default_where").compactMap(topologyDefault),
      values: texts(fields["values"], "values").compactMap { text($0, "a value") },
      examples: texts(fields["examples"], "examples").compactMap { text($0, "a value") },
      type: word(fields["type"], "type of setting", as: SettingType.self) ?? .text,
      cost: text(fields["cost"], "cost"), sources: sources(fields["sources"]))
  }

  private func topologyDefault(_ node: YAMLNode) -> (when: Program, value: String)? {
    let fields = fields(
      node, of: "a default", known: ["when", "value"], required: ["when", "value"])
    guard let when = condition(fields["when"], in: schema[.products, .store]),
      let value = text(fields["value"], "value")
    else { return nil }
    return (when, value)
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
