import Knowledge
import Quantities

/// What `calc staleness` tells of quorums.
struct StalenessAnswer {
  let result: StalenessResult
  let compared: [StalenessResult]
  let probability: Double
  let times: [Double]

  var calculation: Calculation {
    get throws(QuantityError) {
      var calculation = Calculation()
      calculation.rows = try rows
      calculation.tables = [fresh, latencies] + (compared.isEmpty ? [] : [comparison])
      calculation.notes = notes
      calculation.formulas = Self.formulas
      return calculation
    }
  }

  private var rows: [Calculation.Row] {
    get throws(QuantityError) {
      let miss = try StalenessFormulas.missProbability(
        replicas: result.replicas, read: result.choice.read, write: result.choice.write)
      return [
        .init(
          "every read meets the write", "strict_quorum", .flag(result.isStrictQuorum),
          result.isStrictQuorum ? "R + W > N" : "R + W <= N"),
        .init(
          "fresh at once", "fresh_at_once_probability",
          .fraction(result.probabilityFresh(afterMilliseconds: 0))),
        .init(
          "fresh with \(FigureText.percent(probability)) after", "visibility",
          .milliseconds(result.millisecondsUntilFresh(probability: probability)),
          "t_visibility"),
        .init(
          "stale at most", "stale_bound_probability", .fraction(miss),
          "if writes never spread beyond the W that acknowledged"),
      ]
    }
  }

  private var fresh: Calculation.Table {
    .init(
      heading: "Reads that begin so long after the commit", key: "fresh",
      columns: [("after", "after"), ("fresh", "probability")],
      rows: times.map {
        [.milliseconds($0), .fraction(result.probabilityFresh(afterMilliseconds: $0))]
      })
  }

  private var latencies: Calculation.Table {
    .init(
      heading: "Latency", key: "latency",
      columns: [
        ("operation", "operation"), ("p50", "p50"), ("p99", "p99"), ("p99.9", "p999"),
      ],
      rows: [("read", result.readLatency), ("write", result.writeLatency)].map { name, latency in
        [.text(name)]
          + [0.5, 0.99, 0.999].map { .milliseconds(latency.milliseconds(atQuantile: $0)) }
      })
  }

  private var comparison: Calculation.Table {
    .init(
      heading: "All choices of R and W", key: "choices",
      columns: [
        ("R", "r"), ("W", "w"), ("strict", "strict_quorum"), ("fresh at once", "fresh_at_once"),
        ("fresh with \(FigureText.percent(probability)) after", "visibility"),
        ("read p99.9", "read_p999"), ("write p99.9", "write_p999"),
      ],
      rows: compared.map { choice in
        [
          .count(choice.choice.read), .count(choice.choice.write), .flag(choice.isStrictQuorum),
          .fraction(choice.probabilityFresh(afterMilliseconds: 0)),
          .milliseconds(choice.millisecondsUntilFresh(probability: probability)),
          .milliseconds(choice.readLatency.milliseconds(atQuantile: 0.999)),
          .milliseconds(choice.writeLatency.milliseconds(atQuantile: 0.999)),
        ]
      })
  }

  private var notes: [String] {
    var notes = [
      "Messages are independent, nothing fails, and there is no read repair; a sloppy quorum voids "
        + "R + W > N during failures."
    ]
    if result.isStrictQuorum {
      notes.append(
        "R + W > N alone is not linearizable: reads during a write may see the new value and then "
          + "the old one.")
    }
    return notes
  }

  private static let formulas: [Calculation.Formula] = [
    .init(
      "WARS: a read t after the commit is fresh when one of its first R answers comes from a replica "
        + "with commit + t + R_j >= W_j; commit is the W-th smallest of W_i + A_i",
      Source(cite: "pbs12", at: "§4.1")),
    .init(
      "published delays: mixtures of a Pareto body and an exponential tail",
      Source(cite: "pbs12", at: "table 3")),
    .init(
      "stale at most C(N - W, R) / C(N, R)", Source(cite: "pbs12", at: "§3.1")),
    .init("every read meets every write when R + W > N", Source(cite: "gifford79")),
    .init("a sloppy quorum does not", Source(cite: "dynamo07", at: "§4.6")),
  ]
}
