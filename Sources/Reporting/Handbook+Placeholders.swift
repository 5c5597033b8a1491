import Expressions
import Knowledge

/// Texts of the knowledge without a system to speak of: what stands in braces becomes words.
extension Handbook {
  /// The text with each expression as the thing it names, set off: `{store.name}` as *the store*.
  static func readable(_ template: TextTemplate) -> String {
    var text = ""
    var rest = template.source[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      text += rest[..<brace]
      let next = rest.index(after: brace)
      if next < rest.endIndex, rest[next] == rest[brace] {
        text.append(rest[brace])
        rest = rest[rest.index(after: next)...]
        continue
      }
      guard rest[brace] == "{", let end = rest[next...].firstIndex(of: "}") else {
        text.append(rest[brace])
        rest = rest[next...]
        continue
      }
      text += words(for: rest[next..<end].trimmingPrefix { $0 == " " || $0 == "\n" })
      rest = rest[rest.index(after: end)...]
    }
    return text + rest
  }

  private static func words(for expression: Substring) -> String {
    // The other form of a word for several things reads well beside a plural.
    if expression.hasPrefix("pick(") {
      let quoted = expression.split(separator: "'")
      return quoted.count > 1 ? String(quoted[quoted.count - 2]) : ""
    }
    if expression.contains("?") { return alternative(expression) }
    if expression.hasPrefix("names(") || expression.hasPrefix("size(") {
      let isCount = expression.hasPrefix("size(")
      let inner = expression.drop { $0 != "(" }.dropFirst()
      return "*\(isCount ? "the number of " : "")\(plural(of: inner))*"
    }
    if expression.hasSuffix("[0]") { return "*\(plural(of: expression))*" }
    let path = expression.prefix { $0.isLetter || $0.isNumber || "_.".contains($0) }
    guard path.count == expression.count else { return "*…*" }
    let parts = path.split(separator: ".").map { $0.split(separator: "_").joined(separator: " ") }
    guard parts.count > 1, let last = parts.last else { return "*the \(parts.first ?? "…")*" }
    guard last == "name" else { return "*its \(last)*" }
    let kind = parts[parts.count - 2]
    let nouns = ["coordination": "lock", "failure detection": "detector", "data": "item"]
    return "*the \(nouns[kind] ?? kind)*"
  }

  /// Of a choice between two quoted texts the one for several things, or else the first; an ellipsis
  /// when there are no two.
  private static func alternative(_ expression: Substring) -> String {
    let choice = expression.drop { $0 != "?" }
    let parts = choice.split(separator: "'", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].allSatisfy({ "? \n".contains($0) }) else { return "*…*" }
    let isAboutNumber = expression.prefix { $0 != "?" }.contains("== 1")
    return String(isAboutNumber ? parts[3] : parts[1])
  }

  /// The things that a list holds, by the last field before the list is filtered or mapped.
  private static func plural(of list: Substring) -> String {
    let path = list.prefix { $0.isLetter || $0.isNumber || "_.".contains($0) }
    let nouns = [
      "writes": "the data that it writes", "reads": "the data that it reads",
      "touches": "the data that it uses", "read_then_write": "what it reads and then writes",
      "stores": "its stores", "written_stores": "the stores that it writes",
      "read_stores": "the stores that it reads", "calls": "the services that it calls",
      "external_calls": "the services outside that it calls", "participants": "its participants",
      "consistency": "the models that it needs", "session": "the session guarantees that it needs",
      "writers": "those who write it", "readers": "those who read it",
      "operations": "the operations concerned", "publishes": "its events",
      "consumes": "the events that it takes", "protects": "what it protects",
      "protected_stores": "the stores that it protects", "affects": "what it changes",
      "acts_on": "what it acts on", "client_regions": "the regions of its clients",
      "zones": "its zones", "regions": "its regions", "invariants": "its invariants",
    ]
    let fields = path.split(separator: ".").map(String.init)
    for field in fields.reversed() {
      if let noun = nouns[field] { return noun }
    }
    return "those concerned"
  }
}
