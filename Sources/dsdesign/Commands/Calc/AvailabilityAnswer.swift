import Knowledge
import Quantities
import SystemModel

/// What `calc availability` tells.
struct AvailabilityAnswer {
  private let parts: AvailabilityParts
  private let target: Percentage?
  private let exact: AvailabilityCalculation
  private let unavailabilities: [Double]
  private let unavailability: Double
  /// Most costly first.
  private let costs: [(component: Int, unavailability: Double)]

  init(_ parts: AvailabilityParts, target: Percentage?) throws(QuantityError) {
    self.parts = parts
    self.target = target
    let exact = try AvailabilityCalculation(parts.structure)
    let unavailabilities = parts.unavailabilities.map { $0 ?? 0 }
    self.exact = exact
    self.unavailabilities = unavailabilities
    unavailability = exact.unavailability(unavailabilities)
    costs = exact.components.sorted().map {
      (component: $0, unavailability: exact.contribution(of: $0, unavailabilities))
    }.sorted { $0.unavailability > $1.unavailability }
  }

  var calculation: Calculation {
    get throws(QuantityError) {
      var calculation = Calculation()
      calculation.rows = rows
      if let target { calculation.rows += rows(for: target) }
      calculation.tables = [try series, components, cuts].compactMap(\.self)
      calculation.notes = [
        "Parts fail independently but for the --shared causes: a zone, a deployment or a "
          + "configuration that several parts share lowers the result unless it is stated."
      ]
      calculation.formulas = Self.formulas
      return calculation
    }
  }

  private var rows: [Calculation.Row] {
    [
      .init("availability", "availability", .fraction(1 - unavailability)),
      .init("unavailability", "unavailability", .number(unavailability)),
      .init(
        "downtime", "downtime",
        .minutesPerMonth(unavailability * Downtime.minutesPerMonth)),
      .init("", "downtime", .minutesPerYear(unavailability * Downtime.minutesPerYear)),
      .init(
        "costs most", "costliest", .text(costs.first.map { parts.names[$0.component] }),
        costs.first.map {
          Figure.minutesPerMonth($0.unavailability * Downtime.minutesPerMonth).text
            + " would go if it never failed"
        }),
      .init(
        "single points of failure", "single_points_of_failure",
        .list(exact.singlePointsOfFailure.map { .text(parts.names[$0]) }),
        exact.singlePointsOfFailure.isEmpty ? "none" : nil),
    ]
  }

  private func rows(for target: Percentage) -> [Calculation.Row] {
    let allowed = target.complement
    let excess = (unavailability - allowed) * Downtime.minutesPerMonth
    let isMet = unavailability <= allowed * (1 + 1e-12)
    var rows: [Calculation.Row] = [
      .init("target met", "target_met", .flag(isMet)),
      .init(
        "target allows", "allowed", .minutesPerMonth(allowed * Downtime.minutesPerMonth)),
      .init(
        isMet ? "left" : "too much", isMet ? "left" : "excess",
        .minutesPerMonth(abs(excess)),
        isMet ? nil : arithmetic(allowed)),
    ]
    if !isMet, let worst = costs.first?.component { rows += remedy(worst, allowed) }
    return rows
  }

  private func arithmetic(_ allowed: Double) -> String {
    let minutes = { (share: Double) in FigureText.time(share * Downtime.minutesPerMonth * 60_000) }
    return "\(minutes(unavailability)) - \(minutes(allowed))"
  }

  /// What the costliest part would have to reach: the whole depends on each part linearly.
  private func remedy(_ worst: Int, _ allowed: Double) -> [Calculation.Row] {
    let name = parts.names[worst]
    var changed = unavailabilities
    changed[worst] = 0
    let without = exact.unavailability(changed)
    changed[worst] = 1
    let slope = exact.unavailability(changed) - without
    guard allowed >= without, slope > 0 else {
      return [
        .init(
          "\(name) alone", "needed_of_costliest", .fraction(nil),
          "not enough even if it never failed: improve the next ones too")
      ]
    }
    let needed = (allowed - without) / slope
    let copies = (2...10).first { copies in
      (0..<copies).reduce(1.0) { product, _ in product * unavailabilities[worst] } <= needed
    }
    return [
      .init(
        "\(name) needs", "needed_of_costliest", .fraction(1 - needed), "with the others as they are"
      ),
      .init(
        "or copies of \(name)", "copies_of_costliest", .count(copies),
        "that fail independently, one enough"),
    ]
  }

  /// Each part of a series alone: without shared causes, their product is the result.
  private var series: Calculation.Table? {
    get throws(QuantityError) {
      guard parts.notation.series.count > 1 else { return nil }
      var rows: [[Figure]] = []
      for part in parts.notation.series.prefix(40) {
        let down = try AvailabilityCalculation(parts.withCauses(part.structure))
          .unavailability(unavailabilities)
        rows.append([
          .text(part.text), .fraction(1 - down),
          .minutesPerMonth(down * Downtime.minutesPerMonth),
        ])
      }
      return .init(
        heading: parts.causes.isEmpty
          ? "In series: the product is the result" : "In series, each alone with what it shares",
        key: "series",
        columns: [
          ("part", "part"), ("availability", "availability"), ("downtime", "downtime"),
        ], rows: rows)
    }
  }

  private var components: Calculation.Table {
    let single = Set(exact.singlePointsOfFailure)
    return .init(
      heading: "What each costs: the downtime that goes away when it never fails",
      key: "components",
      columns: [
        ("name", "name"), ("shared", "shared"), ("availability", "availability"),
        ("costs", "cost"), ("single point of failure", "single_point_of_failure"),
      ],
      rows: costs.map { cost in
        [
          .text(parts.names[cost.component]), .flag(parts.isShared(cost.component)),
          .fraction(1 - unavailabilities[cost.component]),
          .minutesPerMonth(cost.unavailability * Downtime.minutesPerMonth),
          .flag(single.contains(cost.component)),
        ]
      })
  }

  /// All losses of one and of two; one of the smallest when there are none.
  private var cuts: Calculation.Table? {
    let small = exact.singlePointsOfFailure.map { [$0] } + exact.fatalPairs
    let cuts = small.isEmpty ? [exact.smallestCut()].compactMap(\.self) : small
    guard !cuts.isEmpty else { return nil }
    let limit = 40
    let rows = cuts.prefix(limit).map { cut -> [Figure] in
      let likelihood = cut.reduce(1.0) { $0 * unavailabilities[$1] }
      return [
        .text(cut.map { parts.names[$0] }.joined(separator: ", ")), .count(cut.count),
        .number(likelihood),
      ]
    }
    let more = cuts.count > limit ? ", the first \(limit) of \(cuts.count)" : ""
    return .init(
      heading: small.isEmpty
        ? "One of the smallest losses that stop it"
        : "Losses of one and of two that stop it" + more,
      key: "cuts",
      columns: [("lost together", "lost"), ("size", "size"), ("all down", "probability")],
      rows: Array(rows))
  }

  private static let formulas: [Calculation.Formula] = [
    .init("in series: a · b; in parallel: 1 - (1 - a) (1 - b); exact also where parts repeat"),
    .init("k of n: sum over i = k...n of C(n, i) a^i (1 - a)^(n - i), for equal parts"),
    .init("a shared cause c of a: a works when a and c do; c is counted once"),
    .init("cost of a part = unavailability - unavailability with that part perfect"),
    .init("a month is a twelfth of 365.25 days: 43,830 minutes"),
  ]
}
