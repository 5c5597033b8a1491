import SystemModel
import Testing

/// Scalars are read by the type that the field wants.
struct ValueTests {
  @Test(arguments: [
    ("no", "no"), ("on", "on"), ("true", "true"), ("16", "16"), ("1.10", "1.10"), ("\"16\"", "16"),
    ("2024-01-01", "2024-01-01"), ("'~'", "~"), ("\"\"", ""),
  ])
  func `a text field takes any scalar as its text`(written: String, text: String) {
    #expect(operation("idempotency_key: \(written)")?.idempotencyKey?.value == text)
  }

  @Test(arguments: ["~", "null", "", "[a]", "{a: b}"])
  func `a text field takes nothing else`(written: String) {
    #expect(problems(operation: "idempotency_key: \(written)").count == 1)
  }

  @Test(arguments: [("true", true), ("false", false), ("True", true), ("FALSE", false)])
  func `truth values are those of the core schema`(written: String, value: Bool) {
    #expect(operation("idempotent: \(written)")?.idempotent?.value == value)
  }

  @Test(arguments: [
    ("yes", "write: true"), ("no", "write: false"), ("off", "write: false"),
    ("'true'", "write it without quotes"),
  ])
  func `other words are no truth values`(written: String, help: String) {
    let (description, diagnostics) = read(description(operation: "{idempotent: \(written)}"))
    #expect(description == nil)
    #expect(diagnostics.map(\.help) == [help])
  }

  @Test(arguments: ["2.5", "'3'", "3k", "-1", "~", "three", "99999999999999999999", "0", "[3]"])
  func `a count is a plain whole number`(written: String) {
    let text = description(with: "services: {shop: {instances: \(written)}}")
    #expect(read(text).1.count == 1)
  }

  @Test func `counts that may be zero may be zero`() throws {
    let (system, _) = read(description(with: "team: {engineers: 0, operators: 0}"))
    #expect(system?.team?.engineers?.value == 0)
    #expect(
      operation("requirements: {tolerate_faults: 0}")?.requirements?.tolerateFaults?.value == 0)
  }

  @Test(arguments: [
    ("staleness: any", Duration.endless), ("staleness: 5s", .seconds(5)),
    ("staleness: 0s", .zero),
  ])
  func `staleness is a duration or any`(written: String, duration: Duration) {
    #expect(operation("requirements: {\(written)}")?.requirements?.staleness?.duration == duration)
  }

  @Test func `words that stand for numbers are typed`() {
    #expect(operation("retries: {attempts: unbounded}")?.retries?.attempts?.value == .unbounded)
    #expect(operation("retries: {attempts: 3}")?.retries?.attempts?.count == 3)
    #expect(operation("requirements: {data_loss: none}")?.requirements?.dataLoss?.duration == .zero)
    #expect(
      operation("requirements: {data_loss: 5m}")?.requirements?.dataLoss?.value
        == .atMost(.seconds(300)))
    let (system, _) = read(
      description(
        with: """
          services:
            a: {queue: {bound: none}, failover_tested: never, full_restart_tested: 90d}
          automation: {b: {concurrency: unbounded}}
          """))
    #expect(system?.services["a"]?.run.queue?.bound?.bound == .unbounded)
    #expect(system?.services["a"]?.run.failoverTested?.value == .never)
    #expect(system?.services["a"]?.run.fullRestartTested?.value == .ago(.seconds(7_776_000)))
    #expect(system?.automation["b"]?.concurrency?.value == .unbounded)
  }

  @Test(arguments: [
    (
      "retries: {attempts: forever}",
      "`attempts` must be a whole number, or `unbounded`, not 'forever'"
    ),
    ("retries: {attempts: 0}", "`attempts` must be at least 1, not 0"),
    (
      "requirements: {staleness: old}",
      "`staleness` must be a duration such as 80ms, or `any`, not 'old'"
    ),
    ("requirements: {staleness: 5}", "`staleness`: '5' has no unit"),
    (
      "requirements: {data_loss: []}",
      "`data_loss` must be a duration such as 80ms, or `none`, not a list"
    ),
  ])
  func `other words do not`(written: String, message: String) {
    #expect(problems(operation: written) == [message])
  }

  @Test(arguments: [
    ("true", Safeguard.present), ("false", .absent), ("no", .absent), ("none", .absent),
    ("Off", .absent), ("yes", .present), ("cached prices", .described("cached prices")),
    ("3", .described("3")),
  ])
  func `a safeguard is there or not, or described`(written: String, value: Safeguard) {
    #expect(operation("fallback: \(written)")?.fallback?.value == value)
  }

  @Test(arguments: ["2026-12-31", "2024-02-29", "2000-02-29"])
  func `dates are days of the calendar`(text: String) throws {
    #expect(CalendarDate(text)?.description == text)
    let risks = "accepted_risks: [{rule: r, until: \(text)}]"
    #expect(read(description(with: risks)).0?.acceptedRisks[0].until?.value == CalendarDate(text))
  }

  @Test(arguments: [
    "2026-02-29", "1900-02-29", "2026-13-01", "2026-4-1", "31.12.2026", "soon", "~",
  ])
  func `other days are refused`(text: String) {
    #expect(read(description(with: "accepted_risks: [{rule: r, until: \(text)}]")).1.count == 1)
  }

  @Test func `percentiles are sorted and found`() throws {
    let latency = try #require(
      operation("requirements: {latency: {p99.9: 2s, p50: 10ms, p99: 80ms}}")?.requirements?.latency
    )
    #expect(latency.entries.map(\.key) == ["p50", "p99", "p99.9"])
    #expect(latency[99]?.value == .milliseconds(80))
    #expect(latency[95] == nil)
    #expect(latency[atLeast: 95]?.value == .milliseconds(80))
    #expect(latency[atLeast: 99.99] == nil)
  }

  @Test(arguments: ["p0", "p101", "99", "q50", "p", "p99.", "P99", "p 50", "p50 ", "max"])
  func `other keys are no percentiles`(key: String) {
    #expect(
      problems(operation: "requirements: {latency: {'\(key)': 1s}}")
        == ["`\(key)` is no percentile"])
  }

  @Test func `a round trip is a median or percentiles`() throws {
    func link(_ written: String) -> Link? {
      read(
        description(
          with: "topology: {regions: {a: , b: }, links: [{between: [a, b], rtt: \(written)}]}")
      ).0?.topology?.links[0].value
    }
    #expect(link("76ms")?.roundTrip?.median?.value == .milliseconds(76))
    #expect(link("{p50: 76ms, p99: 90ms}")?.roundTrip?.median?.value == .milliseconds(76))
    #expect(link("{p99: 90ms}")?.roundTrip?.median == nil)
    #expect(link("[76ms]") == nil)
    #expect(link("0ms") == nil)
  }

  @Test func `constraints are texts or fields`() throws {
    let texts = read(description(with: "constraints: [on premises, 3 engineers]")).0?.constraints
    #expect(texts?.texts.values == ["on premises", "3 engineers"])
    let fields = read(description(with: "constraints: {managed_only: true, forbidden: [redis]}")).0
    #expect(fields?.constraints?.managedOnly?.value == true)
    #expect(fields?.constraints?.forbidden.values == ["redis"])
    #expect(fields?.constraints?.texts.isStated == false)
  }

  @Test func `backups are none or described`() throws {
    func backups(_ written: String) -> Backups? {
      read(description(with: "stores: {db: {backups: \(written)}}")).0?.stores["db"]?.backups?.value
    }
    #expect(backups("none")?.areTaken?.value == false)
    #expect(backups("{every: 1h}")?.areTaken?.value == true)
    #expect(backups("{every: 1h}")?.every?.value == .seconds(3600))
    #expect(backups("")?.areTaken == nil)
    #expect(backups("never") == nil)
  }

  @Test func `a replica is a place or a map`() throws {
    let text = description(
      with: """
        topology: {regions: {a: {zones: [x, y]}}}
        stores: {db: {replicas: [a/x, {place: a/x, role: voter, count: 2}, a]}}
        """)
    let replicas = try #require(read(text).0?.stores["db"]?.replicas)
    #expect(replicas.map(\.place.value.description) == ["a/x", "a/x", "a"])
    #expect(replicas.map(\.count?.value) == [nil, 2, nil])
    #expect(replicas[1].role?.value == .voter)
  }

  @Test func `calls are a list or one name`() throws {
    let text = description(
      with: "services: {a: , b: }",
      operation: "{calls: b, steps: [{do: x, calls: a}, {do: y, calls: [a, b]}]}")
    let operation = try #require(read(text).0?.operations["buy"])
    #expect(operation.allCalls.map(\.value.text) == ["b", "a"])
  }

  @Test func `an operation touches what its steps touch, each once, in order`() throws {
    let text = description(
      with: "stores: {db: }\ndata: {a: , b: , c: }",
      operation: "{reads: [a], writes: [b, b], steps: [{do: x, reads: [c, a], writes: [c]}]}")
    let operation = try #require(read(text).0?.operations["buy"])
    #expect(operation.allReads.map(\.value.text) == ["a", "c"])
    #expect(operation.allWrites.map(\.value.text) == ["b", "c"])
    #expect(operation.allCalls.isEmpty)
  }

  @Test func `an item lives in its stores, however they are written`() throws {
    let text = description(
      with: "stores: {db: , cache: }\ndata: {a: {store: db, stores: [cache, db]}, b: }")
    let system = try #require(read(text).0)
    #expect(system.data["a"]?.allStores.map(\.value.text) == ["db", "cache"])
    #expect(system.data["b"]?.allStores.isEmpty == true)
  }

  @Test func `what is left out is unknown, and a list that is left out is not an empty one`() {
    let system = read(description(with: "stores: {db: }")).0
    #expect(system?.stores["db"]?.product == nil)
    #expect(system?.stores["db"]?.legacy == nil)
    #expect(system?.stores["db"]?.replicas.isStated == false)
    #expect(operation("reads: []")?.reads.isStated == true)
    #expect(system?.services.isStated == false)
  }

  @Test func `names are found in maps of any size`() throws {
    let names = (0..<100).map { "s\($0)" }
    let text = description(with: "stores: {\(names.map { "\($0): " }.joined(separator: ", "))}")
    let stores = try #require(read(text).0?.stores)
    #expect(stores.names == names)
    for (index, name) in names.enumerated() {
      #expect(stores.position(of: name) == index)
      #expect(stores[name]?.name == name)
    }
    #expect(stores["S1"] == nil)
  }
}
