import Analysis
import Benchmarks
import Diagnostics
import Foundation
import JSONDocument
import Knowledge
import SystemModel
import Testing

@testable import Evidence

/// Analyses of small descriptions, with the knowledge of the package.
enum Sample {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let knowledge: KnowledgeBase = {
    let folder = root.appending(path: "knowledge")
    let paths = (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String })
    let sources = (paths ?? []).filter { $0.hasSuffix(".yaml") }.sorted().compactMap { path in
      (try? String(contentsOf: folder.appending(path: path), encoding: .utf8)).map {
        KnowledgeSource(path: "knowledge/\(path)", file: SourceFile(name: path, text: $0))
      }
    }
    return KnowledgeBase.load(sources, schema: FactTypes.schema).0
  }()

  static func analysis(_ yaml: String) throws -> Analysis {
    let file = SourceFile(name: "system.yaml", text: yaml)
    let (description, problems) = SystemDescription.read(file)
    return Analyzer(knowledge: knowledge).analyze(
      try #require(description, "\(problems.map(\.message))"), in: file)
  }

  /// etcd in three regions, and a lock in it.
  static let etcd = """
    dsdesign: 1
    system: {name: Keys}
    topology:
      regions: {a: {}, b: {}, c: {}}
      links:
        - {between: [a, b], rtt: 20ms, jitter: 0.1ms}
        - {between: [a, c], rtt: 40ms, jitter: 0.1ms}
        - {between: [b, c], rtt: 30ms, jitter: 0.1ms}
    services: {app: {runs_in: [a]}}
    stores:
      keys:
        product: etcd
        replicas: [a, b, c]
        latency: {flush: {p50: 1ms}}
    data: {value: {store: keys, class: configuration}}
    operations:
      put: {service: app, writes: [value], rate: 20/s, from: [a]}
    coordination:
      boss: {purpose: leader-election, store: keys, lease: {ttl: 1s}, fencing: none, protects: [keys]}
    """
}

@Suite struct EvidenceTests {
  @Test func `every scenario names protocols and parameters that exist`() {
    #expect(Sample.knowledge.scenarios.count > 5)
    for run in Sample.knowledge.scenarios.flatMap(\.runs) {
      #expect(ProtocolKind(rawValue: run.protocolName) != nil, "\(run)")
      for change in run.changes { #expect(ParameterChange(change) != nil, "\(change)") }
      let topic = Sample.knowledge.decisions.first { $0.id == run.topic }
      #expect(topic?.options.contains { $0.id == run.option } == true, "\(run)")
    }
  }

  @Test func `every counterexample of the rules has something to run`() {
    for rule in Sample.knowledge.findings {
      guard let id = rule.counterexample else { continue }
      #expect(CounterexampleCase.scenarios.contains(id), "\(rule.id): \(id)")
    }
  }

  @Test func `a commit of etcd takes the nearest follower's round trip and its flush`() throws {
    let builder = RunBuilder(try Sample.analysis(Sample.etcd))
    let target = RunTarget(.store("keys", operation: "put"))
    let trial = Trial(target, seed: 1)
    let results = TrialRunner(builder).run([trial])
    let median = try #require(
      Measure.latency(from: "a", percent: 50).value(results.result(trial), nil))
    // 20 ms to b, 1 ms of its disk, and a millisecond or so from client to service to leader.
    #expect((21.5...24).contains(median), "\(median)")
  }

  @Test func `etcd goes on about 1.2 seconds after its leader is killed`() throws {
    let builder = RunBuilder(try Sample.analysis(Sample.etcd))
    let trial = Trial(
      RunTarget(.store("keys", operation: "put")), [.leaderCrash], seed: 1, seeds: 15)
    let results = TrialRunner(builder).run([trial])
    let median = try #require(Measure.unavailable.value(results.result(trial), nil))
    #expect((1000...1550).contains(median), "\(median)")
  }

  @Test func `settings of the description and of the command line reach the model`() throws {
    let yaml = Sample.etcd.replacingOccurrences(
      of: "product: etcd",
      with: "product: etcd\n    settings: {heartbeat-interval: 50, election-timeout: 500}")
    let builder = RunBuilder(try Sample.analysis(yaml))
    let stated = try builder.run(RunTarget(.store("keys", operation: "put")))
    #expect(stated.run.settings.heartbeat == 50_000_000)
    #expect(stated.run.settings.electionTimeout == 450_000_000...950_000_000)
    let change = try #require(ParameterChange("election-timeout=300ms"))
    let set = try builder.run(
      RunTarget(.store("keys", operation: "put"), .raft, changes: [change]))
    #expect(set.run.settings.electionTimeout == 300_000_000...600_000_000)
  }

  @Test func `what a product has by default is not told as stated`() throws {
    func parameters(_ product: String) throws -> [ParameterInUse] {
      let yaml = Sample.etcd.replacingOccurrences(of: "product: etcd", with: product)
      return try RunBuilder(try Sample.analysis(yaml)).run(
        RunTarget(.store("keys", operation: "put"))
      ).parameters
    }
    let silent = try parameters("product: etcd")
    let stated = try parameters(
      "product: etcd\n    settings: {heartbeat-interval: 50, election-timeout: 500}")
    for name in ["heartbeat", "election time-out"] {
      #expect(silent.first { $0.name == name }?.assumption == "default of etcd", "\(name)")
      #expect(stated.first { $0.name == name }.map { $0.assumption == nil } == true, "\(name)")
    }
  }

  @Test(arguments: [("3.4.23", false), ("3.5.9", true)])
  func `members ask before they stand from the version on that does so`(
    version: String, isAsking: Bool
  ) throws {
    let yaml = Sample.etcd.replacingOccurrences(
      of: "product: etcd", with: "product: etcd\n    version: \"\(version)\"")
    let target = RunTarget(.store("keys", operation: "put"))
    #expect(try RunBuilder(Sample.analysis(yaml)).run(target).run.settings.preVote == isAsking)
    let set = yaml.replacingOccurrences(
      of: "product: etcd", with: "product: etcd\n    settings: {pre-vote: \(!isAsking)}")
    #expect(try RunBuilder(Sample.analysis(set)).run(target).run.settings.preVote == !isAsking)
  }

  private func median(_ yaml: String) throws -> Double {
    let trial = Trial(RunTarget(.store("keys", operation: "put")), seed: 1, seeds: 2)
    let results = TrialRunner(RunBuilder(try Sample.analysis(yaml))).run([trial])
    return try #require(Measure.latency(from: "a", percent: 50).value(results.result(trial), nil))
  }

  @Test func `time inside the store is part of an answer's`() throws {
    let slower = Sample.etcd.replacingOccurrences(
      of: "latency: {flush: {p50: 1ms}}", with: "latency: {flush: {p50: 1ms}, write: {p50: 6ms}}")
    let more = try median(slower) - median(Sample.etcd)
    // 6 ms stated against the half millisecond assumed.
    #expect((5...6).contains(more), "\(more)")
  }

  @Test func `of an operation that only writes, no read counts as fast`() throws {
    let slow = Sample.etcd.replacingOccurrences(of: "flush: {p50: 1ms}", with: "flush: {p50: 40ms}")
    // Reads take no flush; 20 ms to the next member and 40 ms of its disk.
    #expect(try median(slow) > 60)
    let reading = slow.replacingOccurrences(of: "writes: [value]", with: "reads: [value]")
    #expect(try median(reading) < 30)
  }

  @Test func `benchmarks on a description take its stores' settings`() throws {
    let yaml = Sample.etcd.replacingOccurrences(
      of: "product: etcd",
      with: "product: etcd\n    settings: {heartbeat-interval: 50, election-timeout: 500}")
    let described = RunBuilder(try Sample.analysis(yaml)).described
    for kind in [ProtocolKind.raft, .multiPaxos, .flexiblePaxos] {
      let found = try #require(described[kind])
      #expect(found.store == "keys")
      #expect(found.settings.electionTimeout == 450_000_000...950_000_000)
      #expect(found.words.contains("disk flush 1 ms"), "\(found.words)")
    }
    #expect(described[.synchronous] == nil)
  }

  @Test(arguments: ["flush", "flush=fast", "flush=-1ms", "copies=0", "copies=2ms", "colour=3", ""])
  func `what sets no parameter is refused`(text: String) {
    #expect(ParameterChange(text) == nil)
  }

  @Test(arguments: [
    "p50@eu/a", "p99@us", "messages", "bytes", "round_trips", "flushes", "metadata_bytes",
    "unavailable_median", "unavailable_longest", "answered@us", "harm:lost-writes",
    "noticed_first", "noticed_by_majority", "noticed_by_all",
  ])
  func `a measure is found again by its id`(id: String) {
    #expect(Measure(id: id)?.id == id)
  }

  @Test func `figures of a report are recomputed, and a changed one is seen`() throws {
    let analysis = try Sample.analysis(Sample.etcd)
    let evidence = EvidencePlanner(analysis, depth: .quick).report()
    let first = try #require(
      evidence.comparisons.first, "\(evidence.leftOut)")
    let json = EvidenceJSON(file: "system.yaml").comparison(first)
    let report: JSONValue = ["evidence": .array([json])]
    let verification = Verification(report, analysis: analysis)
    #expect(verification.entries.count > 5)
    #expect(verification.holds, "\(verification.text)")
    let farther = try Sample.analysis(
      Sample.etcd.replacingOccurrences(of: "rtt: 20ms", with: "rtt: 26ms"))
    #expect(!Verification(report, analysis: farther).holds)
  }

  @Test func `a paused holder without token is shown, and with a token it is not`() throws {
    func replay(_ yaml: String) throws -> Counterexample? {
      let analysis = try Sample.analysis(yaml)
      let id = try #require(CounterexampleID("lease-pause:boss:1"))
      return try CounterexampleSearch(analysis, RunBuilder(analysis), depth: .quick).replay(id)
    }
    let shown = try #require(try replay(Sample.etcd))
    #expect(shown.harm.kind == .staleEffects)
    #expect(shown.story.contains { $0.contains("stands still") }, "\(shown.story)")
    #expect(shown.story.count <= 11)
    let fenced = Sample.etcd.replacingOccurrences(of: "fencing: none", with: "fencing: token")
    #expect(try replay(fenced) == nil)
  }

  @Test func `shards together are what one run of all seeds is`() throws {
    let built = try RunBuilder(try Sample.analysis(Sample.etcd)).run(
      RunTarget(.coordination("boss")))
    func report(_ seeds: [UInt64]) -> SimulationReport {
      SimulationReport(
        title: "boss", nodes: built.run.nodeNames, faults: "", parameters: built.parameters,
        required: [.staleEffects], command: "dsdesign simulate", kind: built.run.kind,
        costs: built.run.costs(),
        figures: SeedRuns.run(seeds) { built.under([.leaderPause], seed: $0) })
    }
    let whole = report([1, 2, 3, 4])
    let parts = try [report([1, 3]), report([2, 4])].map { part in
      let text = JSONWriter.text(part.json, pretty: true)
      let (value, _) = JSONReader.read(SourceFile(name: "part.json", text: text))
      let json = try #require(value)
      return try #require(SimulationReport(json: json))
    }
    let merged = SimulationReport(
      title: whole.title, nodes: whole.nodes, faults: whole.faults, parameters: whole.parameters,
      required: whole.required, command: whole.command, kind: whole.kind,
      costs: parts[1].costs, figures: parts[0].figures + parts[1].figures)
    #expect(merged.text == whole.text)
    #expect(whole.text.contains("an operation takes"))
    #expect(JSONWriter.text(merged.json) == JSONWriter.text(whole.json))
  }

  @Test(arguments: [
    ("- {at: 5s, for: 2s, crash: leader}", ""),
    ("- {at: 5s, for: 2s, partition: [[a], [b, c]]}", ""),
    ("- {at: 5s, crash: d}", "no node and no client of this run is in 'd'"),
    ("- {at: 5, crash: leader}", "a time has a number and a unit, such as 5s or 200ms"),
    ("- {at: 5s, crahs: leader}", "there is no 'crahs' in a fault"),
    ("- {at: 5s}", "this fault says not what happens"),
    ("{at: 5s, crash: leader}", "a fault schedule is a list of faults"),
  ])
  func `a schedule is read, or refused at its place`(text: String, message: String) throws {
    let built = try RunBuilder(try Sample.analysis(Sample.etcd)).run(
      RunTarget(.store("keys", operation: "put")))
    let file = FaultScheduleFile(SourceFile(name: "faults.yaml", text: text), for: built.run.site)
    if message.isEmpty {
      #expect(file.diagnostics.isEmpty && file.faults.count == 1, "\(file.diagnostics)")
    } else {
      #expect(file.diagnostics.first?.message == message)
    }
  }

  @Test func `a smaller budget leaves out decisions and names them`() throws {
    let analysis = try Sample.analysis(Sample.etcd)
    let some = EvidencePlanner(analysis, depth: .quick, seconds: 0.01).report()
    #expect(!some.leftOut.isEmpty)
    #expect(some.comparisons.isEmpty)
  }

  @Test(arguments: ["x", "a:b", "lease-pause:boss:one"])
  func `what is no counterexample's id is none`(text: String) {
    #expect(CounterexampleID(text) == nil)
  }
}
