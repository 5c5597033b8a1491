import SystemModel
import Testing

@testable import Analysis

@Suite struct DistancesTests {
  private let two = Distances(
    regions: [("us", ["a", "b"]), ("eu", ["a"]), ("ap", [])],
    links: [
      .init(Place("us"), Place("eu"), .milliseconds(76)),
      .init(Place("us/a"), Place("us/b"), .milliseconds(2)),
    ],
    defaults: .init())

  @Test func `a link between regions joins all their zones`() {
    #expect(two.roundTrip(Place("us/a"), Place("eu/a")) == .milliseconds(76))
    #expect(two.roundTrip(Place("us/b"), Place("eu")) == .milliseconds(76))
  }

  @Test func `a stated link between zones replaces the default, and says so`() {
    #expect(two.roundTrip(Place("us/a"), Place("us/b")) == .milliseconds(2))
    #expect(two.isStated(Place("us/a"), Place("us/b")))
  }

  @Test func `nodes of one zone are not at no distance`() {
    #expect(two.roundTrip(Place("us/a"), Place("us/a"))! > .zero)
  }

  @Test func `a region that no link reaches has no known distance`() {
    #expect(two.roundTrip(Place("us/a"), Place("ap")) == nil)
  }

  @Test func `missing links follow the shortest path, in any order of links`() {
    let links = [("a", "b", 10), ("b", "c", 20), ("a", "c", 50), ("c", "d", 5)].map {
      Distances.Link(Place($0.0), Place($0.1), .milliseconds($0.2))
    }
    for turned in [links, links.reversed()] {
      let distances = Distances(
        regions: ["a", "b", "c", "d"].map { ($0, []) }, links: turned, defaults: .init())
      #expect(distances.roundTrip(Place("a"), Place("d")) == .milliseconds(35))
      #expect(distances.roundTrip(Place("d"), Place("a")) == .milliseconds(35))
    }
  }

  @Test func `a region as a place does not shorten the way between its zones`() {
    let distances = Distances(
      regions: [("r", ["a", "b"])], links: [.init(Place("r/a"), Place("r/b"), .milliseconds(9))],
      defaults: .init())
    #expect(distances.roundTrip(Place("r/a"), Place("r/b")) == .milliseconds(9))
  }
}
