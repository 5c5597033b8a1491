import Diagnostics
import JSONDocument
import SystemModel
import Testing
import YAMLDocument

/// The JSON Schema and the table of fields, made from the same declaration as reading.
struct SchemaTests {
  static let schema: JSONValue = {
    let file = SourceFile(name: "schema.json", text: Schema.jsonSchema())
    return JSONReader.read(file).0 ?? .null
  }()

  @Test func `every field has its meaning in the schema`() throws {
    for record in Schema.records.dropFirst() {
      let properties = try #require(Self.schema["$defs"]?[record.recordName]?["properties"])
      for field in record.fields where !field.isDerived {
        #expect(properties[field.key]?["description"] == .string(field.doc))
      }
    }
  }

  @Test func `meanings are sentences`() {
    for field in Schema.records.flatMap({ $0.fields }) {
      #expect(field.doc.hasSuffix("."), "\(field.key)")
      #expect(field.doc.first?.isUppercase == true || field.doc.first == "`", "\(field.key)")
    }
  }

  @Test func `the schema is the same each time`() {
    #expect(Schema.jsonSchema() == Schema.jsonSchema())
    #expect(Schema.jsonSchema().hasSuffix("}\n"))
  }

  /// Descriptions that are right.
  static let right =
    [fullDescription, exampleDescription, description()]
    + [
      "idempotency_key: 16", "fallback: true", "fallback: cached", "retries: {attempts: unbounded}",
      "retries: ", "settings: {a: {b: [1, x]}}", "timeout: 250\u{B5}s", "timeout: 1.5 s",
      "requirements: {staleness: any, latency: {p50: 1ms, p99.99: 2s, p100: 3s}}",
      "requirements: {availability: 100.0%, tolerate_faults: 0, data_loss: 0s}",
      "rate: 0.5k/d", "publishes: ", "publishes: {E: }",
    ].map { description(operation: "{\($0)}") }
    + [
      "stores: {db: {backups: none}}", "stores: {db: {backups: }}", "stores:",
      "services: {a: {limits: [{at: 10, now: 5%}, {at: 40k/s}, {now: 0}]}}",
      "constraints: [a, 1]", "constraints: {managed_only: true}",
      "topology: {regions: {a: , b: }, links: [{between: [a, b], rtt: {p50: 1ms}}]}",
      "topology: {regions: {a: {location: {lat: -90, lon: 12.5}}}}",
    ].map { description(with: $0) }

  /// Descriptions that are wrong in one place.
  static let wrong =
    [
      "dsdesign: 2\nsystem: {name: a}\noperations: {b: }", "dsdesign: 1\noperations: {b: }",
      "dsdesign: 1\nsystem: {name: a}\noperations: {}", "dsdesign: 1\nsystem: {name: a}",
      "dsdesign: 1\nsystem: {name: ''}\noperations: {b: }", "[]",
    ]
    + [
      "idempotency_key: ", "idempotency_key: [a]", "fallback: {a: b}", "retries: 3",
      "retries: {attempts: 0}", "retries: {attempts: -1}", "retries: {attempts: 2.5}",
      "retries: {attempts: many}", "retries: {budget: 101%}", "retries: {jitter: 'true'}",
      "settings: {a: }", "settings: [a]", "timeout: 80", "timeout: 0s", "timeout: 0.0ms",
      "timeout: -5ms", "timeout: 5 minutes", "rate: 90", "rate: 0/s", "rate: 90/w",
      "requirements: {availability: 0%}", "requirements: {availability: 99.95}",
      "requirements: {latency: {q50: 1ms}}", "requirements: {latency: {p0: 1ms}}",
      "requirements: {latency: {p101: 1ms}}", "requirements: {latency: {p99: 0s}}",
      "requirements: {staleness: old}", "requirements: {consistency: Linearizable}",
      "reads: a", "reads: {a: b}", "frm: []", "steps: [{}]", "steps: [{undo: a}]", "guard: lock",
    ].map { description(operation: "{\($0)}") }
    + [
      "stores: []", "stores: {db: {backups: never}}", "stores: {db: {shards: 0}}",
      "stores: {db: {replicas: [{role: voter}]}}", "stores: {db: {replicas: [~]}}",
      "services: {a: {limits: [{at: 0}]}}", "services: {a: {limits: [{at: soon}]}}",
      "constraints: {texts: [a]}", "team: {skills: [a]}", "team: {skills: {a: good}}",
      "topology: {regions: {a: }, links: [{between: [a]}]}", "topology: {links: [{rtt: 5ms}]}",
      "topology: {regions: {a: {location: {lat: 91, lon: 0}}}}",
      "topology: {regions: {a: {location: {lat: 9}}}}",
      "topology: {clocks: {drift: 200}}", "topology: {shared_fate: [{of: power}]}",
      "failure_detection: {a: {phi: 0}}", "accepted_risks: [{}]",
      "accepted_risks: [{rule: a, until: soon}]", "stors: {}",
    ].map { description(with: $0) }

  @Test(arguments: right.map(Sample.init))
  func `what is right is right for both`(sample: Sample) throws {
    let file = SourceFile(name: "system.yaml", text: sample.text)
    let root = try #require(YAMLComposer.compose(file).root)
    #expect(SystemDescription.decode(root, in: file).1.map(summary) == [])
    #expect(SchemaChecker(Self.schema).problems(of: json(root)) == [])
  }

  @Test(arguments: wrong.map(Sample.init))
  func `what is wrong is wrong for both`(sample: Sample) throws {
    let file = SourceFile(name: "system.yaml", text: sample.text)
    let root = try #require(YAMLComposer.compose(file).root)
    #expect(SystemDescription.decode(root, in: file).0 == nil)
    #expect(SchemaChecker(Self.schema).problems(of: json(root)) != [])
  }

  /// A description, shown by its first lines.
  struct Sample: Sendable, CustomTestStringConvertible {
    let text: String
    var testDescription: String { String(text.prefix(120)) }
  }

  private func json(_ node: YAMLNode) -> JSONValue {
    switch node.content {
    case .mapping(let pairs):
      return .object(
        JSONObject(pairs.map { (key: $0.key.scalarText ?? "", value: json($0.value)) }))
    case .sequence(let items): return .array(items.map(json))
    case .scalar(let text, _):
      if node.isNull { return .null }
      if let value = node.plainBool { return .bool(value) }
      if let value = node.plainInteger { return .int(value) }
      if let value = node.plainDouble { return .double(value) }
      return .string(text)
    }
  }

  @Test(
    arguments: [
      ("dsdesign", "1", nil, true), ("system.name", "text", nil, true),
      ("system.scale.growth", "growth", nil, false),
      ("topology.fault_model", "`crash` `crash-recovery` `omission` `byzantine`", "crash", false),
      ("topology.regions.NAME.zones", "list of texts", nil, false),
      ("topology.links[].between", "list of 2: name of a place (region or region/zone)", nil, true),
      ("services.NAME.depends_on", "list of stores and services", nil, false),
      ("services.NAME.limits[].of", "text", nil, false),
      ("stores.NAME.failover", "map, as services.NAME.failover", nil, false),
      ("stores.NAME.backups.every", "duration", nil, false),
      (
        "stores.NAME.replicas[].role", "`leader` `follower` `voter` `learner` `witness` `standby`",
        nil, false
      ),
      ("operations.NAME.requirements", "map, as requirements", nil, false),
      ("operations.NAME.steps[].do", "text", nil, true),
      ("operations.NAME.retries.attempts", "integer or `unbounded`", nil, false),
      (
        "operations.NAME.publishes.NAME.via",
        "`outbox` `cdc` `dual-write` `transaction` `event-sourcing`", nil, false
      ),
    ] as [(String, String, String?, Bool)])
  func `the table has every field`(path: String, type: String, value: String?, isRequired: Bool)
    throws
  {
    let row = try #require(Schema.fieldTable().first { $0.path == path })
    #expect(row.type == type)
    #expect(row.default == value)
    #expect(row.isRequired == isRequired)
  }

  @Test func `the table lays each record out once`() {
    let paths = Schema.fieldTable().map(\.path)
    #expect(Set(paths).count == paths.count)
    #expect(!paths.contains("operations.NAME.requirements.consistency"))
    #expect(!paths.contains("stores.NAME.failover.mode"))
  }
}
