public import Diagnostics

/// A value of a YAML document and the place where it stands.
///
/// Aliases are already followed: an aliased node has the content of its anchor (shared, not
/// copied) and the span of the alias; what stands inside keeps the spans it has at the anchor.
public struct YAMLNode: Sendable {
  /// How a scalar was written: only plain ones can be numbers, booleans or null.
  public enum ScalarStyle: Sendable, Hashable {
    case plain, quoted, block
  }

  /// A text, a list, or a map in the order of the file.
  public enum Content: Sendable {
    case scalar(String, ScalarStyle)
    case sequence([YAMLNode])
    case mapping([YAMLPair])
  }

  /// What the node holds.
  public let content: Content
  /// Byte offsets in the `SourceFile`: a scalar with its quotes, a collection to the end of what
  /// it holds; without anchor and tag.
  public let span: SourceSpan
  /// The tag when one is written, in its short form: `!!str`, `!local`.
  public let tag: String?

  /// A node.
  public init(content: Content, span: SourceSpan, tag: String? = nil) {
    self.content = content
    self.span = span
    self.tag = tag
  }
}

/// A key of a map and its value. Keys are always scalars.
public struct YAMLPair: Sendable {
  /// A scalar.
  public let key: YAMLNode
  /// Any node; a null when nothing is written.
  public let value: YAMLNode

  /// A pair.
  public init(key: YAMLNode, value: YAMLNode) {
    self.key = key
    self.value = value
  }
}
