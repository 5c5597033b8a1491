// Sets and dictionaries are written out in another order in each process. What nodes say to each
// other stands in traces, which are the same for the same seed: there they are written in order.

extension Collection {
  /// The elements in words, sorted by them.
  func inOrder(_ words: (Element) -> String = { "\($0)" }) -> String {
    "[" + map(words).sorted().joined(separator: ", ") + "]"
  }
}

extension DotSet: CustomStringConvertible {
  /// The dots.
  public var description: String { members.inOrder() }
}

extension DotFunction: CustomStringConvertible {
  /// The values under their dots.
  public var description: String { values.inOrder { "\($0.key): \($0.value)" } }
}

extension DotMap: CustomStringConvertible {
  /// The stores under their keys.
  public var description: String { stores.inOrder { "\($0.key): \($0.value)" } }
}

extension DotContext: CustomStringConvertible {
  /// The length of each replica's run, and the dots beyond.
  public var description: String {
    "\(vector.entries.inOrder())" + (beyond.isEmpty ? "" : " and \(beyond.inOrder())")
  }
}

extension Dot: CustomStringConvertible {
  /// Replica and number.
  public var description: String { "\(replica).\(counter)" }
}

extension GrowOnlySet: CustomStringConvertible {
  /// The elements.
  public var description: String { elements.inOrder() }
}

extension LastWriterWinsMap: CustomStringConvertible {
  /// The values of the keys that have one.
  public var description: String {
    keys.inOrder { key in "\(key): \(self[key].map { "\($0)" } ?? "-")" }
  }
}

extension FugueSequence: CustomStringConvertible {
  /// The values in the order of the sequence; how many elements wait, and how many are removed.
  public var description: String {
    "\(values), \(places.count + waiting.count - values.count) more, \(tombstones) removed"
  }
}
