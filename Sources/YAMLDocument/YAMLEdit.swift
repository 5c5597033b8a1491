public import Diagnostics

/// A value to write into a YAML text.
public indirect enum YAMLValue: Hashable, Sendable {
  /// A text; written so that it reads back as this text.
  case text(String)
  /// A map in the order given.
  case map([Entry])

  /// A key of a map and its value.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public let key: String
    /// The value.
    public let value: YAMLValue

    /// An entry.
    public init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }
}

/// Changes single values in a YAML text and leaves every other byte as it is: comments, order, style.
///
/// Reaches values in maps, in block and in flow style. Afterwards the text is read again and held
/// against what it must say; where it cannot be changed in place (a value behind an alias or a merge
/// key, say) nothing is changed.
public struct YAMLEdit {
  /// The text as it is now.
  public private(set) var file: SourceFile
  private var root: YAMLNode

  /// Why a text was left as it is.
  public enum Obstacle: Error, Hashable, Sendable {
    /// The text is no YAML map.
    case notAMap
    /// What stands at this path cannot be changed without changing something else.
    case entangled(path: [String])
  }

  /// An edit of a file that holds a map.
  public init(_ file: SourceFile) throws(Obstacle) {
    let (root, problems) = YAMLComposer.compose(file)
    guard let root, problems.isEmpty, root.pairs != nil else { throw .notAMap }
    self.file = file
    self.root = root
  }

  /// Sets the value at a path of keys; `nil` takes it away. Maps on the way are made.
  public mutating func set(_ path: [String], to value: YAMLValue?) throws(Obstacle) {
    precondition(!path.isEmpty, "a path has a key")
    var wanted = Plain(root)
    wanted.set(path[...], to: value)
    guard Plain(root) != wanted else { return }
    guard let change = Locator(bytes: file.bytes).change(root, path[...], value) else {
      throw .entangled(path: path)
    }
    var bytes = file.bytes
    bytes.replaceSubrange(change.range, with: Array(change.text.utf8))
    let changed = SourceFile(name: file.name, bytes: bytes)
    let (now, problems) = YAMLComposer.compose(changed)
    guard let now, problems.isEmpty, Plain(now) == wanted else { throw .entangled(path: path) }
    file = changed
    root = now
  }

  /// The text of a new file: a comment, then a map.
  public static func document(_ comment: [String], _ entries: [YAMLValue.Entry]) -> String {
    comment.map { "# \($0)\n" }.joined() + YAMLText.block(entries, indent: 0, newline: "\n") + "\n"
  }
}

/// What a document says, whatever it looks like.
private indirect enum Plain: Equatable {
  case text(String)
  case list([Plain])
  case map([(key: String, value: Plain)])

  init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text, _): self = .text(node.isNull ? "" : text)
    case .sequence(let items): self = .list(items.map { Plain($0) })
    case .mapping(let pairs):
      self = .map(pairs.map { ($0.key.scalarText ?? "", Plain($0.value)) })
    }
  }

  init(_ value: YAMLValue) {
    switch value {
    case .text(let text): self = .text(text)
    case .map(let entries): self = .map(entries.map { ($0.key, Plain($0.value)) })
    }
  }

  /// An empty map and nothing are the same: a map whose last key goes is written as nothing.
  private var isEmpty: Bool {
    switch self {
    case .text(let text): text.isEmpty
    case .list: false
    case .map(let entries): entries.isEmpty
    }
  }

  static func == (left: Plain, right: Plain) -> Bool {
    switch (left, right) {
    case (.text(let a), .text(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    default: left.isEmpty && right.isEmpty
    }
  }

  mutating func set(_ path: ArraySlice<String>, to value: YAMLValue?) {
    guard let key = path.first else { return }
    var entries: [(key: String, value: Plain)] = []
    if case .map(let own) = self { entries = own }
    let place = entries.firstIndex { $0.key == key }
    if path.count > 1 {
      var inner = place.map { entries[$0].value } ?? .map([])
      if place == nil, value == nil { return }
      inner.set(path.dropFirst(), to: value)
      if let place { entries[place].value = inner } else { entries.append((key, inner)) }
    } else if let value {
      if let place {
        entries[place].value = Plain(value)
      } else {
        entries.append((key, Plain(value)))
      }
    } else if let place {
      entries.remove(at: place)
    }
    self = .map(entries)
  }
}
