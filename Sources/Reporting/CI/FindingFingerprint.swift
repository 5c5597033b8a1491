public import Analysis

extension Finding {
  /// What makes this finding the same one in another run: its rule and what it is about.
  ///
  /// Lines may move, and numbers in the message change, without making a new finding of it.
  public var fingerprint: String { "\(rule.id)@\(subject.path)" }
}

extension Subject {
  /// Where it stands in the description: `operations.place-order`; `system` for the whole.
  var path: String { record.path.isEmpty ? kind.rawValue : record.path }
}
