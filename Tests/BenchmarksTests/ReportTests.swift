import JSONDocument
import Testing

@testable import Benchmarks

/// Results with medians of rounds as given.
enum Sample {
  static let machine = Machine(
    processor: "Test 1", cores: 2, system: "Linux 6 x86_64", build: "release build",
    isOptimised: true)

  static let quiet = (
    before: MachineReading(
      seconds: 0, loadAverage: 0.2, busySeconds: 5, stolenSeconds: 0, ownSeconds: 0,
      interruptions: 3),
    after: MachineReading(
      seconds: 10, loadAverage: 0.9, busySeconds: 15, stolenSeconds: 0, ownSeconds: 10,
      interruptions: 12)
  )

  static let steady = [100.0, 101, 99, 100.5, 99.5, 100.2, 99.8, 100.1, 99.9]

  static func result(_ medians: [Double], size: Int = 3, name: String = "merge", bytes: Int = 24)
    -> AlgorithmResult
  {
    AlgorithmResult(
      id: "vector-clock", summary: "Merges.", parameter: "nodes",
      sizes: [
        SizeResult(
          size: size, metadataBytes: bytes, memoryBytes: 100,
          operations: [OperationResult(name: name, rounds: medians.map { [$0] })])
      ])
  }

  static func report(_ results: [AlgorithmResult]) -> OperationReport {
    OperationReport(
      machine: machine, settings: .init(), emptyLoop: 1.25, results: results,
      repeatability: Repeatability(
        results, on: machine, before: quiet.before, after: quiet.after))
  }
}

@Suite struct RepeatabilityTests {
  private func judge(
    _ medians: [Double], machine: Machine = Sample.machine,
    after: (inout MachineReading) -> Void = { _ in }
  ) -> Repeatability {
    var reading = Sample.quiet.after
    after(&reading)
    return Repeatability(
      [Sample.result(medians)], on: machine, before: Sample.quiet.before, after: reading)
  }

  @Test func `rounds that agree hold, and no cause is looked for`() {
    let judged = judge(Sample.steady) { $0.loadAverage = 9 }
    #expect(judged.holds && !judged.isNoisy && judged.causes.isEmpty && judged.measured == 1)
  }

  @Test func `an interval of more than 5 per cent is in doubt, of less is not`() {
    // The interval goes from the second smallest to the second greatest.
    let near = judge([100, 100, 104.9, 100, 100, 100, 95.2, 104.9, 95.2])
    let far = judge([100, 100, 105.2, 100, 100, 100, 95.2, 105.2, 95.2])
    #expect(near.doubtful.isEmpty)
    #expect(far.doubtful.map(\.name) == ["vector-clock merge at 3 nodes"])
  }

  @Test func `halves of the run that differ are told though each median is certain`() {
    let medians = [100.0, 100, 100, 100, 103.9, 104, 104, 104, 104]
    let judged = judge(medians)
    #expect(judged.doubtful.isEmpty && !judged.holds && judged.isNoisy)
    #expect(judged.causes.joined().contains("became slower"))
  }

  private static let noisy = [100.0, 120, 100, 121, 100, 122, 100, 120, 100]

  @Test func `the likeliest cause is the one that the system counted`() {
    #expect(judge(Self.noisy).causes.isEmpty)
    #expect(
      judge(Self.noisy) { $0.busySeconds = 25 }.causes
        == ["other processes kept 1.00 of 2 cores busy"])
    #expect(
      judge(Self.noisy) { $0.stolenSeconds = 1 }.causes
        == ["the hypervisor gave 10 % of a core's time to other machines"])
    #expect(
      judge(Self.noisy) { $0.interruptions = 1_003 }.causes
        == ["the process lost its core 100 times a second"])
    // Two runs ago others were busy; what counts is what they used meanwhile.
    #expect(judge(Self.noisy) { $0.loadAverage = 2.5 }.causes.isEmpty)
    #expect(
      judge(Self.noisy) { ($0.loadAverage, $0.busySeconds) = (2.5, nil) }.causes
        == ["the load average was 2.50 on 2 cores"])
    var machine = Sample.machine
    machine.frequencyGovernor = "powersave"
    #expect(
      judge(Self.noisy, machine: machine).causes
        == ["the processor's frequency changes (governor 'powersave')"])
    machine.frequencyGovernor = "performance"
    #expect(judge(Self.noisy, machine: machine).causes.isEmpty)
  }

  @Test func `what the system does not tell is no cause`() {
    let judged = judge(Self.noisy) {
      $0 = MachineReading(seconds: 10)
    }
    #expect(!judged.holds && judged.causes.isEmpty)
  }

  @Test func `the report warns, with the cause and the names`() {
    var report = Sample.report([Sample.result(Self.noisy)])
    #expect(report.verdict.first?.hasPrefix("Warning: this run was noisy. 0 of 1 medians") == true)
    #expect(report.verdict.last?.hasPrefix("In doubt: vector-clock merge at 3 nodes") == true)
    report = Sample.report([Sample.result(Sample.steady)])
    #expect(report.verdict.count == 1 && report.verdict[0].hasPrefix("All 1 medians repeat"))
    report.machine.isOptimised = false
    #expect(report.verdict[0].hasPrefix("Warning: this build is not optimised"))
  }
}

@Suite struct ComparisonTests {
  private func compare(_ now: [Double], _ before: [Double]) -> OperationComparison {
    OperationComparison([Sample.result(now)], against: [Sample.result(before)])
  }

  private func scaled(_ factor: Double) -> [Double] { Sample.steady.map { $0 * factor } }

  @Test(arguments: [
    (1.0, OperationComparison.Verdict.unchanged), (1.04, .unchanged), (0.97, .unchanged),
    (1.06, .slower), (1.5, .slower), (0.9, .faster),
  ])
  func `a shift above 5 per cent that rounds agree on is a change`(
    factor: Double, verdict: OperationComparison.Verdict
  ) {
    let comparison = compare(scaled(factor), Sample.steady)
    #expect(comparison.rows.map(\.verdict) == [verdict])
    #expect(comparison.canTell)
  }

  @Test func `a shift that the noise of the runs explains is none`() {
    let noisy = [90.0, 115, 95, 110, 100, 105, 92, 112, 101]
    #expect(compare(noisy.map { $0 * 1.12 }, noisy).changed.isEmpty)
    #expect(compare(noisy.map { $0 * 2 }, noisy).changed.count == 1)
  }

  @Test func `too few rounds cannot tell, and say so`() {
    let comparison = compare([200, 201, 202], [100, 101, 102])
    #expect(comparison.changed.isEmpty && !comparison.canTell)
    let report = Sample.report([Sample.result([200, 201, 202])])
    let remarks = comparison.remarks(now: report, before: report)
    #expect(remarks.contains { $0.hasPrefix("Too few rounds") })
  }

  @Test func `bytes that differ are a change, whatever the times`() {
    let comparison = OperationComparison(
      [Sample.result(Sample.steady, bytes: 32)], against: [Sample.result(Sample.steady)])
    #expect(
      comparison.bytes
        == [.init(name: "vector-clock at 3 nodes: metadata", before: 24, now: 32)])
  }

  @Test func `what only one run has is named`() {
    let comparison = OperationComparison(
      [Sample.result(Sample.steady, name: "tick")], against: [Sample.result(Sample.steady)])
    #expect(comparison.added == ["vector-clock tick at 3 nodes"])
    #expect(comparison.missing == ["vector-clock merge at 3 nodes"])
    #expect(comparison.rows.isEmpty)
  }

  @Test func `another machine's baseline is compared with a warning`() {
    let now = Sample.report([Sample.result(Sample.steady)])
    var before = now
    before.machine.processor = "Test 2"
    let remarks = compare(Sample.steady, Sample.steady).remarks(now: now, before: before)
    #expect(remarks[0].hasPrefix("Warning: the baseline is from another machine (Test 2"))
  }
}

@Suite struct BenchmarkFormTests {
  @Test(arguments: [
    (0.0, "0.00"), (1.234, "1.23"), (9.994, "9.99"), (9.996, "10.0"), (99.94, "99.9"),
    (99.96, "100"), (1234.5, "1,235"), (-3.21, "-3.21"), (.nan, "-"), (.infinity, "-"),
  ])
  func `numbers have three digits and thousands apart`(_ value: Double, text: String) {
    #expect(BenchmarkNumber.decimal(value) == text)
  }

  @Test(arguments: [(0.0, ""), (0.001, "▏"), (0.5, "█▌"), (1, "███"), (2, "███"), (.nan, "")])
  func `a bar is as long as its share`(_ share: Double, bar: String) {
    #expect(BenchmarkNumber.bar(share, columns: 3) == bar)
  }

  private static let table = BenchmarkTable(
    "clock", remark: "What it costs.",
    columns: [.init("nodes"), .init("merge ns"), .init("", isNumber: false, isOptional: true)],
    rows: [["3", "12.5", "▏"], ["1,000", "4,100", "██████"]], notes: ["Growth: n^1."])

  @Test func `a table lines up, and drops its bars where there is no room`() {
    #expect(
      Self.table.text(width: 80) == """
        clock
        What it costs.
          nodes  merge ns
              3      12.5  ▏
          1,000     4,100  ██████
          Growth: n^1.

        """)
    #expect(!Self.table.text(width: 20).contains("█"))
  }

  @Test func `Markdown has no bars and escapes cells`() {
    var table = Self.table
    table.rows[0][0] = "a|b"
    let markdown = table.markdown(level: 2)
    #expect(
      markdown.hasPrefix("## clock\n\nWhat it costs.\n\n| nodes | merge ns |\n| --: | --: |\n"))
    #expect(markdown.contains("| a\\|b | 12.5 |"))
    #expect(!markdown.contains("█"))
  }

  @Test func `a report comes back from its JSON with the same figures`() throws {
    let report = Sample.report([Sample.result(Sample.steady)])
    let read = try #require(OperationJSON.report(OperationJSON.value(report)))
    #expect(
      read.results == [
        AlgorithmResult(
          id: "vector-clock", summary: "Merges.", parameter: "nodes",
          sizes: report.results[0].sizes)
      ])
    #expect(read.machine == report.machine && read.emptyLoop == 1.25)
  }

  @Test func `JSON with a part missing or of another kind is no report`() throws {
    let value = OperationJSON.value(Sample.report([Sample.result(Sample.steady)]))
    for key in ["machine", "settings", "algorithms"] {
      guard case .object(var object) = value else { return }
      object[key] = nil
      #expect(OperationJSON.report(.object(object)) == nil, "\(key)")
      object[key] = "text"
      #expect(OperationJSON.report(.object(object)) == nil, "\(key)")
    }
    #expect(OperationJSON.report([]) == nil)
  }
}
