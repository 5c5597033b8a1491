internal import Diagnostics

/// Collects the pairs of a map: finds duplicate keys, and lays merged maps in.
struct MappingBuilder {
  /// Up to so many keys, comparing with each is faster than hashing.
  private static let smallCount = 12

  private var pairs: [YAMLPair] = []
  private var indices: [String: Int] = [:]
  private var merge: (index: Int, sources: [YAMLNode])?

  /// Adds a pair, unless its key is there already: then the place of the first is returned.
  ///
  /// A merge key takes no room among the pairs, but there can be only one.
  mutating func add(_ pair: YAMLPair, named name: String) -> SourceSpan? {
    if pairs.isEmpty { pairs.reserveCapacity(4) }
    if let index = index(of: name) { return pairs[index].key.span }
    if pairs.count >= Self.smallCount {
      if indices.isEmpty {
        for (index, pair) in pairs.enumerated() { indices[pair.key.scalarText ?? ""] = index }
      }
      indices[name] = pairs.count
    }
    pairs.append(pair)
    return nil
  }

  /// Lets the pair added last, the merge key, be replaced by what `sources` hold.
  mutating func merge(_ sources: [YAMLNode]) { merge = (pairs.count - 1, sources) }

  /// The pairs in the order of the file, those merged in at the place of the `<<`.
  ///
  /// Keys of the map itself win over merged ones, earlier sources over later ones.
  /// - Source: YAML language-independent type "merge", version 1.1.
  func finished() -> [YAMLPair] {
    guard let merge else { return pairs }
    var own = pairs
    own.remove(at: merge.index)
    var names = Set(own.compactMap(\.key.scalarText))
    var merged: [YAMLPair] = []
    for source in merge.sources {
      for pair in source.pairs ?? [] where names.insert(pair.key.scalarText ?? "").inserted {
        merged.append(pair)
      }
    }
    own.insert(contentsOf: merged, at: merge.index)
    return own
  }

  private func index(of name: String) -> Int? {
    if !indices.isEmpty { return indices[name] }
    return pairs.firstIndex { $0.key.scalarText == name }
  }
}

extension YAMLNode {
  /// Whether this key merges maps: a plain `<<`.
  var isMergeKey: Bool {
    guard case .scalar("<<", let style) = content else { return false }
    return tag == nil ? style == .plain : tag == "!!merge"
  }

  /// The maps that this value of a merge key stands for; `nil` when it stands for none.
  var mergeSources: [YAMLNode]? {
    switch content {
    case .mapping: [self]
    case .sequence(let items): items.allSatisfy { $0.pairs != nil } ? items : nil
    case .scalar: nil
    }
  }
}
