import Diagnostics

extension YAMLEdit {
  /// One stretch of a text and what stands there instead.
  struct Change {
    let range: Range<Int>
    let text: String
  }

  /// Finds the one stretch of a text that has to change for a value to change.
  struct Locator {
    let bytes: [UInt8]

    /// `nil`: there is none.
    func change(_ node: YAMLNode, _ path: ArraySlice<String>, _ value: YAMLValue?) -> Change? {
      guard let key = path.first else { return nil }
      let rest = path.dropFirst()
      guard let pairs = node.pairs else { return nil }
      guard let pair = pairs.first(where: { $0.key.scalarText == key }) else {
        return value.flatMap { insert(Self.nested(rest, $0), as: key, into: node) }
      }
      guard contains(node, pair.key) else { return nil }
      if rest.isEmpty {
        guard let value else { return removal(of: pair, from: node) }
        return replacement(of: pair, in: node, by: value)
      }
      if isEmpty(pair.value) {
        return value.flatMap { replacement(of: pair, in: node, by: Self.nested(rest, $0)) }
      }
      guard contains(node, pair.value) else { return nil }
      return change(pair.value, rest, value)
    }

    private static func nested(_ path: ArraySlice<String>, _ value: YAMLValue) -> YAMLValue {
      path.reversed().reduce(value) { .map([.init($1, $0)]) }
    }

    /// A value that came by an alias or a merge key stands elsewhere.
    private func contains(_ outer: YAMLNode, _ inner: YAMLNode) -> Bool {
      inner.span.start >= outer.span.start && inner.span.end <= outer.span.end
        && bytes[Int(inner.span.start)...].first != UInt8(ascii: "*")
    }

    /// Nothing is written, or a map without keys.
    private func isEmpty(_ node: YAMLNode) -> Bool {
      node.isNull || node.pairs?.isEmpty == true
    }

    private func isFlow(_ node: YAMLNode) -> Bool {
      Int(node.span.start) < bytes.count && bytes[Int(node.span.start)] == UInt8(ascii: "{")
    }

    // MARK: Changes

    private func replacement(of pair: YAMLPair, in node: YAMLNode, by value: YAMLValue) -> Change? {
      guard let colon = colon(after: pair.key) else { return nil }
      let isWritten =
        pair.value.span.end > pair.value.span.start && Int(pair.value.span.start) > colon
      let start = isWritten ? Int(pair.value.span.start) : colon + 1
      let end = isWritten ? Int(pair.value.span.end) : colon + 1
      if isFlow(node) {
        return Change(range: start..<end, text: (isWritten ? "" : " ") + YAMLText.flow(value))
      }
      switch value {
      case .text:
        return Change(range: start..<end, text: (isWritten ? "" : " ") + YAMLText.flow(value))
      case .map(let entries) where entries.isEmpty:
        return Change(range: start..<end, text: (isWritten ? "" : " ") + "{}")
      case .map(let entries):
        if isWritten, pair.value.pairs != nil, !isFlow(pair.value) {
          let indent = column(of: start)
          return Change(
            range: start..<end, text: YAMLText.block(entries, indent: indent, newline: newline))
        }
        // What followed on the key's line, a comment, stays there.
        let indent = column(of: Int(pair.key.span.start)) + 2
        let text =
          newline + String(repeating: " ", count: indent)
          + YAMLText.block(entries, indent: indent, newline: newline)
        if !isWritten {
          let line = lineEnd(from: colon)
          return Change(range: line..<line, text: text)
        }
        return Change(range: colon + 1..<end, text: text)
      }
    }

    private func insert(_ value: YAMLValue, as key: String, into node: YAMLNode) -> Change? {
      let own = (node.pairs ?? []).filter { contains(node, $0.key) }
      let entry = YAMLValue.Entry(key, value)
      guard let last = own.max(by: { $0.key.span.start < $1.key.span.start }) else {
        guard isFlow(node) else { return nil }
        let place = Int(node.span.start) + 1
        return Change(
          range: place..<place, text: "\(YAMLText.scalar(key)): \(YAMLText.flow(value))")
      }
      let end = self.end(of: last)
      if isFlow(node) {
        return Change(
          range: end..<end, text: ", \(YAMLText.scalar(key)): \(YAMLText.flow(value))")
      }
      let indent = column(of: Int(last.key.span.start))
      let line = lineEnd(from: end)
      return Change(
        range: line..<line,
        text: newline + String(repeating: " ", count: indent)
          + YAMLText.block([entry], indent: indent, newline: newline))
    }

    private func removal(of pair: YAMLPair, from node: YAMLNode) -> Change? {
      var start = Int(pair.key.span.start)
      var end = self.end(of: pair)
      if isFlow(node) {
        let after = skippingBlanks(from: end)
        if after < bytes.count, bytes[after] == UInt8(ascii: ",") {
          return Change(range: start..<skippingBlanks(from: after + 1), text: "")
        }
        var before = start
        while before > 0, isBlank(bytes[before - 1]) { before -= 1 }
        if before > 0, bytes[before - 1] == UInt8(ascii: ",") { start = before - 1 }
        return Change(range: start..<end, text: "")
      }
      // The whole line goes, unless a comment stands on it.
      let line = lineEnd(from: end)
      let isAlone = skippingBlanks(from: end) >= line
      guard isAlone else { return Change(range: start..<end, text: "") }
      end = line
      if end < bytes.count {
        end += bytes[end] == 0x0D && bytes[(end + 1)...].first == 0x0A ? 2 : 1
      }
      while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
      return Change(range: start..<end, text: "")
    }

    // MARK: Places

    /// Where a pair ends: with its value, or with the colon when none is written.
    private func end(of pair: YAMLPair) -> Int {
      let colon = colon(after: pair.key).map { $0 + 1 } ?? Int(pair.key.span.end)
      if let inner = pair.value.pairs, !isFlow(pair.value), let last = inner.last {
        return max(colon, end(of: last))
      }
      let isWritten = pair.value.span.end > pair.value.span.start
      return isWritten ? max(colon, Int(pair.value.span.end)) : colon
    }

    private func colon(after key: YAMLNode) -> Int? {
      let place = skippingBlanks(from: Int(key.span.end))
      return place < bytes.count && bytes[place] == UInt8(ascii: ":") ? place : nil
    }

    private func skippingBlanks(from start: Int) -> Int {
      var place = start
      while place < bytes.count, isBlank(bytes[place]) { place += 1 }
      return place
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private func lineEnd(from start: Int) -> Int {
      var place = start
      while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
      return place
    }

    /// Bytes between the start of the line and a place; keys that are indented stand behind spaces.
    private func column(of place: Int) -> Int {
      var start = place
      while start > 0, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D { start -= 1 }
      return place - start
    }

    /// As the text's first line ends.
    private var newline: String {
      let first = lineEnd(from: 0)
      guard first + 1 < bytes.count, bytes[first] == 0x0D else { return "\n" }
      return bytes[first + 1] == 0x0A ? "\r\n" : "\r"
    }
  }
}
