import Testing

@testable import Reporting

/// Failure modes: each rating follows from the column beside it.
@Suite struct FailureModeTests {
  static let head = """
    dsdesign: 1
    system: {name: Shop}
    topology: {regions: {r: {zones: [a, b, c], availability: 99.5%}}, pauses: {max: 2s}}
    """

  static func rows(_ yaml: String) throws -> [Review.FailureModes.Row] {
    Review(try Sample.report(yaml)).failureModes.rows
  }

  static func store(_ more: String) -> String {
    """
    \(head)
    stores: {db: {product: postgresql, replicas: [r/a, r/b]\(more)}}
    data: {x: {store: db}}
    operations: {put: {writes: [x], requirements: {data_loss: none}}}
    """
  }

  @Test(arguments: [
    (0.02, 5), (0.01, 5), (0.0099, 4), (0.001, 4), (0.0005, 3), (0.0001, 3), (0.00005, 2),
    (0.00001, 2), (0.000001, 1), (0, 1),
  ])
  func `likelihood is a share of the time, each step a tenth`(_ share: Double, _ score: Int) {
    #expect(FailureRate.score(share: share) == score)
  }

  @Test func `several nodes are down more often than one`() {
    #expect(FailureRate.share(0.001, isStated: false).score == 4)
    #expect(FailureRate.share(0.001, count: 12, isStated: false).score == 5)
    #expect(FailureRate.share(0.001, isStated: true).text == "down 0.1% of the time (stated)")
  }

  @Test func `a silent loss of acknowledged writes is the worst that can be`() throws {
    let rows = try Self.rows(Self.store(", failover: {mode: automatic, timeout: 20s}"))
    let row = try #require(rows.first { $0.failure.contains("the leader at") })
    #expect(row.severity == 5)
    #expect(row.detectability == 5)
    #expect(row.effect.contains("**loses** what was not copied"))
    #expect(row.detection.contains("that writes are gone raises no error"))
    #expect(row.priority == row.severity * row.likelihood * row.detectability)
    #expect(row.mitigation.contains("F"))
  }

  @Test func `a stated availability stands before an assumed one`() throws {
    let rows = try Self.rows(Self.store(""))
    let row = try #require(rows.first { $0.component == "region `r`" })
    #expect(row.howOften == "down 0.5% of the time (stated)")
    #expect(row.likelihood == 4)
  }

  @Test(arguments: [
    ("", 4, "nothing stated watches `db`"),
    (
      "w: {watches: db, method: heartbeat, interval: 1s, missed: 3, on_suspect: failover}", 1,
      "`w` within"
    ),
    (
      "w: {watches: db, method: heartbeat, interval: 20s, missed: 3, on_suspect: failover}", 2,
      "`w` within"
    ),
    (
      "w: {watches: db, method: heartbeat, interval: 1s, missed: 3, on_suspect: alert}", 3,
      "then alert"
    ),
    ("w: {watches: db, method: none}", 4, "nothing stated watches `db`"),
  ])
  func `detection is what the description says`(_ watcher: String, _ score: Int, _ words: String)
    throws
  {
    let report = try Sample.report(
      """
      \(Self.head)
      stores: {db: {product: custom, replicas: [r/a]}}
      data: {x: {store: db}}
      operations: {put: {writes: [x]}}
      \(watcher.isEmpty ? "" : "failure_detection: {\(watcher)}")
      """)
    let detection = Detectors(analysis: report.analysis).detection(of: "db")
    #expect(detection.score == score)
    #expect(detection.text.contains(words), "\(detection.text)")
  }

  @Test(arguments: [
    ("ttl: 1s", "none", "leader-election", 5, 4, 5),
    ("ttl: 10s", "none", "mutual-exclusion", 5, 2, 5),
    ("ttl: 1s", "none", "efficiency", 2, 4, 5),
  ])
  func `a holder that wakes up too late`(
    _ lease: String, _ fencing: String, _ purpose: String, _ s: Int, _ l: Int, _ d: Int
  ) throws {
    let rows = try Self.rows(
      Self.store("")
        + "\ncoordination: {job: {purpose: \(purpose), store: db, lease: {\(lease)}, fencing: \(fencing), protects: [db]}}"
    )
    let row = try #require(rows.first { $0.component == "`job`" })
    #expect([row.severity, row.likelihood, row.detectability] == [s, l, d])
  }

  @Test func `a checked token leaves nothing to rate`() throws {
    let rows = try Self.rows(
      Self.store("")
        + "\ncoordination: {job: {purpose: leader-election, store: db, lease: {ttl: 1s}, fencing: token, protects: [db]}}"
    )
    #expect(!rows.contains { $0.component == "`job`" })
  }

  @Test(arguments: [("true", false), ("false", true)])
  func `a message that comes again matters where repeats do harm`(_ safe: String, _ isRated: Bool)
    throws
  {
    let rows = try Self.rows(
      """
      \(Self.head)
      stores: {db: {product: postgresql, replicas: [r/a]}, log: {product: kafka, replicas: [r/a]}}
      data: {x: {store: db}}
      operations:
        put: {writes: [x], idempotent: \(safe), consumes: {Sent: {from: log, delivery: at-least-once}}}
      """)
    #expect(rows.contains { $0.failure == "gets `Sent` again" } == isRated)
  }

  @Test(arguments: [
    ("", 4, "no time-out is stated for `put`"), (", timeout: 2s", 2, "time-out after 2 s"),
    (", timeout: 2s, circuit_breaker: true", 1, "and a breaker"),
  ])
  func `a callee that does not answer is noticed by who waits`(
    _ more: String, _ score: Int, _ words: String
  ) throws {
    let rows = try Self.rows(
      """
      \(Self.head)
      services: {bank: {external: true, availability: 99.5%}}
      operations: {put: {calls: bank\(more)}}
      """)
    let row = try #require(rows.first { $0.component == "`bank`" })
    #expect(row.detectability == score)
    #expect(row.detection.contains(words))
    #expect(row.howOften == "down 0.5% of the time (stated)")
  }

  @Test(arguments: [("dual-write", true), ("outbox", false)])
  func `a stop between two steps is rated where a finding says that it does harm`(
    _ way: String, _ isRated: Bool
  ) throws {
    let rows = try Self.rows(
      """
      \(Self.head)
      stores: {db: {product: postgresql, replicas: [r/a]}, log: {product: kafka, replicas: [r/a]}}
      data: {x: {store: db, class: order}}
      operations: {put: {writes: [x], publishes: {Put: {to: log, via: \(way)}}}}
      """)
    let row = rows.first { $0.failure == "the process stops between two steps" }
    #expect((row != nil) == isRated)
    if let row { #expect(row.mitigation.contains("F") && row.priority == 125) }
  }

  @Test func `a region of one zone is told by its zone`() throws {
    let rows = try Self.rows(
      """
      dsdesign: 1
      system: {name: S}
      topology: {regions: {one: {zones: [a]}, two: {zones: [a, b]}}}
      stores:
        x: {product: postgresql, replicas: [one/a]}
        y: {product: postgresql, replicas: [two/a]}
      data: {p: {store: x}, q: {store: y}}
      operations: {put: {writes: [p]}, get: {reads: [q]}}
      """)
    #expect(!rows.contains { $0.component == "region `one`" })
    #expect(rows.contains { $0.component == "region `two`" })
  }

  @Test(arguments: Sample.starters)
  func `the worst stand first, and every rating is within its scale`(_ starter: String) throws {
    let rows = Review(try Sample.starter(starter)).failureModes.rows
    #expect(!rows.isEmpty)
    #expect(rows.map(\.priority) == rows.map(\.priority).sorted(by: >))
    for row in rows {
      #expect((2...5).contains(row.severity))
      #expect((1...5).contains(row.likelihood))
      #expect((1...5).contains(row.detectability))
    }
  }
}
