import Analysis
import JSONDocument
import Knowledge

/// A product's standing for people.
struct ProductText {
  let standing: ProductStanding
  let inquiry: ProductInquiry
  let citations: [String: Citation]

  init(
    _ standing: ProductStanding, _ inquiry: ProductInquiry, _ citations: [String: Citation]
  ) {
    self.standing = standing
    self.inquiry = inquiry
    self.citations = citations
  }

  var text: String {
    let product = standing.product
    let place =
      "\(inquiry.nodes) node\(inquiry.nodes == 1 ? "" : "s"), \(inquiry.regions) region\(inquiry.regions == 1 ? "" : "s")"
    var text = "\(product.name) (\(product.id)): \(product.kind)\n"
    text += "\(inquiry.version.map { "version \($0)" } ?? "version not stated"), \(place)\n"
    if let voters = product.voters {
      text += "voters: at least \(voters.least) to survive a failure; advised: \(voters.advised)\n"
    }
    if let takes = product.failoverTakes { text += "takeover: \(takes)\n" }
    text += section("What needs your attention", attention)
    text += section("What it gives", facts)
    text += section("Because", reasons)
    text += section("Settings", settings)
    text += section("One setting away", switches)
    text += section("Other profiles", others)
    return text
  }

  private func section(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "\n\(title)\n" + lines.map { "  \($0)\n" }.joined()
  }

  private var attention: [String] {
    var lines = standing.problems
    if let note = standing.versionNote {
      lines.append("No version is stated, so the defaults that guarantee less count: \(note).")
    }
    for setting in standing.settings where setting.newestDiffers {
      let newest = setting.setting.defaults.first?.value ?? ""
      lines.append(
        "\(setting.setting.names[0]) is \(shown(setting.value)) by default in \(inquiry.version ?? "this version"); in the newest it is \(shown(newest))."
      )
    }
    for (what, instead) in zip(
      standing.refused + standing.reported, standing.refusedInstead + standing.reportedInstead)
    {
      lines.append("\(what.prefix(1).uppercased())\(what.dropFirst()). \(instead)")
    }
    return lines
  }

  private var facts: [String] {
    let width = standing.facts.map(\.fact.count).max() ?? 0
    return standing.facts.map { fact in
      let mark = fact.profile.map { " [\($0 + 1)]" } ?? ""
      return fact.fact + String(repeating: " ", count: width - fact.fact.count + 2) + fact.value
        + mark
    }
  }

  /// The profiles that have the last word on some fact.
  private var reasons: [String] {
    let deciding = Set(standing.facts.compactMap(\.profile))
    return standing.profiles.indices.filter(deciding.contains).flatMap { index -> [String] in
      let profile = standing.profiles[index]
      let values = profile.reads.compactMap { name in
        standing.settings.first { $0.setting.names[0] == name }.map {
          "\(name) is \(shown($0.value)), \(origin($0))"
        }
      }
      let when = profile.condition.map { "when \($0)" } ?? "always"
      return [
        "[\(index + 1)] \(when)\(values.isEmpty ? "" : " (\(values.joined(separator: "; ")))")",
        "    \(profile.why)", "    \(sources(profile.sources))",
      ]
    }
  }

  private var settings: [String] {
    standing.settings.flatMap { entry -> [String] in
      let setting = entry.setting
      var lines = [
        "\(setting.names[0]) = \(shown(entry.value)) (\(origin(entry)))", "    \(setting.meaning)",
        "    default: \(defaults(setting)); \(sources(setting.sources))",
      ]
      let words = setting.values.filter { !$0.isEmpty }
      if !words.isEmpty { lines.append("    values: \(words.joined(separator: ", "))") }
      return lines
    }
  }

  private func defaults(_ setting: ProductSetting) -> String {
    setting.defaults.map { entry in
      shown(entry.value)
        + (entry.since.map { " from \($0.text)" } ?? (setting.defaults.count > 1 ? " before" : ""))
    }.joined(separator: ", ")
  }

  private var switches: [String] {
    standing.switches.map { entry in
      let changes = entry.changes.map { "\($0.fact) \($0.before) → \($0.after)" }
      return "\(entry.setting)=\(shown(entry.to)): \(changes.joined(separator: "; "))"
    }
  }

  private var others: [String] {
    standing.profiles.enumerated().filter { !$0.element.holds }.flatMap { index, profile in
      let sets = profile.sets.map { "\($0.fact) \($0.value)" }.joined(separator: ", ")
      return [
        "[\(index + 1)] when \(profile.condition ?? "always"): \(sets)", "    \(profile.why)",
      ]
    }
  }

  private func origin(_ entry: ProductStanding.Setting) -> String {
    switch entry.origin {
    case .stated: "stated"
    case .standard: "the default"
    case .olderDefault: "the default of an older version"
    }
  }

  private func shown(_ value: String) -> String { value.isEmpty ? "empty" : value }

  private func sources(_ sources: [Source]) -> String {
    sources.map { source in
      (citations[source.cite]?.short ?? source.cite) + (source.at.map { ", \($0)" } ?? "")
    }.joined(separator: "; ")
  }
}

/// A product's standing for programs.
struct ProductJSON {
  private let standing: ProductStanding
  private let inquiry: ProductInquiry

  init(_ standing: ProductStanding, _ inquiry: ProductInquiry) {
    self.standing = standing
    self.inquiry = inquiry
  }

  var value: JSONValue {
    let product = standing.product
    return [
      "product": .string(product.id), "name": .string(product.name),
      "version": inquiry.version.map { .string($0) } ?? .null,
      "nodes": .int(Int64(inquiry.nodes)), "regions": .int(Int64(inquiry.regions)),
      "notes": .array(
        (standing.problems + [standing.versionNote].compactMap(\.self) + standing.refused
          + standing.reported).map { .string($0) }),
      "gives": .array(
        standing.facts.map { fact in
          [
            "fact": .string(fact.fact), "value": .string(fact.value),
            "profile": fact.profile.map { .int(Int64($0 + 1)) } ?? .null,
          ]
        }),
      "profiles": .array(standing.profiles.map(profile)),
      "settings": .array(standing.settings.map(setting)),
      "switches": .array(standing.switches.map(change)),
    ]
  }

  private func profile(_ profile: ProductStanding.Profile) -> JSONValue {
    [
      "when": profile.condition.map { .string($0) } ?? .null, "holds": .bool(profile.holds),
      "why": .string(profile.why),
      "sets": .array(
        profile.sets.map { ["fact": .string($0.fact), "value": .string($0.value)] }),
      "sources": sources(profile.sources),
    ]
  }

  private func setting(_ entry: ProductStanding.Setting) -> JSONValue {
    [
      "setting": .string(entry.setting.names[0]), "value": .string(entry.value),
      "origin": .string(entry.origin.rawValue), "meaning": .string(entry.setting.meaning),
      "values": .array(entry.setting.values.map { .string($0) }),
      "defaults": .array(
        entry.setting.defaults.map { entry in
          [
            "since": entry.since.map { .string($0.text) } ?? .null, "value": .string(entry.value),
          ]
        }),
      "sources": sources(entry.setting.sources),
    ]
  }

  private func change(_ entry: ProductStanding.Switch) -> JSONValue {
    [
      "setting": .string(entry.setting), "from": .string(entry.from), "to": .string(entry.to),
      "changes": .array(
        entry.changes.map { change in
          [
            "fact": .string(change.fact), "before": .string(change.before),
            "after": .string(change.after),
          ]
        }),
    ]
  }

  private func sources(_ sources: [Source]) -> JSONValue {
    .array(
      sources.map { ["cite": .string($0.cite), "at": $0.at.map { .string($0) } ?? .null] })
  }
}
