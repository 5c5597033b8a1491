internal import Diagnostics

/// One run over the events of a text, building nodes bottom-up.
struct Composition: ~Copyable {
  /// A node with what the limits need to know of it, aliases followed.
  struct Composed {
    var node: YAMLNode
    /// Nodes in it, itself among them.
    var size: Int
    /// Collections on the longest way down: 0 for a scalar.
    var height: Int
    /// It stands for something that is not there, as was reported.
    var isMissing = false
  }

  /// Nothing more can be read; the reason is among the diagnostics.
  struct Stop: Error {}

  private enum Anchor {
    case open(at: Int)
    case done(Composed)
  }

  /// After so many errors a file is something else, and more of them help nobody.
  private static let maximumDiagnostics = 1_000
  /// Beyond, looking for the nearest name of each unknown alias would take too long.
  private static let maximumAnchorsCompared = 1_000

  private let file: SourceFile
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: YAMLLimits
  private let offsets: ByteOffsets
  private var source: EventSource
  private var anchors: [String: Anchor] = [:]
  private var expandedNodes = 0
  private var isReliable = true
  private var diagnostics: [Diagnostic] = []

  /// A run over `text`, whose `bytes` must outlive it.
  init(
    _ file: SourceFile, _ text: CheckedText, bytes: UnsafeBufferPointer<UInt8>,
    source: consuming EventSource, limits: YAMLLimits
  ) {
    self.file = file
    self.bytes = bytes
    self.limits = limits
    self.source = source
    offsets = ByteOffsets(bytes, text)
  }

  /// Reads everything there is.
  mutating func run() -> (root: YAMLNode?, diagnostics: [Diagnostic]) {
    do {
      let root = try document()
      return (isReliable ? root : nil, diagnostics)
    } catch {
      return (nil, diagnostics)
    }
  }

  // MARK: Events

  private mutating func next() throws(Stop) -> Event {
    do { return try source.next() } catch {
      let problem = SyntaxProblem(error, in: file, offsets: offsets, bytes: bytes)
      diagnostics.append(problem.diagnostic)
      throw Stop()
    }
  }

  private mutating func document() throws(Stop) -> YAMLNode? {
    var root: YAMLNode?
    while true {
      let event = try next()
      switch event.kind {
      case .streamEnd:
        if root == nil { try report("the document is empty", at: span(0, 0)) }
        return root
      case .documentStart where root != nil:
        let start = byte(event.start)
        try report(
          "a second document starts here", at: SourceSpan(start: start, end: byte(event.end)),
          help: "a file holds one document; move this one to a file of its own")
        return root
      case .documentStart:
        let first = try next()
        root = try compose(first, depth: 0).node
        if case .scalar("", .plain) = root?.content, root?.tag == nil {
          try report("the document is empty", at: span(first.start, first.end))
          isReliable = false
        }
      default: break
      }
    }
  }

  private mutating func compose(_ event: borrowing Event, depth: Int) throws(Stop) -> Composed {
    if let name = event.anchor { anchors[name] = .open(at: event.start) }
    let composed: Composed
    switch event.kind {
    case .alias(let name): return try follow(name, event, depth: depth)
    case .scalar(let text, let style): composed = scalar(text, style, event)
    case .sequenceStart: composed = try sequence(event, depth: depth + 1)
    case .mappingStart: composed = try mapping(event, depth: depth + 1)
    default: throw Stop()  // libyaml's grammar has no such event here
    }
    // An anchor of the same name inside is the later one, and stays.
    if let name = event.anchor, case .open(event.start) = anchors[name] {
      anchors[name] = .done(composed)
    }
    return composed
  }

  // MARK: Nodes

  private func scalar(_ text: String, _ style: YAMLNode.ScalarStyle, _ event: borrowing Event)
    -> Composed
  {
    let start = contentStart(event)
    var end = max(byte(event.end), start)
    if style == .block { end = trimmed(end, from: start) }
    let node = YAMLNode(
      content: .scalar(text, style), span: SourceSpan(start: start, end: end),
      tag: event.tag.map(shortTag))
    return Composed(node: node, size: 1, height: 0)
  }

  private mutating func sequence(_ event: borrowing Event, depth: Int) throws(Stop) -> Composed {
    try checkDepth(depth, event)
    var items: [YAMLNode] = []
    var size = 1
    var height = 0
    while true {
      let next = try next()
      if case .sequenceEnd = next.kind {
        let span = collectionSpan(event, next, lastChild: items.last?.span)
        let node = YAMLNode(
          content: .sequence(items), span: span, tag: event.tag.map(shortTag))
        return Composed(node: node, size: size, height: height + 1)
      }
      let item = try compose(next, depth: depth)
      items.append(item.node)
      size += item.size
      height = max(height, item.height)
    }
  }

  private mutating func mapping(_ event: borrowing Event, depth: Int) throws(Stop) -> Composed {
    try checkDepth(depth, event)
    var map = MappingBuilder()
    var size = 1
    var height = 0
    var last: SourceSpan?
    while true {
      let next = try next()
      if case .mappingEnd = next.kind {
        let span = collectionSpan(event, next, lastChild: last)
        let node = YAMLNode(
          content: .mapping(map.finished()), span: span, tag: event.tag.map(shortTag))
        return Composed(node: node, size: size, height: height + 1)
      }
      let key = try compose(next, depth: depth)
      let valueEvent = try self.next()
      let value = try compose(valueEvent, depth: depth)
      last = value.node.span
      size += key.size + value.size
      height = max(height, value.height)
      if !key.isMissing { try add(key.node, value, to: &map) }
    }
  }

  private mutating func add(
    _ key: YAMLNode, _ composed: Composed, to map: inout MappingBuilder
  ) throws(Stop) {
    let value = composed.node
    guard case .scalar(let text, let style) = key.content else {
      return try report(
        "a key must be text, not \(key.kindName)", at: key.span,
        help: "quote a text that starts with '\(key.items == nil ? "{" : "[")'")
    }
    if text.isEmpty, style == .plain, key.tag == nil {
      return try report(
        "the key before ':' is missing", at: key.span, help: "an empty key is written as \"\"")
    }
    if let first = map.add(YAMLPair(key: key, value: value), named: text) {
      let isMerge = key.isMergeKey
      try report(
        "duplicate key '\(shortened(text))'", at: key.span,
        help: isMerge ? "merge several maps with one key: '<<: [*first, *second]'" : nil,
        notes: [.init("it stands here first", at: SourceLocation(file: file, span: first))])
    } else if key.isMergeKey, !composed.isMissing {
      guard let sources = value.mergeSources else {
        isReliable = false
        return try report(
          "'<<' merges a map or a list of maps, but this is \(value.kindName)", at: value.span,
          help: "quote the key if it is meant as the text '<<'")
      }
      map.merge(sources)
    }
  }

  private mutating func follow(_ name: String, _ event: borrowing Event, depth: Int) throws(Stop)
    -> Composed
  {
    let span = span(event.start, event.end)
    let missing = Composed(
      node: YAMLNode(content: .scalar("", .plain), span: span), size: 1, height: 0,
      isMissing: true)
    switch anchors[name] {
    case .done(var target):
      expandedNodes += target.size
      if expandedNodes > limits.maximumExpandedNodes {
        try stop(
          "the aliases stand for more than \(limits.maximumExpandedNodes) nodes together",
          at: span)
      }
      if depth + target.height > limits.maximumDepth { try stopTooDeep(at: span) }
      target.node = YAMLNode(
        content: target.node.content, span: span, tag: target.node.tag)
      return target
    case .open(let start):
      isReliable = false
      let anchor = SourceLocation(
        file: file, span: self.span(start, start + 1 + name.unicodeScalars.count))
      try report(
        "'*\(shortened(name))' stands inside the value that it repeats", at: span,
        notes: [.init("the value starts here", at: anchor)])
    case nil:
      isReliable = false
      let isSmall = anchors.count <= Self.maximumAnchorsCompared
      let near = isSmall ? Spelling.nearest(to: name, among: anchors.keys) : nil
      try report(
        "there is no anchor '&\(shortened(name))' before this", at: span,
        help: near.map { "did you mean '*\(shortened($0))'?" }
          ?? "quote a text that starts with '*'")
    }
    return missing
  }

  // MARK: Limits

  private mutating func checkDepth(_ depth: Int, _ event: borrowing Event) throws(Stop) {
    if depth > limits.maximumDepth {
      let start = contentStart(event)
      try stopTooDeep(at: SourceSpan(start: start, end: start + 1))
    }
  }

  private mutating func stopTooDeep(at span: SourceSpan) throws(Stop) {
    try stop("lists and maps are nested more than \(limits.maximumDepth) deep", at: span)
  }

  private mutating func stop(_ message: String, at span: SourceSpan) throws(Stop) {
    try report(message, at: span)
    throw Stop()
  }

  private mutating func report(
    _ message: String, at span: SourceSpan, help: String? = nil, notes: [Diagnostic.Note] = []
  ) throws(Stop) {
    let place = SourceLocation(file: file, span: span)
    diagnostics.append(Diagnostic(message, at: place, help: help, notes: notes))
    if diagnostics.count >= Self.maximumDiagnostics {
      diagnostics.append(
        Diagnostic("too many errors; the rest of the file was not read", at: place))
      throw Stop()
    }
  }

  // MARK: Places

  private func byte(_ index: Int) -> Int { offsets.byte(of: index, in: bytes) }

  private func span(_ start: Int, _ end: Int) -> SourceSpan {
    SourceSpan(start: byte(start), end: byte(end))
  }

  /// Where a node starts behind its anchor and tag.
  private func contentStart(_ event: borrowing Event) -> Int {
    let start = byte(event.start)
    guard event.anchor != nil || event.tag != nil else { return start }
    let end = byte(event.end)
    var offset = start
    while offset < bytes.count,
      bytes[offset] == UInt8(ascii: "&") || bytes[offset] == UInt8(ascii: "!")
    {
      while offset < bytes.count, !isSpace(bytes[offset]) { offset += 1 }
      offset = skippingBlank(from: offset)
    }
    if case .scalar = event.kind, offset > end { return start }  // nothing but anchor and tag
    return min(offset, bytes.count)
  }

  private func skippingBlank(from start: Int) -> Int {
    var offset = start
    while offset < bytes.count {
      if isSpace(bytes[offset]) {
        offset += 1
      } else if bytes[offset] == UInt8(ascii: "#") {
        while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
      } else {
        break
      }
    }
    return offset
  }

  /// Flow collections end at their bracket, block ones with the last thing in them: libyaml's own
  /// mark for the latter is where the next token stands.
  private func collectionSpan(
    _ first: borrowing Event, _ last: borrowing Event, lastChild: SourceSpan?
  ) -> SourceSpan {
    let start = contentStart(first)
    let isBracketed =
      start < bytes.count
      && (bytes[start] == UInt8(ascii: "[") || bytes[start] == UInt8(ascii: "{"))
    let end = isBracketed && last.end > last.start ? byte(last.end) : Int(lastChild?.end ?? 0)
    return SourceSpan(start: start, end: max(start, end))
  }

  private func trimmed(_ end: Int, from start: Int) -> Int {
    var end = min(end, bytes.count)
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return end
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}

/// `!!str` for `tag:yaml.org,2002:str`; other tags as libyaml resolved them.
private func shortTag(_ tag: String) -> String {
  let prefix = "tag:yaml.org,2002:"
  return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
}

/// The text, cut where a message would become unreadable.
private func shortened(_ text: String) -> String {
  text.count <= 60 ? text : text.prefix(57) + "…"
}
