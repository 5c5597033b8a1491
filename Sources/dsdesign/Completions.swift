import Analysis
import ArgumentParser
import Diagnostics
import EmbeddedFiles
import Expressions
import Knowledge
import SystemModel

/// What the shells offer for a word that is not finished.
///
/// Whatever goes wrong offers nothing: a person in the middle of a line wants no diagnostics.
extension CompletionKind {
  /// A description's file.
  static let descriptions = CompletionKind.file(extensions: ["yaml", "yml"])

  /// A description's file or a JSON report.
  static let designs = CompletionKind.file(extensions: ["yaml", "yml", "json"])

  /// Ids of rules, decisions, options and everything else that `explain` knows.
  static let ruleIDs = CompletionKind.custom { words, _, prefix in
    knowledge(words).pageIDs.sorted().offered(for: prefix)
  }

  /// Names of products.
  static let products = CompletionKind.custom { words, _, prefix in
    knowledge(words).products.map(\.id).sorted().offered(for: prefix)
  }

  /// `name=` of the product's settings, and `name=value` where the values can be told.
  static let settings = CompletionKind.custom { words, _, prefix in
    let knowledge = knowledge(words)
    guard let product = words.lazy.compactMap({ knowledge.product(named: $0) }).first else {
      return []
    }
    return product.settings.flatMap { setting -> [String] in
      let values = setting.values.filter { !$0.isEmpty }
      return values.isEmpty
        ? ["\(setting.names[0])="] : values.map { "\(setting.names[0])=\($0)" }
    }.offered(for: prefix)
  }

  /// Names of starters.
  static let starters = CompletionKind.custom { _, _, prefix in
    (["minimal"] + Initialize.starters.map(\.name)).offered(for: prefix)
  }

  /// Names of facts, and the records that they stand in.
  static let facts = CompletionKind.custom { _, _, prefix in
    FactTypes.listing().flatMap(\.facts).map(\.name).offered(for: prefix)
  }

  /// What an expression over the description in the words may start with:
  /// `operations['place-order']`.
  static let expressions = CompletionKind.custom { words, index, prefix in
    let names = (description(words, before: index).map(names) ?? []).offered(for: prefix)
    // Bash reads candidates as words of its own, and so takes their quotes away.
    return CompletionShell.requesting == .bash
      ? names.map { $0.replacing("'", with: "\\'") } : names
  }

  /// Names of the operations of the description in the words.
  static let operations = names { $0.operations.entries.map(\.name) }
  /// Names of its stores.
  static let stores = names { $0.stores.entries.map(\.name) }
  /// Names of its locks, leases and elections.
  static let coordination = names { $0.coordination.entries.map(\.name) }
  /// Names of its failure detections.
  static let failureDetection = names { $0.failureDetection.entries.map(\.name) }

  /// Ids of the items of the checklist.
  static let checklistItems = CompletionKind.custom { words, _, prefix in
    knowledge(words).checklist.map(\.id).offered(for: prefix)
  }

  private static func names(
    _ list: @escaping @Sendable (SystemDescription) -> [String]
  ) -> CompletionKind {
    .custom { words, index, prefix in
      (description(words, before: index).map(list) ?? []).offered(for: prefix)
    }
  }

  /// The description among the words before one, as far as it can be read.
  private static func description(_ words: [String], before index: Int) -> SystemDescription? {
    let paths = words.prefix(max(index, 0)).dropFirst()
      .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    guard let path = paths.last, let file = try? Files.read(path.unquoted) else { return nil }
    return SystemDescription.read(file).0
  }

  private static func names(_ description: SystemDescription) -> [String] {
    func paths(_ section: String, _ names: [String]) -> [String] {
      names.map { "\(section)['\($0)']" }
    }
    return paths("operations", description.operations.entries.map(\.name))
      + paths("stores", description.stores.entries.map(\.name))
      + paths("data", description.data.entries.map(\.name))
      + paths("services", description.services.entries.map(\.name))
      + paths("coordination", description.coordination.entries.map(\.name))
      + ["system", "topology", "team"]
  }

  /// The built-in knowledge and the folders that `--knowledge` among the words lays over it.
  private static func knowledge(_ words: [String]) -> KnowledgeBase {
    var sources = BuiltIn.knowledge()
    for (word, folder) in zip(words, words.dropFirst()) where word == "--knowledge" {
      sources += (try? KnowledgeFolder.files(in: folder.unquoted)) ?? []
    }
    return KnowledgeBase.load(sources, schema: FactTypes.schema).0
  }
}

extension [String] {
  /// Those that go on with what is typed, each once.
  fileprivate func offered(for prefix: String) -> [String] {
    // A quote may be the shell's, or stand in the expression.
    let typed = prefix.unquoted
    var seen: Set<String> = []
    return filter { ($0.hasPrefix(typed) || $0.hasPrefix(prefix)) && seen.insert($0).inserted }
  }
}

extension String {
  /// A shell word without its quotes and escapes; shells hand words over as they were typed.
  fileprivate var unquoted: String {
    var result = ""
    var quote: Character?
    var isEscaped = false
    for character in self {
      if isEscaped {
        result.append(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { result.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else {
        result.append(character)
      }
    }
    return result
  }
}

/// What the argument parser generates for the shells.
enum CompletionScript {
  /// Beside an option called version, as products have, the script for fish declares the flag of
  /// that name, and fish then refuses to complete that command at all.
  static func mended(_ script: String) -> String {
    guard script.contains("'version='") else { return script }
    return script.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("'version='") ? line.replacing(" 'version'", with: "") : line
    }.joined(separator: "\n")
  }
}
