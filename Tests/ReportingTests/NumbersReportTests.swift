import JSONDocument
import Testing

@testable import Reporting

/// Numbers stand where they decide something, each with what it assumes.
@Suite struct NumbersReportTests {
  static let system = """
    dsdesign: 1
    system: {name: Example}
    priorities: [correctness, latency]
    topology:
      regions: {us: {zones: [a, b, c]}, eu: {zones: [a]}}
      links: [{between: [us, eu], rtt: 76ms}]
    services: {bank: {external: true, availability: 99.5%}}
    stores:
      db: {product: custom, replicas: [us/a, us/b, us/c], guarantees: {reads: linearizable, writes: linearizable, replication: raft, flush: each-write}}
    data: {x: {store: db}}
    operations:
      put:
        writes: [x]
        from: [us, eu]
        requirements: {consistency: linearizable, latency: {p99: 20ms}}
      pay: {writes: [x], calls: bank, from: [us], requirements: {availability: 99.9%}}
    """

  @Test func `a clash is told as the smallest set, with every way out in numbers`() throws {
    let text = try Sample.markdown(Sample.report(Self.system))
    #expect(
      text.contains(
        "Requirements of `put` that cannot all hold: `latency` and `consistency`"))
    #expect(text.contains("the round trips alone take 76 ms at best"))
    #expect(text.contains("the latency target becomes possible from 76 ms on"))
    #expect(text.contains("the target holds for clients in us only"))
    // Correctness ranks before latency.
    #expect(text.contains("By the stated priorities (a): it keeps correctness"))
  }

  @Test func `an availability that cannot be had is told with its arithmetic`() throws {
    let text = try Sample.markdown(Sample.report(Self.system))
    #expect(text.contains("A requirement of `pay` that cannot hold: `availability`"))
    #expect(text.contains("bank 99.5% is 99.5% at best"))
    #expect(text.contains("or it answers without waiting for what it calls"))
  }

  @Test func `each loss has its column, and estimates name what they assume`() throws {
    let text = try Sample.markdown(Sample.report(Self.system))
    #expect(text.contains("### What each loss does"))
    #expect(text.contains("| region us |"))
    #expect(text.contains("**refuses** in `eu`"))
    #expect(text.contains("comes back with its data"))
    #expect(text.contains("`zone-availability` 99.9%"))
    #expect(text.contains("`us–eu` 76 ms (stated)"))
  }

  @Test func `the JSON has the clash with its values, and the cells of the heat map`() throws {
    let text = JSONReport(try Sample.report(Self.system)).text()
    let (document, _) = JSONReader.read(.init(name: "report.json", text: text))
    let root = try #require(document)
    guard case .array(let conflicts)? = root["conflicts"],
      case .array(let ways)? = root["numbers"]?["ways"]
    else {
      Issue.record("no conflicts, or no ways")
      return
    }
    #expect(conflicts.count == 2)
    guard case .array(let relaxations)? = conflicts[0]["relaxations"] else { return }
    #expect(
      relaxations.contains {
        $0["gives"] == .array([.string("latency")]) && $0["value"] == .double(76)
      })
    guard case .array(let losses)? = ways[0]["losses"] else { return }
    #expect(losses.contains { $0["name"] == .string("us") && $0["outcome"] == .string("refuses") })
  }
}
