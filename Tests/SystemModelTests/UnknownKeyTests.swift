import Diagnostics
import SystemModel
import Testing
import YAMLDocument

/// A key that a record does not have is an error wherever it stands.
struct UnknownKeyTests {
  /// For each kind of record, where the full description has one.
  static let places: [(record: String, path: [String])] = [
    ("description", []), ("system", ["system"]), ("scale", ["system", "scale"]),
    ("team", ["team"]), ("constraints", ["constraints"]), ("requirements", ["requirements"]),
    ("topology", ["topology"]), ("region", ["topology", "regions", "us-east"]),
    ("location", ["topology", "regions", "us-east", "location"]),
    ("link", ["topology", "links", "0"]), ("clock-description", ["topology", "clocks"]),
    ("shared-fate", ["topology", "shared_fate", "0"]), ("pauses", ["topology", "pauses"]),
    ("service", ["services", "checkout"]), ("failover", ["services", "checkout", "failover"]),
    ("health-check", ["services", "checkout", "health_check"]),
    ("capacity", ["services", "checkout", "capacity"]),
    ("queue", ["services", "checkout", "queue"]),
    ("limit", ["services", "checkout", "limits", "0"]),
    ("integrity-checks", ["services", "checkout", "integrity"]),
    ("store", ["stores", "orders-db"]), ("replica", ["stores", "orders-db", "replicas", "1"]),
    ("guarantees", ["stores", "orders-db", "guarantees"]),
    ("quorum", ["stores", "orders-db", "guarantees", "quorum"]),
    ("backups", ["stores", "orders-db", "backups"]),
    ("store-latency", ["stores", "orders-db", "latency"]),
    ("cache-policy", ["stores", "orders-db", "cache"]), ("data-item", ["data", "order"]),
    ("operation", ["operations", "place-order"]),
    ("step", ["operations", "place-order", "steps", "0"]),
    ("publication", ["operations", "place-order", "publishes", "E"]),
    ("consumption", ["operations", "place-order", "consumes", "F"]),
    ("retry-policy", ["operations", "place-order", "retries"]),
    ("coordination", ["coordination", "c"]), ("lease", ["coordination", "c", "lease"]),
    ("failure-detection", ["failure_detection", "f"]), ("change", ["changes", "d"]),
    ("automation", ["automation", "a"]), ("accepted-risk", ["accepted_risks", "0"]),
  ]

  @Test func `there is a place for every kind of record`() {
    #expect(Set(Self.places.map(\.record)) == Set(Schema.records.map { $0.recordName }))
  }

  @Test(arguments: places)
  func `an unknown key is reported`(record: String, path: [String]) throws {
    let file = SourceFile(name: "system.yaml", text: fullDescription)
    let root = try #require(YAMLComposer.compose(file).root)
    let changed = adding("no_such_key", to: root, at: path)
    let (description, diagnostics) = SystemDescription.decode(changed, in: file)
    #expect(description == nil)
    let title = try #require(Schema.record(named: record)).title
    #expect(diagnostics.map(\.message) == ["unknown key `no_such_key` in \(title)"])
  }

  @Test func `a near spelling is suggested`() {
    let diagnostics = read(description(operation: "{servise: x, xyzzy: y}")).1
    #expect(diagnostics.map(pointedAt) == ["servise", "xyzzy"])
    #expect(diagnostics[0].help == "did you mean `service`?")
    #expect(diagnostics[1].help?.hasPrefix("an operation has: service, reads, writes, ") == true)
  }

  @Test func `a derived field is no key`() {
    let problem = problems(description(with: "constraints: {texts: [a]}"))
    #expect(problem == ["4:15 unknown key `texts` in a set of constraints"])
  }

  /// The node with one more key in the map at a path of keys and positions.
  private func adding(_ key: String, to node: YAMLNode, at path: [String]) -> YAMLNode {
    let new = YAMLNode(content: .scalar(key, .plain), span: node.span)
    var content = node.content
    switch node.content {
    case .mapping(var pairs) where path.isEmpty:
      pairs.append(YAMLPair(key: new, value: new))
      content = .mapping(pairs)
    case .mapping(let pairs):
      content = .mapping(
        pairs.map { pair in
          pair.key.scalarText == path[0]
            ? YAMLPair(
              key: pair.key, value: adding(key, to: pair.value, at: Array(path.dropFirst())))
            : pair
        })
    case .sequence(let items):
      content = .sequence(
        items.enumerated().map { index, item in
          "\(index)" == path.first ? adding(key, to: item, at: Array(path.dropFirst())) : item
        })
    case .scalar: break
    }
    return YAMLNode(content: content, span: node.span, tag: node.tag)
  }
}
