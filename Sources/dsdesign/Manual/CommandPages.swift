import JSONDocument

/// The commands and their options in mdoc(7), from the argument parser's own description of them.
struct CommandPages {
  private let root: JSONValue
  /// Options of many commands, told once.
  private static let shared = ["knowledge", "color", "help", "version"]

  /// - Parameter dump: What `--experimental-dump-help` prints.
  init?(dump: JSONValue) {
    guard let root = dump["command"] else { return nil }
    self.root = root
  }

  /// A subsection for each command.
  var commands: String { subcommands(root).map { pages($0, path: []) }.joined() }

  /// The options that many commands take.
  var commonOptions: String {
    var found: [String: (tag: String, text: String)] = [:]
    visit(root) { argument in
      if let name = Self.longName(argument), found[name] == nil { found[name] = item(argument) }
    }
    return Mdoc.list(Self.shared.compactMap { found[$0] })
  }

  private func visit(_ command: JSONValue, _ body: (JSONValue) -> Void) {
    for argument in list(command, "arguments") { body(argument) }
    for child in list(command, "subcommands") { visit(child, body) }
  }

  private func pages(_ command: JSONValue, path: [String]) -> String {
    let path = path + [text(command, "commandName") ?? ""]
    let children = subcommands(command)
    if !children.isEmpty { return children.map { pages($0, path: path) }.joined() }
    let arguments = list(command, "arguments").filter { argument in
      flag(argument, "shouldDisplay")
        && !(Self.longName(argument).map(Self.shared.contains) ?? false)
    }
    let positionals = arguments.filter { text($0, "kind") == "positional" }
    let options = arguments.filter { text($0, "kind") != "positional" }
    var page = ".Ss \(Mdoc.argument(path.joined(separator: " ")))\n.Nm\n"
    page += path.map { ".Cm \(Mdoc.argument($0))\n" }.joined()
    if !options.isEmpty { page += ".Op Ar options\n" }
    page += positionals.map(synopsis).joined() + ".Pp\n"
    page += Mdoc.text(text(command, "abstract") ?? "")
    if let discussion = text(command, "discussion") { page += Mdoc.text(discussion) }
    return page + Mdoc.list(arguments.map(item))
  }

  private func synopsis(_ argument: JSONValue) -> String {
    let name = "Ar \(Mdoc.argument(text(argument, "valueName") ?? ""))"
    let repeats = flag(argument, "isRepeating") ? " ..." : ""
    return flag(argument, "isOptional") ? ".Op \(name)\(repeats)\n" : ".\(name)\(repeats)\n"
  }

  private func item(_ argument: JSONValue) -> (tag: String, text: String) {
    let value = text(argument, "valueName").map { " Ar \(Mdoc.argument($0))" } ?? ""
    var words = text(argument, "abstract") ?? ""
    if let standard = text(argument, "defaultValue") { words += " Default: \(standard)." }
    if text(argument, "kind") == "positional" {
      return (String(value.dropFirst()), words)
    }
    let isFlag = text(argument, "kind") == "flag"
    let names = list(argument, "names").map { name -> String in
      let dash = text(name, "kind") == "short" ? "" : "-"
      return "Fl \(dash)\(text(name, "name") ?? "")" + (isFlag ? "" : value)
    }
    return (names.joined(separator: " , "), words)
  }

  private static func longName(_ argument: JSONValue) -> String? {
    guard case .array(let names)? = argument["names"] else { return nil }
    for name in names {
      if case .string("long")? = name["kind"], case .string(let text)? = name["name"] {
        return text
      }
    }
    return nil
  }

  private func subcommands(_ command: JSONValue) -> [JSONValue] {
    list(command, "subcommands").filter {
      flag($0, "shouldDisplay") && text($0, "commandName") != "help"
    }
  }

  private func list(_ value: JSONValue, _ key: String) -> [JSONValue] {
    if case .array(let items)? = value[key] { items } else { [] }
  }

  private func text(_ value: JSONValue, _ key: String) -> String? {
    if case .string(let text)? = value[key] { text } else { nil }
  }

  private func flag(_ value: JSONValue, _ key: String) -> Bool { value[key] == .bool(true) }
}
