import Algorithms
public import Benchmarks
public import Diagnostics
import Simulation
import SystemModel
import YAMLDocument

/// Faults that somebody wrote, as YAML: a list of faults with their times.
///
/// ```yaml
/// - {at: 5s, for: 10s, partition: [[us-east], [eu-west]]}
/// - {at: 20s, for: 2s, crash: leader}
/// - {at: 30s, for: 3s, pause: us-east/b}
/// - {at: 40s, for: 5s, loss: us-east}
/// - {at: 50s, for: 5s, slow_disk: us-east/a, times: 20}
/// ```
public struct FaultScheduleFile: Sendable {
  /// The faults, in the order of the file; times count from the end of the warm-up.
  public private(set) var faults: [ProtocolFault] = []
  /// Everything that is wrong with the file.
  public private(set) var diagnostics: [Diagnostic] = []

  private let file: SourceFile
  private let places: [Topology]

  private struct Topology {
    var name: String
    var zone: String
    var region: String
  }

  private static let kinds = [
    "partition", "crash", "loss", "pause", "cut", "slow_disk", "slow_links",
  ]

  /// Reads the faults of a run on a site.
  public init(_ file: SourceFile, for site: ProtocolSite) {
    self.file = file
    places = site.places.map { Topology(name: $0.name, zone: $0.zone, region: $0.region) }
    let (root, problems) = YAMLComposer.compose(file)
    diagnostics = problems
    guard let root, !problems.contains(where: { $0.severity == .error }) else { return }
    guard case .sequence(let items) = root.content else {
      fail("a fault schedule is a list of faults", root, help: "write '- {at: 5s, crash: leader}'")
      return
    }
    for item in items { read(item) }
  }

  private mutating func fail(_ message: String, _ node: YAMLNode, help: String? = nil) {
    diagnostics.append(
      Diagnostic(
        .error, message, at: SourceLocation(file: file, span: node.span), help: help))
  }

  private mutating func read(_ item: YAMLNode) {
    guard case .mapping(let pairs) = item.content else {
      fail("a fault is a map such as {at: 5s, crash: leader}", item)
      return
    }
    var at: Nanoseconds = 0
    var lasting: Nanoseconds?
    var what: (kind: String, value: YAMLNode)?
    var factor = 10.0
    for pair in pairs {
      let key = pair.key.scalarText ?? ""
      switch key {
      case "at": at = span(pair.value) ?? 0
      case "for": lasting = span(pair.value)
      case "times": factor = pair.value.scalarText.flatMap { Double($0) } ?? factor
      case _ where Self.kinds.contains(key):
        if what != nil { fail("a fault is one thing; '\(key)' is the second", pair.key) }
        what = (key, pair.value)
      default:
        let known = ["at", "for", "times"] + Self.kinds
        fail(
          "there is no '\(key)' in a fault", pair.key,
          help: Spelling.nearest(to: key, among: known).map { "did you mean '\($0)'?" }
            ?? "a fault has at, for, and one of \(Self.kinds.joined(separator: ", "))")
      }
    }
    guard let what else {
      if diagnostics.isEmpty {
        fail(
          "this fault says not what happens", item,
          help: "one of \(Self.kinds.joined(separator: ", "))")
      }
      return
    }
    if let fault = fault(what.kind, what.value, factor) {
      faults.append(ProtocolFault(at: at, lasting: lasting, fault))
    }
  }

  private mutating func span(_ node: YAMLNode) -> Nanoseconds? {
    guard let text = node.scalarText, let value = try? Duration.parse(text) else {
      fail("a time has a number and a unit, such as 5s or 200ms", node)
      return nil
    }
    return nanoseconds(value.inMilliseconds)
  }

  private mutating func fault(
    _ kind: String, _ value: YAMLNode, _ factor: Double
  ) -> ProtocolFault.What? {
    if value.scalarText == "leader" {
      switch kind {
      case "crash": return .leaderCrash
      case "loss": return .leaderLoss
      case "pause": return .leaderPause
      case "cut": return .leaderCut
      default: break
      }
    }
    if kind == "partition" {
      guard case .sequence(let sides) = value.content, sides.count >= 2 else {
        fail("a partition has two sides or more", value, help: "[[us-east], [eu-west]]")
        return nil
      }
      return .fault(.partition(self.all(sides)))
    }
    let targets = self.targets(value)
    guard !targets.isEmpty else { return nil }
    switch kind {
    case "crash": return .fault(.crash(targets))
    case "loss": return .fault(.loss(of: targets))
    case "pause": return .fault(.pause(targets))
    case "cut": return .fault(.partition([targets, others(than: targets)]))
    case "slow_disk": return .fault(.slowDisk(targets, factor: max(1, factor)))
    default:
      return .fault(
        .poorLinks(
          from: targets, to: [.everything], loss: 0, delay: nanoseconds(max(0, factor))))
    }
  }

  private mutating func all(_ sides: [YAMLNode]) -> [[Fault.Target]] {
    var found: [[Fault.Target]] = []
    for side in sides { found.append(targets(side)) }
    return found
  }

  private func others(than targets: [Fault.Target]) -> [Fault.Target] {
    var seen: Set<String> = []
    return places.compactMap { place in
      let isHit = targets.contains {
        $0 == .region(place.region) || $0 == .zone(place.zone) || $0 == .place(place.name)
      }
      return !isHit && seen.insert(place.name).inserted ? .place(place.name) : nil
    }
  }

  private mutating func targets(_ node: YAMLNode) -> [Fault.Target] {
    let nodes: [YAMLNode] = if case .sequence(let items) = node.content { items } else { [node] }
    var found: [Fault.Target] = []
    for item in nodes {
      let name = item.scalarText ?? ""
      if places.contains(where: { $0.region == name }) {
        found.append(.region(name))
      } else if places.contains(where: { $0.zone == name }) {
        found.append(.zone(name))
      } else if places.contains(where: { $0.name == name }) {
        found.append(.place(name))
      } else {
        var known: [String] = []
        for place in places {
          for name in [place.region, place.zone, place.name] where !known.contains(name) {
            known.append(name)
          }
        }
        fail(
          "no node and no client of this run is in '\(name)'", item,
          help: Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
            ?? "there are \(known.joined(separator: ", "))")
      }
    }
    return found
  }
}
