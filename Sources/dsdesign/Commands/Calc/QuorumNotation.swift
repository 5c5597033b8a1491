import Diagnostics
import Quantities

/// Nodes, expressions and workloads of `calc quorum` as text.
struct QuorumNotation {
  private(set) var nodes: [QuorumNode] = []
  /// Whether some node has a latency; without, latencies are not told.
  private(set) var hasLatencies = false
  /// With nodes described, expressions may name no others.
  private let isClosed: Bool

  /// - Parameter texts: Such as `a:read=4000,write=2000,latency=1s`, `a:4000` and `a`.
  init(nodes texts: [String]) throws(Failure) {
    isClosed = !texts.isEmpty
    for text in texts {
      let source = OptionText("--node", text)
      let (name, rest) = source.halves(of: source.whole, at: ":")
      try NodeName.check(name, in: source)
      guard !nodes.contains(where: { $0.name == name.text }) else {
        throw source.failure(
          "'\(name.text)' is described twice", at: name, help: "keep one of them")
      }
      var node = QuorumNode(name: name.text, latencyMilliseconds: 0)
      if let rest { try read(rest, of: source, into: &node) }
      nodes.append(node)
    }
    guard nodes.count <= 64 else {
      throw Failure("there are \(nodes.count) nodes", file: "--node", help: "describe up to 64")
    }
  }

  private mutating func read(
    _ fields: OptionText.Part, of source: OptionText, into node: inout QuorumNode
  ) throws(Failure) {
    for field in source.parts(of: fields, at: ",") {
      let (key, value) = source.halves(of: field, at: "=")
      guard let value else {
        node.readCapacity = try source.capacity(field)
        node.writeCapacity = node.readCapacity
        continue
      }
      switch key.text {
      case "capacity":
        node.readCapacity = try source.capacity(value)
        node.writeCapacity = node.readCapacity
      case "read": node.readCapacity = try source.capacity(value)
      case "write": node.writeCapacity = try source.capacity(value)
      case "latency":
        node.latencyMilliseconds = try source.quantity(value, as: Duration.self).inMilliseconds
        hasLatencies = true
      default:
        let known = ["read", "write", "capacity", "latency"]
        let near = Spelling.nearest(to: key.text, among: known).map { "did you mean '\($0)'? " }
        throw source.failure(
          "a node has no '\(key.text)'", at: key,
          help: (near ?? "") + "it has read, write, capacity and latency")
      }
    }
  }

  /// Reads an expression; nodes that nobody described get a capacity of 1.
  mutating func expression(_ source: OptionText) throws(Failure) -> QuorumExpression {
    let known = nodes.map(\.name)
    let parsed: ParsedQuorumExpression
    do {
      parsed = try ParsedQuorumExpression(source.text, known: known)
    } catch {
      throw source.failure(
        error.problem, from: error.offset, to: error.offset + 1,
        help: "write an expression as in 'a*b + c*d*e' or 'majority(a, b, c)'")
    }
    for name in parsed.names.dropFirst(known.count) {
      if isClosed { throw unknown(name, in: source, known) }
      nodes.append(QuorumNode(name: name, latencyMilliseconds: 0))
    }
    return parsed.expression
  }

  private func unknown(_ name: String, in source: OptionText, _ known: [String]) -> Failure {
    let near = Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
    let start = Self.place(of: name, in: Array(source.text.utf8))
    return source.failure(
      "there is no node '\(name)'", from: start, to: start + name.utf8.count,
      help: near + "--node \(name) describes it; with none described, all are alike")
  }

  /// Where a name stands as a whole word.
  private static func place(of name: String, in text: [UInt8]) -> Int {
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex { !NodeName.allows($0) } ?? text.count
      if String(decoding: text[start..<end], as: UTF8.self) == name { return start }
      start = max(end, start) + 1
    }
    return 0
  }

  /// `0.5`, `90%`, or shares with weights: `0.9=10,0.8=20`.
  static func workload(_ source: OptionText) throws(Failure) -> QuorumWorkload {
    var weights: [(readFraction: Double, weight: Double)] = []
    for part in source.parts(of: source.whole, at: ",") {
      let (share, weight) = source.halves(of: part, at: "=")
      let number = try weight.map { part throws(Failure) in
        try source.number(part, help: "write weights as in 0.9=10,0.8=20")
      }
      weights.append((try source.share(share), number ?? 1))
    }
    do {
      return try QuorumWorkload(weights: weights)
    } catch {
      throw source.failure("\(error)", at: source.whole, help: "write weights as in 0.9=10,0.8=20")
    }
  }
}

extension QuorumExpression {
  /// As a user writes it.
  func notation(_ names: [String]) -> String { written(names).text }

  private func written(_ names: [String]) -> (text: String, isSum: Bool) {
    switch self {
    case .node(let index): return (names.indices.contains(index) ? names[index] : "?", false)
    case .any(let parts): return Self.choice(1, parts, names)
    case .all(let parts): return Self.choice(parts.count, parts, names)
    case .choose(let count, let parts): return Self.choice(count, parts, names)
    }
  }

  /// A sum, a product or a function, whichever is shortest.
  private static func choice(
    _ count: Int, _ parts: [QuorumExpression], _ names: [String]
  ) -> (text: String, isSum: Bool) {
    let texts = parts.map { $0.written(names) }
    if texts.count == 1 { return texts[0] }
    if count == 1 { return (texts.map(\.text).joined(separator: " + "), true) }
    if count == parts.count {
      let factors = texts.map { $0.isSum ? "(\($0.text))" : $0.text }
      return (factors.joined(separator: " * "), false)
    }
    let function = count == parts.count / 2 + 1 ? "majority(" : "choose(\(count), "
    return (function + texts.map(\.text).joined(separator: ", ") + ")", false)
  }
}
