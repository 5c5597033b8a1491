import Quantities
import Testing

@Suite struct StalenessTests {
  typealias Choice = StalenessModel.Choice
  static let trials = 100_000

  /// One row of the published table: p99.9 of reads and writes and the wait for 99.9% freshness,
  /// in ms.
  struct Row {
    var read, write: Int
    var readLatency, writeLatency, wait: Double
  }

  static func model(_ name: String) throws -> StalenessModel {
    switch name {
    case "LNKD-SSD": try StalenessModel(replicas: 3, delays: .linkedInSSD)
    case "LNKD-DISK": try StalenessModel(replicas: 3, delays: .linkedInDisk)
    case "YMMR": try StalenessModel(replicas: 3, delays: .yammer)
    default:
      try .wideArea(replicas: 3, delays: .linkedInDisk, oneWayMilliseconds: 75)
    }
  }

  /// Tolerances: 4% on latencies and 12% on waits. The paper's waits are below what its own model
  /// gives: 4 to 9% in most rows, 14% for one answer from LNKD-DISK, as an independent program
  /// with ten million trials confirms (next test); that store alone has 18%.
  @Test(arguments: [
    (
      "LNKD-SSD",
      [
        Row(read: 1, write: 1, readLatency: 0.66, writeLatency: 0.66, wait: 1.85),
        Row(read: 1, write: 2, readLatency: 0.66, writeLatency: 1.63, wait: 1.79),
        Row(read: 2, write: 1, readLatency: 1.63, writeLatency: 0.65, wait: 0),
        Row(read: 2, write: 2, readLatency: 1.62, writeLatency: 1.64, wait: 0),
        Row(read: 3, write: 1, readLatency: 4.14, writeLatency: 0.65, wait: 0),
        Row(read: 1, write: 3, readLatency: 0.65, writeLatency: 4.09, wait: 0),
      ]
    ),
    (
      "LNKD-DISK",
      [
        Row(read: 1, write: 1, readLatency: 0.66, writeLatency: 10.99, wait: 45.5),
        Row(read: 1, write: 2, readLatency: 0.65, writeLatency: 20.97, wait: 43.3),
        Row(read: 2, write: 1, readLatency: 1.63, writeLatency: 10.9, wait: 13.6),
        Row(read: 2, write: 2, readLatency: 1.64, writeLatency: 20.96, wait: 0),
        Row(read: 3, write: 1, readLatency: 4.12, writeLatency: 10.89, wait: 0),
        Row(read: 1, write: 3, readLatency: 0.65, writeLatency: 112.65, wait: 0),
      ]
    ),
    (
      "YMMR",
      [
        Row(read: 1, write: 1, readLatency: 5.58, writeLatency: 10.83, wait: 1364),
        Row(read: 1, write: 2, readLatency: 5.61, writeLatency: 427.12, wait: 1352),
        Row(read: 2, write: 1, readLatency: 32.6, writeLatency: 10.73, wait: 202),
        Row(read: 2, write: 2, readLatency: 33.18, writeLatency: 428.11, wait: 0),
        Row(read: 3, write: 1, readLatency: 219.27, writeLatency: 10.79, wait: 0),
        Row(read: 1, write: 3, readLatency: 5.63, writeLatency: 1870.86, wait: 0),
      ]
    ),
    (
      "WAN",
      [
        Row(read: 1, write: 1, readLatency: 3.4, writeLatency: 55.12, wait: 113),
        Row(read: 1, write: 2, readLatency: 3.4, writeLatency: 167.64, wait: 0),
        Row(read: 2, write: 1, readLatency: 151.3, writeLatency: 56.36, wait: 30.2),
        Row(read: 2, write: 2, readLatency: 151.31, writeLatency: 167.72, wait: 0),
        Row(read: 3, write: 1, readLatency: 153.86, writeLatency: 55.19, wait: 0),
        Row(read: 1, write: 3, readLatency: 3.44, writeLatency: 241.55, wait: 0),
      ]
    ),
  ])
  func `the published latencies and waits are reproduced`(name: String, rows: [Row]) throws {
    let results = try Self.model(name).simulate(
      rows.map { Choice(read: $0.read, write: $0.write) }, trials: Self.trials)
    for (row, result) in zip(rows, results) {
      let label = "\(name) R=\(row.read) W=\(row.write)"
      expect(
        result.readLatency.milliseconds(atQuantile: 0.999), row.readLatency, 0.04, "read \(label)")
      expect(
        result.writeLatency.milliseconds(atQuantile: 0.999), row.writeLatency, 0.04,
        "write \(label)")
      expect(
        result.millisecondsUntilFresh(probability: 0.999), row.wait,
        name == "LNKD-DISK" ? 0.18 : 0.12, "wait \(label)")
    }
  }

  @Test(arguments: [
    ("LNKD-SSD", 1, 1.964), ("LNKD-DISK", 1, 52.5), ("LNKD-DISK", 2, 14.16), ("YMMR", 1, 1463),
    ("YMMR", 2, 219),
  ])
  func `waits agree with ten million plain trials of another program`(
    name: String, read: Int, wait: Double
  ) throws {
    let result = try Self.model(name).simulate(read: read, write: 1, trials: Self.trials)
    expect(result.millisecondsUntilFresh(probability: 0.999), wait, 0.06, "\(name) R=\(read)")
  }

  private func expect(
    _ value: Double, _ expected: Double, _ tolerance: Double, _ label: String
  ) {
    #expect(abs(value - expected) <= tolerance * expected, "\(label): \(value), not \(expected)")
  }

  @Test(arguments: [
    ("LNKD-SSD", 0.0, 0.974), ("LNKD-DISK", 0, 0.439), ("LNKD-DISK", 10, 0.925),
    ("YMMR", 0, 0.893), ("WAN", 0, 0.33),
  ])
  func `the published probabilities are reproduced within a point`(
    name: String, milliseconds: Double, expected: Double
  ) throws {
    let result = try Self.model(name).simulate(read: 1, write: 1, trials: Self.trials)
    #expect(abs(result.probabilityFresh(afterMilliseconds: milliseconds) - expected) <= 0.01)
  }

  @Test(arguments: [(2, 0.575), (10, 0.211)])
  func `more replicas with R=W=1 are less fresh`(replicas: Int, expected: Double) throws {
    let model = try StalenessModel(replicas: replicas, delays: .linkedInDisk)
    let result = try model.simulate(read: 1, write: 1, trials: 30_000)
    #expect(abs(result.probabilityFresh(afterMilliseconds: 0) - expected) <= 0.01)
  }

  @Test(arguments: [(0.25, 0.94, 1.0), (10, 0.41, 65)])
  func `the published study with exponential writes`(
    writeMean: Double, atOnce: Double, waitMilliseconds: Double
  ) throws {
    let model = try StalenessModel(
      replicas: 3,
      delays: .init(
        write: .exponential(meanMilliseconds: writeMean),
        others: .exponential(meanMilliseconds: 1)))
    let result = try model.simulate(read: 1, write: 1, trials: Self.trials)
    #expect(abs(result.probabilityFresh(afterMilliseconds: 0) - atOnce) <= 0.015)
    #expect(result.probabilityFresh(afterMilliseconds: waitMilliseconds) >= 0.998)
  }

  @Test func `strict quorums are always fresh, partial ones never fresher with fewer answers`()
    throws
  {
    let model = try Self.model("LNKD-DISK")
    let choices = (1...3).flatMap { r in (1...3).map { Choice(read: r, write: $0) } }
    let results = try model.simulate(choices, trials: 5_000)
    for result in results {
      let fresh = result.probabilityFresh(afterMilliseconds: 0)
      if result.isStrictQuorum { #expect(fresh == 1) }
      for other in results
      where other.choice.read >= result.choice.read && other.choice.write >= result.choice.write {
        #expect(other.probabilityFresh(afterMilliseconds: 0) >= fresh)
      }
      #expect(result.probabilityFresh(afterMilliseconds: 5) >= fresh)
    }
  }

  @Test func `the same seed draws the same, another seed differs`() throws {
    let model = try Self.model("WAN")
    func draw(_ seed: UInt64) throws -> [Double] {
      let result = try model.simulate(read: 1, write: 1, trials: 500, seed: seed)
      return [
        result.millisecondsUntilFresh(probability: 0.9),
        result.readLatency.milliseconds(atQuantile: 0.5),
      ]
    }
    #expect(try draw(3) == draw(3))
    #expect(try draw(3) != draw(4))
  }

  @Test func `fixed delays have no luck in them`() throws {
    let model = try StalenessModel(
      replicas: 3,
      delays: .init(write: .constant(milliseconds: 5), others: .constant(milliseconds: 1)))
    let result = try model.simulate(read: 1, write: 1, trials: 10)
    #expect(result.writeLatency.milliseconds(atQuantile: 0.5) == 6)
    #expect(result.readLatency.milliseconds(atQuantile: 1) == 2)
    #expect(result.probabilityFresh(afterMilliseconds: 0) == 1)
  }

  @Test func `the bound without spreading`() throws {
    #expect(try StalenessFormulas.missProbability(replicas: 3, read: 1, write: 1) == 2.0 / 3)
    #expect(try StalenessFormulas.missProbability(replicas: 3, read: 2, write: 2) == 0)
    #expect(
      abs(
        try StalenessFormulas.missProbability(replicas: 3, read: 1, write: 1, versions: 3) - 8.0
          / 27)
        < 1e-12)
    #expect(throws: QuantityError.self) {
      try StalenessFormulas.missProbability(replicas: 3, read: 4, write: 1)
    }
  }

  @Test func `lag and cache staleness`() throws {
    let lag = try StalenessFormulas.staleProbability(writesPerSecond: 10, lagMilliseconds: 100)
    #expect(abs(lag - 0.632_120_558_8) < 1e-9)
    let cache = try StalenessFormulas.staleCacheProbability(writesPerSecond: 1, ttlSeconds: 1)
    #expect(abs(cache - 0.367_879_441_2) < 1e-9)
    let rare = try StalenessFormulas.staleCacheProbability(writesPerSecond: 1e-9, ttlSeconds: 1)
    #expect(abs(rare - 5e-10) < 1e-15)
  }

  @Test func `quorums and distances that do not fit are refused`() throws {
    let model = try Self.model("LNKD-SSD")
    #expect(throws: QuantityError.self) { try model.simulate(read: 0, write: 1) }
    #expect(throws: QuantityError.self) { try model.simulate(read: 1, write: 4) }
    #expect(throws: QuantityError.self) { try model.simulate(read: 1, write: 1, trials: 0) }
    #expect(throws: QuantityError.self) { try StalenessModel(replicas: 0, delays: .yammer) }
    #expect(throws: QuantityError.self) {
      try StalenessModel(
        replicas: 2, delays: .yammer, readers: [.init(extraMilliseconds: [1])])
    }
  }
}
