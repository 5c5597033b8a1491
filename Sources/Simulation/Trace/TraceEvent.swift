public import Algorithms

/// One line of what happened in a run.
///
/// The text describes a protocol's values by their Swift description. A message that holds a
/// `Dictionary` or `Set` should bring a `description` of its own in a fixed order, or traces of
/// equal runs will differ.
public struct TraceEvent: Sendable, Hashable {
  /// What kind of thing happened.
  public enum Kind: String, Sendable, Hashable {
    /// A node starts.
    case start
    /// A node stops and loses its memory.
    case crash
    /// A message leaves.
    case send
    /// A message is lost.
    case lose
    /// A message arrives.
    case receive
    /// A timer runs out.
    case timer
    /// A client's request reaches a node.
    case request
    /// A node answers a client.
    case respond
    /// An answer reaches its client.
    case answer
    /// Records are durable.
    case sync
    /// A fault begins.
    case fault
    /// A fault ends.
    case heal
  }

  /// When.
  public var time: VirtualTime
  /// What.
  public var kind: Kind
  /// The node it happened to; for a message its sender, or its receiver where it arrives.
  public var node: NodeID?
  /// The other end of a message.
  public var peer: NodeID?
  /// The message, timer, request or fault.
  public var text: String

  /// An event.
  public init(
    time: VirtualTime, kind: Kind, node: NodeID? = nil, peer: NodeID? = nil, text: String
  ) {
    self.time = time
    self.kind = kind
    self.node = node
    self.peer = peer
    self.text = text
  }
}

extension TraceEvent {
  /// A line for people, such as `   12.345678 ms  n1  → n2  vote(term: 3)`.
  public var timelineLine: String {
    let (ms, rest) = (time / 1_000_000, time % 1_000_000)
    let who = node.map { "n\($0)" } ?? "-"
    let what =
      switch (kind, peer) {
      case (.send, let peer?): "→ n\(peer)"
      case (.receive, let peer?): "← n\(peer)"
      case (.lose, let peer?): "✗ n\(peer)"
      default: kind.rawValue
      }
    let line =
      "\(Self.padded("\(ms)", to: 7, atEnd: false)).\(Self.digits(rest)) ms  "
      + "\(Self.padded(who, to: 4, atEnd: true))\(Self.padded(what, to: 9, atEnd: true))"
    return text.isEmpty ? line.trimmingTrailingSpaces : line + text
  }

  /// An object in one line for machines: `t`, `kind`, `node`, `peer` and `text`.
  public var jsonLine: String {
    var line = "{\"t\":\(time),\"kind\":\"\(kind.rawValue)\""
    if let node { line += ",\"node\":\(node)" }
    if let peer { line += ",\"peer\":\(peer)" }
    return line + ",\"text\":\"\(Self.escaped(text))\"}"
  }

  private static func digits(_ rest: Int64) -> String {
    padded("\(rest)", to: 6, atEnd: false, with: "0")
  }

  private static func padded(
    _ text: String, to width: Int, atEnd: Bool, with filler: Character = " "
  ) -> String {
    let fill = String(repeating: filler, count: max(0, width - text.count))
    return atEnd ? text + fill : fill + text
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}
