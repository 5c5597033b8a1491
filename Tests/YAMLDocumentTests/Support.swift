import Diagnostics
import YAMLDocument

/// A document as text: maps in braces, lists in brackets, scalars by style: `plain`, `"quoted"`,
/// `|block|`.
func outline(_ node: YAMLNode?) -> String {
  guard let node else { return "nil" }
  let tag = node.tag.map { $0 + " " } ?? ""
  switch node.content {
  case .scalar(let text, .plain): return tag + text
  case .scalar(let text, .quoted): return tag + "\"\(text)\""
  case .scalar(let text, .block): return tag + "|\(text)|"
  case .sequence(let items): return tag + "[" + items.map(outline).joined(separator: ", ") + "]"
  case .mapping(let pairs):
    return tag + "{"
      + pairs.map { "\(outline($0.key)): \(outline($0.value))" }.joined(separator: ", ") + "}"
  }
}

func compose(_ text: String, limits: YAMLLimits = .standard) -> (root: YAMLNode?, errors: [String])
{
  let file = SourceFile(name: "f", text: text)
  let (root, diagnostics) = YAMLComposer.compose(file, limits: limits)
  return (root, diagnostics.map(summary))
}

/// `line:column message`
func summary(_ diagnostic: Diagnostic) -> String {
  guard let start = diagnostic.location?.start else { return diagnostic.message }
  return "\(start.line):\(start.column) \(diagnostic.message)"
}

/// Every node in the order of the file.
func nodes(_ node: YAMLNode) -> [YAMLNode] {
  switch node.content {
  case .scalar: [node]
  case .sequence(let items): [node] + items.flatMap(nodes)
  case .mapping(let pairs): [node] + pairs.flatMap { nodes($0.key) + nodes($0.value) }
  }
}
