import Algorithms
import Benchmarks
import Simulation

/// Tells a run with harm in the description's names: a few lines of what led to it.
struct Story {
  let run: ProtocolRun
  let harm: ProtocolFigures.Harm

  private static let linesAtMost = 9

  /// What happened to the harmed item and to the nodes, in order.
  var lines: [String] {
    let trace = run.trace()
    let names = run.nodeNames
    let requests = requests(in: trace)
    var told: [String] = []
    var isFirst: Set<String> = []
    for event in trace {
      guard let words = words(event, names, requests), isFirst.insert(words.key).inserted else {
        continue
      }
      told.append("\(Self.time(event.time - run.load.warmUp))  \(words.text)")
    }
    if told.count > Self.linesAtMost {
      let tail = told.suffix(4)
      told = told.prefix(Self.linesAtMost - 5) + ["…"] + tail
    }
    told.append("in the end  \(harm.kind.words): \(harm.first)")
    return told
  }

  /// Seconds since the clients began.
  private static func time(_ span: Nanoseconds) -> String {
    let milliseconds = span / 1_000_000
    let digits = String(abs(milliseconds % 1000))
    let fraction = String(repeating: "0", count: 3 - digits.count) + digits
    return "\(span < 0 ? "-" : "")\(abs(milliseconds) / 1000).\(fraction) s"
  }

  /// The requests that carried the harmed item.
  private func requests(in trace: [TraceEvent]) -> Set<String> {
    guard let item = harm.item else { return [] }
    switch run.kind.family {
    case .transaction, .publication: return ["#\(item)"]
    default:
      let marks = ["value: \(item))", "write(\(item))", "write(\(item), ", ", \(item))"]
      return Set(
        trace.compactMap { event in
          event.kind == .request && marks.contains(where: event.text.contains)
            ? event.text.split(separator: " ").first.map(String.init) : nil
        })
    }
  }

  private func words(
    _ event: TraceEvent, _ names: [String], _ requests: Set<String>
  ) -> (key: String, text: String)? {
    func name(_ node: NodeID?) -> String {
      node.flatMap { names.indices.contains($0) ? names[$0] : nil } ?? "somebody"
    }
    let isMeant = requests.contains(String(event.text.prefix { $0 != " " }))
    let what = "\(noun) \(harm.item ?? 0)"
    switch event.kind {
    case .request where isMeant:
      return ("request \(event.node ?? 0)", "a client asks \(name(event.node)) for \(what)")
    case .respond where isMeant:
      return ("respond", "\(name(event.node)) answers: \(Self.answer(event.text))")
    case .answer where isMeant: return ("answer", "the client hears the answer to \(what)")
    case .crash where event.time >= run.load.warmUp:
      return ("crash \(event.node ?? 0)", "\(name(event.node)) is lost")
    case .start where event.time > run.load.warmUp:
      return ("start \(event.node ?? 0)", "\(name(event.node)) is back")
    case .fault: return fault(event, names)
    case .heal: return event.text.hasPrefix("crash") ? nil : ("heal", "the fault is over")
    case .receive where event.text.hasPrefix("promote"):
      return ("promote \(event.text)", "\(name(event.node)) is appointed primary")
    case .lose where mentions(event.text):
      return ("lose \(event.peer ?? 0)", "the copy for \(name(event.peer)) is lost on the way")
    case .receive where mentions(event.text) && event.text.hasPrefix(receipt):
      return ("receive \(event.node ?? 0)", "\(name(event.node)) receives \(what)")
    default: return nil
    }
  }

  private func fault(_ event: TraceEvent, _ names: [String]) -> (key: String, text: String)? {
    if event.text.hasPrefix("pause") {
      let node = run.site.nodes.indices.first { event.text.contains("node(\($0))") }
      let name = node.flatMap { names.indices.contains($0) ? names[$0] : nil }
      return ("pause", "\(name ?? "a node") stands still")
    }
    if event.text.hasPrefix("partition"), run.faults.contains(where: { $0.what == .leaderCut }) {
      return ("cut", "the leader is cut off from the other nodes")
    }
    if event.text.hasPrefix("partition"), !run.faults.contains(where: { $0.what == .leaderLoss }) {
      return ("cut", "the network is cut")
    }
    return nil
  }

  private func mentions(_ text: String) -> Bool {
    guard let item = harm.item else { return false }
    return text.contains("value: \(item))") || text.contains("write(\(item))")
      || text.contains("saga: \(item),") || text.contains("publish(\(item))")
      || text.contains("value: \(item)]")
  }

  private var noun: String {
    switch run.kind.family {
    case .transaction: "operation"
    case .publication: "row"
    default: "write"
    }
  }

  /// How messages begin that bring the item to where it counts.
  private var receipt: String {
    switch run.kind.family {
    case .transaction: "command"
    case .publication: "publish("
    case .lock: "write("
    case .replication, .detection: "append"
    }
  }

  private static func answer(_ text: String) -> String {
    let said = text.split(separator: " ").dropFirst().joined(separator: " ")
    return ["written", "committed", "completed", "compensated"].contains(said)
      ? said : said.isEmpty ? "done" : said
  }
}
