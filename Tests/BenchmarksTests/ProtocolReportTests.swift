import JSONDocument
import Testing

@testable import Benchmarks

@Suite struct ProtocolReportTests {
  /// Small, so that a test stays short.
  private static func report(
    _ kinds: [ProtocolKind], sizes: [Int] = [3], seed: UInt64 = 1
  ) -> ProtocolReport {
    var plan = ProtocolBenchmarks.Plan.threeZones
    (plan.sizes, plan.losses, plan.seed) = (sizes, 1, seed)
    plan.clientsPerPlace = [1, 4]
    return ProtocolReport(plan: plan, results: ProtocolBenchmarks(plan).run(kinds))
  }

  @Test func `a majority protocol serves the greater part of a partition, and a copy serves all`()
    throws
  {
    let report = Self.report([.raft, .multiLeader])
    let raft = try #require(report.results[0].sizes.first)
    let shares = try #require(raft.partition).places.map { $0.during ?? -1 }
    #expect(shares[0] < 0.2 && shares[1] > 0.8 && shares[2] > 0.8, "\(shares)")
    #expect(raft.partition?.places.allSatisfy { $0.after == 1 } == true)
    #expect(raft.partition?.harms.allSatisfy { $0.count == 0 } == true)
    let gap = try #require(raft.leaderLoss?.medianGap)
    #expect((500_000_000...5_000_000_000).contains(gap))

    let copies = try #require(report.results[1].sizes.first)
    #expect(copies.partition?.places.allSatisfy { $0.during == 1 } == true)
    #expect(copies.partition?.harms.contains { $0.count > 0 } == true)
    let rates = [raft, copies].compactMap { $0.saturation?.perSecond }
    #expect(rates.count == 2 && rates[0] < rates[1] && rates[0] > 100, "\(rates)")
  }

  @Test func `sizes that a protocol does not work with are left out`() {
    let report = Self.report([.pbft], sizes: [3, 4])
    #expect(report.results[0].sizes.map(\.nodes) == [4])
    #expect(report.tables.count == 2)
  }

  @Test func `a detector has a table of its own`() throws {
    let report = Self.report([.heartbeat])
    #expect(report.tables.count == 1)
    let detection = try #require(report.results[0].sizes[0].detection)
    let noticed = try #require(detection.times.quantile(0.5))
    #expect((2_000_000_000...5_000_000_000).contains(noticed))
    #expect(detection.falseSuspicions == 0 && detection.unnoticed == 0)
  }

  @Test func `equal seeds give equal figures, and a comparison tells each that differs`() {
    let first = ProtocolJSON.value(Self.report([.heartbeat]))
    let again = ProtocolJSON.value(Self.report([.heartbeat]))
    #expect(first == again)
    let same = ProtocolJSON.differences(now: first, before: again)
    #expect(same.count == 1 && same[0].hasPrefix("All "))

    let text = JSONWriter.text(first).replacing("\"unnoticed\":0", with: "\"unnoticed\":2")
    let (changed, _) = JSONReader.read(.init(name: "old", text: text))
    let differences = ProtocolJSON.differences(now: first, before: changed ?? .null)
    #expect(
      differences.dropFirst() == [
        "heartbeat, sizes, 3 nodes, detection, unnoticed: 2 was, 0 is."
      ])
  }

  @Test func `another seed is named before its figures`() {
    let now = ProtocolJSON.value(Self.report([.heartbeat]))
    let before = ProtocolJSON.value(Self.report([.heartbeat], seed: 2))
    #expect(
      ProtocolJSON.differences(now: now, before: before).first
        == "Warning: the baseline has another seed.")
  }

  @Test(arguments: [(7.9, 8.0), (99.4, 99), (101, 100), (1_248, 1_200), (98_765, 99_000)])
  func `rates are told to two digits`(rate: Double, told: Double) {
    #expect(ProtocolReport.roundedToTwo(rate) == told)
  }

  @Test func `what is cut off is a zone, and a region where there are several`() {
    var site = ProtocolSite.zones(3, nodes: 3)
    #expect(ProtocolBenchmarks.cut(of: site)?.name == "region/a")
    site.places[2].region = "far"
    #expect(ProtocolBenchmarks.cut(of: site)?.name == "region")
    #expect(ProtocolBenchmarks.cut(of: .zones(1, nodes: 3)) == nil)
  }
}
