extension YAMLNode {
  /// The node's kind in a reader's words: "a list", "a map", "text" or, for null, "nothing".
  public var kindName: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a map"
    case .scalar: isNull ? "nothing" : "text"
    }
  }

  /// The text of a scalar, however written; `nil` for collections.
  public var scalarText: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// The pairs of a map; `nil` for anything else.
  public var pairs: [YAMLPair]? {
    if case .mapping(let pairs) = content { pairs } else { nil }
  }

  /// The items of a list; `nil` for anything else.
  public var items: [YAMLNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The value of a key; `nil` when the node is no map or has no such key.
  ///
  /// - Complexity: O(pairs).
  public subscript(key: String) -> YAMLNode? {
    pairs?.first { $0.key.scalarText == key }?.value
  }
}
