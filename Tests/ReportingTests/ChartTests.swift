import Foundation
import Testing

@testable import Reporting

/// Small charts are kept as files that a browser opens: `Tests/Golden/charts`.
@Suite struct ChartTests {
  @Test func `bars show values, intervals, and words that do not fit in a title`() throws {
    let chart = BarChart(
      id: "bars", title: "Orders <lost>", summary: "Of 2,000 runs.",
      bars: [
        .init(label: "as described", value: 37, shown: "37", tone: .bad, interval: 26...51),
        .init(label: "with the outbox", value: 0, shown: "none", tone: .good),
        .init(
          label: "a name that is longer than the room that it has", value: .infinity,
          shown: "without end"),
      ])
    try expectChart(chart.svg, "bars")
  }

  @Test func `ranges stand on a logarithmic scale beside their limits`() throws {
    let chart = RangeChart(
      id: "ranges", title: "Latency", summary: "Two operations.",
      rows: [
        .init(
          label: "buy", detail: "p99 917 ms", points: (195, 917, 1540), limit: 500, isMissed: true),
        .init(label: "look & see", detail: "p99 9 ms", points: (4.85, 9.16, 12.6)),
      ]
    ) { NumbersSections.time($0) }
    try expectChart(try #require(chart.svg), "ranges")
    let empty = RangeChart(id: "x", title: "", summary: "", rows: []) { "\($0)" }
    #expect(empty.svg == nil)
  }

  @Test func `curves have a dash and a line of words each`() throws {
    let chart = CurveChart(
      id: "curves", title: "Fresh", summary: "Two reads.",
      curves: [
        .init(label: "look", detail: "at once", share: { min(1, $0 / 50) }, bound: 30),
        .init(label: "list", detail: "later", share: { $0 < 20 ? 0.25 : 2 }),
      ], axis: try #require(LogAxis([1, 100]))
    ) { NumbersSections.time($0) }
    let svg = chart.svg
    #expect(svg.contains("curve c0") && svg.contains("bound c0") && svg.contains("curve c1"))
    #expect(!svg.contains("bound c1"))
    // 25 % until 20 ms, then all: never above the frame.
    let path = try #require(svg.firstMatch(of: #/curve c1" d="M([^"]+)"/#)).output.1
    let points = path.split(separator: " L").map { $0.split(separator: " ") }
    #expect(points.first == ["0", "150"] && points.last == ["1000", "0"])
  }

  @Test func `a map draws regions, zones, stores, services and distances`() throws {
    let map = TopologyMap(
      id: "map", title: "Topology", summary: "Two regions.",
      regions: [
        .init(
          name: "east",
          zones: [
            .init(
              name: "a",
              items: [
                .init(name: "checkout", role: "", isStore: false),
                .init(name: "orders", role: "leads", isStore: true, leads: true),
              ]),
            .init(name: "b", items: [], more: 0),
          ]),
        .init(
          name: "<west>",
          zones: [
            .init(name: "", items: [.init(name: "orders", role: "×2", isStore: true)], more: 3)
          ]),
      ], links: [.init(first: 0, second: 1, label: "76 ms")])
    try expectChart(map.svg, "map")
  }

  @Test func `links that overlap have lanes of their own, and those that touch share one`() {
    let ends = [(0, 3), (0, 1), (1, 2), (2, 3), (0, 2), (1, 3)]
    let lanes = LinkLanes(ends.map { .init(first: $0, second: $1, label: "") })
    #expect(lanes.lane == [3, 0, 0, 0, 1, 2])
    #expect(lanes.count == 4)
    // At region 1: up to 0, then the outer of those downwards, then the inner.
    #expect(lanes.share(of: 1, in: 1) == 0.25)
    #expect(lanes.share(of: 5, in: 1) == 0.5)
    #expect(lanes.share(of: 2, in: 1) == 0.75)
  }

  @Test(arguments: [
    ([1.0, 100], 0, 2), ([5, 50], 0, 2), ([0, .infinity, 3], 0, 1), ([10], 0, 1),
    ([1e-9, 1e9], 2, 9), ([.greatestFiniteMagnitude], 11, 12), ([.leastNonzeroMagnitude], -13, -6),
  ])
  func `an axis spans whole decades`(_ values: [Double], _ low: Int, _ high: Int) throws {
    let axis = try #require(LogAxis(values))
    #expect(axis.low == low && axis.high == high)
    for value in values { #expect((0...1).contains(axis.share(value))) }
  }

  @Test func `an axis needs something to show`() throws {
    #expect(LogAxis([]) == nil)
    #expect(LogAxis([0, -1, .infinity, .nan]) == nil)
    let axis = try #require(LogAxis([1, 100]))
    #expect(axis.share(10) == 0.5 && axis.share(0) == 0 && axis.share(1e6) == 1)
    #expect(axis.ticks == [1, 10, 100])
  }

  private func expectChart(
    _ svg: String, _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    expectWellFormed(svg, sourceLocation: sourceLocation)
    let file = Sample.root.appending(path: "Tests/Golden/charts/\(name).svg")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(svg.utf8).write(to: file)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(svg == recorded, "'make golden' records it", sourceLocation: sourceLocation)
  }
}
