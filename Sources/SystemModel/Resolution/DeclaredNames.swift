import Diagnostics
import YAMLDocument

/// The names that a file declares, also those whose own description is wrong.
struct DeclaredNames {
  /// In the order of the file.
  private var names: [NameSection: [String]] = [:]
  private var sets: [NameSection: Set<String>] = [:]
  private var zones: [String: [String]] = [:]

  /// Collects the names of each section.
  init(of root: YAMLNode) {
    for section in NameSection.allCases {
      let node = section == .regions ? root["topology"]?["regions"] : root[section.rawValue]
      guard let node, case .mapping(let pairs) = node.content else { continue }
      names[section] = pairs.compactMap { scalar($0.key) }
      sets[section] = Set(names[section] ?? [])
      guard section == .regions else { continue }
      for pair in pairs {
        guard let name = scalar(pair.key), case .sequence(let nodes)? = pair.value["zones"]?.content
        else { continue }
        zones[name] = nodes.compactMap(scalar)
      }
    }
  }

  /// Whether a section declares a name.
  func contains(_ name: String, in section: NameSection) -> Bool {
    sets[section]?.contains(name) ?? false
  }

  /// The names of some sections, in the order of the file.
  func names(in sections: [NameSection]) -> [String] { sections.flatMap { names[$0] ?? [] } }

  /// The zones of a region, in the order of the file.
  func zones(of region: String) -> [String] { zones[region] ?? [] }

  private func scalar(_ node: YAMLNode) -> String? {
    if case .scalar(let text, _) = node.content { text } else { nil }
  }
}
