import SystemModel
import Testing

@testable import Analysis

/// What stores can lose, by counting.
@Suite struct StoreNodesTests {
  static func nodes(_ places: String) -> StoreNodes {
    StoreNodes(
      nodes: places.split(separator: " ").map { text in
        let parts = text.split(separator: ":")
        return .init(
          place: Place(String(parts[0])),
          role: parts.count > 1 ? ReplicaRole(rawValue: String(parts[1])) : nil)
      })
  }

  static func scheme(
    _ tolerance: StoreNodes.Scheme.Tolerance, quorum: Int? = nil, copies: Int? = nil,
    automatic: Bool? = true
  ) -> StoreNodes.Scheme {
    StoreNodes.Scheme(
      writeQuorum: quorum, copies: copies, isAutomatic: automatic,
      hasLeader: tolerance != .quorum, tolerance: tolerance)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let places: String
    let scheme: StoreNodes.Scheme
    let lost: String
    let goesOn: Bool?
    var testDescription: String { "\(places) without \(lost)" }
  }

  static let cases: [Case] = [
    Case(places: "r/a r/b r/c", scheme: scheme(.majority), lost: "r/a", goesOn: true),
    Case(places: "r/a r/a r/b", scheme: scheme(.majority), lost: "r/a", goesOn: false),
    Case(places: "r/a r/a r/b", scheme: scheme(.majority), lost: "r/b", goesOn: true),
    Case(places: "r/a r/b r/c r/d", scheme: scheme(.majority), lost: "r/a", goesOn: true),
    Case(places: "r/a r/b", scheme: scheme(.majority), lost: "r/b", goesOn: false),
    // A learner has no vote: two voters are left with one in each of two zones.
    Case(places: "r/a r/b r/c:learner", scheme: scheme(.majority), lost: "r/b", goesOn: false),
    Case(places: "r/a r/b r/c:witness", scheme: scheme(.majority), lost: "r/b", goesOn: true),
    // Six nodes, three copies over three zones: a zone takes one copy of each item.
    Case(
      places: "r/a r/a r/b r/b r/c r/c", scheme: scheme(.majority, copies: 3), lost: "r/a",
      goesOn: true),
    Case(
      places: "r/a r/a r/b r/b", scheme: scheme(.majority, copies: 3), lost: "r/a", goesOn: false),
    Case(places: "r/a r/b r/c r/d", scheme: scheme(.byzantine), lost: "r/a", goesOn: true),
    Case(places: "r/a r/b r/c", scheme: scheme(.byzantine), lost: "r/a", goesOn: false),
    Case(places: "r/a r/b r/c", scheme: scheme(.quorum, quorum: 2), lost: "r/c", goesOn: true),
    Case(places: "r/a r/b r/c", scheme: scheme(.quorum, quorum: 3), lost: "r/c", goesOn: false),
    Case(places: "r/a r/b", scheme: scheme(.leaderBased, quorum: 1), lost: "r/a", goesOn: true),
    Case(
      places: "r/a r/b", scheme: scheme(.leaderBased, quorum: 1, automatic: false), lost: "r/a",
      goesOn: false),
    Case(
      places: "r/a r/b", scheme: scheme(.leaderBased, quorum: 1, automatic: nil), lost: "r/a",
      goesOn: nil),
    Case(
      places: "r/a r/b", scheme: scheme(.leaderBased, quorum: 1, automatic: false), lost: "r/b",
      goesOn: true),
    // Synchronous to one standby: without it commits wait.
    Case(places: "r/a r/b", scheme: scheme(.leaderBased, quorum: 2), lost: "r/b", goesOn: false),
    Case(places: "r/a r/b r/c", scheme: scheme(.leaderBased, quorum: 2), lost: "r/b", goesOn: true),
  ]

  @Test(arguments: cases)
  func `writes go on as counting says`(_ item: Case) {
    let nodes = Self.nodes(item.places)
    let lost = Place(item.lost)
    #expect(nodes.writesGoOn(without: { $0 == lost }, item.scheme) == item.goesOn)
  }

  @Test(arguments: 1...9)
  func `2f+1 crash faults and 3f+1 lying ones`(_ count: Int) {
    let nodes = Self.nodes((0..<count).map { "r/\($0)" }.joined(separator: " "))
    let crash = nodes.tolerated(Self.scheme(.majority))!
    let lying = nodes.tolerated(Self.scheme(.byzantine))!
    #expect(2 * crash + 1 <= count && count < 2 * (crash + 1) + 1)
    #expect(3 * lying + 1 <= count && count < 3 * (lying + 1) + 1)
  }

  @Test func `more nodes never tolerate less`() {
    for tolerance in [StoreNodes.Scheme.Tolerance.majority, .byzantine, .leaderBased] {
      var last = 0
      for count in 1...8 {
        let nodes = Self.nodes((0..<count).map { "r/\($0)" }.joined(separator: " "))
        let now = nodes.tolerated(Self.scheme(tolerance, quorum: 1)) ?? 0
        #expect(now >= last)
        last = now
      }
    }
  }
}
