import Quantities
import Testing

@Suite struct DistanceTests {
  static func point(_ latitude: Double, _ longitude: Double) throws -> GeoPoint {
    try GeoPoint(latitudeDegrees: latitude, longitudeDegrees: longitude)
  }

  @Test func `Dublin to Sydney takes at least 115 ms in vacuum and 169 ms in fibre`() throws {
    let dublin = try Self.point(53.35, -6.26)
    let kilometres = dublin.distanceKilometres(to: try Self.point(-33.87, 151.21))
    #expect(abs(kilometres - 17_215) < 30)
    #expect(abs(Propagation.vacuumRoundTripMilliseconds(kilometres: kilometres) - 115) < 0.5)
    #expect(abs(Propagation.fibreRoundTripMilliseconds(kilometres: kilometres) - 168.6) < 0.5)
  }

  @Test func `distance is a metric`() throws {
    let points = try [(0, 0), (0, 180), (90, 0), (-90, 10), (51.5, -0.1), (40.7, -74), (-36, 174)]
      .map(Self.point)
    for a in points {
      #expect(a.distanceKilometres(to: a) == 0)
      for b in points {
        #expect(a.distanceKilometres(to: b) == b.distanceKilometres(to: a))
        #expect(a.distanceKilometres(to: b) <= 20_016)
        for c in points {
          #expect(
            a.distanceKilometres(to: c)
              <= a.distanceKilometres(to: b) + b.distanceKilometres(to: c) + 1e-6)
        }
      }
    }
  }

  @Test func `half the equator`() throws {
    let distance = try Self.point(0, 0).distanceKilometres(to: Self.point(0, 180))
    #expect(abs(distance - .pi * 6371.0088) < 1e-6)
  }

  @Test func `coordinates off the Earth are refused`() {
    #expect(throws: QuantityError.self) { try Self.point(91, 0) }
    #expect(throws: QuantityError.self) { try Self.point(0, -181) }
    #expect(throws: QuantityError.self) { try Self.point(.nan, 0) }
  }
}

@Suite struct RoundTripMatrixTests {
  typealias Link = RoundTripMatrix.Link

  @Test func `missing pairs take the shortest path, with the least trusted origin on it`() throws {
    let matrix = try RoundTripMatrix(
      count: 4,
      links: [
        Link(from: 0, to: 1, milliseconds: 10, origin: .stated),
        Link(from: 1, to: 2, milliseconds: 20, origin: .published),
        Link(from: 0, to: 2, milliseconds: 90, origin: .greatCircle),
      ])
    let entry = try #require(matrix.entry(2, 0))
    #expect(entry.milliseconds == 30)
    #expect(entry.through == [1])
    #expect(entry.origin == .published)
    #expect(matrix.entry(1, 1)?.milliseconds == 0)
    #expect(matrix.entry(0, 3) == nil, "nothing joins them")
    #expect(matrix.entry(0, 4) == nil, "no such place")
  }

  @Test func `a stated link is kept though a detour is shorter`() throws {
    let matrix = try RoundTripMatrix(
      count: 3,
      links: [
        Link(from: 0, to: 1, milliseconds: 10, origin: .stated),
        Link(from: 1, to: 2, milliseconds: 10, origin: .stated),
        Link(from: 0, to: 2, milliseconds: 50, origin: .stated),
      ])
    #expect(matrix.milliseconds(0, 2) == 50)
  }

  @Test func `the more trusted of two links counts, then the shorter`() throws {
    let matrix = try RoundTripMatrix(
      count: 2,
      links: [
        Link(from: 0, to: 1, milliseconds: 5, origin: .published),
        Link(from: 1, to: 0, milliseconds: 9, origin: .stated),
        Link(from: 0, to: 1, milliseconds: 8, origin: .stated),
      ])
    #expect(matrix.milliseconds(0, 1) == 8)
  }

  @Test func `links to nowhere and negative times are refused`() {
    #expect(throws: QuantityError.self) {
      try RoundTripMatrix(count: 1, links: [Link(from: 0, to: 1, milliseconds: 1, origin: .stated)])
    }
    #expect(throws: QuantityError.self) {
      try RoundTripMatrix(
        count: 2, links: [Link(from: 0, to: 1, milliseconds: -1, origin: .stated)])
    }
  }
}
