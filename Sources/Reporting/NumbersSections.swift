import Analysis
import Diagnostics
import Knowledge

/// The numbers where they decide something: latency and availability beside their targets, what each
/// loss does, and what timing, placement and quorums give.
struct NumbersSections {
  let analysis: Analysis
  /// Whether cells are marked for a page.
  var isForPage = false
  /// So many ways of operations are told; JSON has them all.
  static let wayLimit = 20

  private var numbers: SystemNumbers { analysis.numbers }
  private var details: NumberDetails { numbers.details }

  static func time(_ milliseconds: Double) -> String {
    guard milliseconds.isFinite else { return "without end" }
    // Three digits: the models have no more.
    var scale = 1.0
    while milliseconds / scale >= 1000 { scale *= 10 }
    while milliseconds > 0, milliseconds / scale < 100, scale > 0.0001 { scale /= 10 }
    let rounded = (milliseconds / scale).rounded() * scale
    return ValueText.time(.nanoseconds(Int64((min(rounded, 1e12) * 1e6).rounded())))
  }

  /// As many digits as tell an availability from 1.
  static func percent(_ share: Double) -> String {
    if share < 1, share > 0.999_999_5 { return "over 99.9999%" }
    // Two digits of what is missing, where something is.
    var digits = 10.0
    while digits < 1e5, (1 - share) * digits < 0.1, share < 1 { digits *= 10 }
    let rounded = (share * 100 * digits).rounded() / digits
    return "\(rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)")%"
  }

  private static func minutes(_ minutes: Double) -> String {
    if minutes * 60 < 1 { return "under 1 s" }
    return roundedMinutes(minutes)
  }

  private static func roundedMinutes(_ minutes: Double) -> String {
    minutes < 1
      ? "\(ValueText.decimal((minutes * 60).rounded())) s"
      : "\(ValueText.decimal((minutes * 10).rounded() / 10)) min"
  }

  private func code(_ text: String) -> String { MarkdownText.tableCode(text) }

  // MARK: Context

  /// Operations whose numbers and targets are alike: the first of them, and all; in the order of
  /// the description.
  var ways: [(first: Int, alike: [Int])] {
    struct Key: Hashable {
      let way: Int
      let budget: Double?
      let target: Double?
      let bound: Double?
    }
    var places: [Key: Int] = [:]
    var ways: [(first: Int, alike: [Int])] = []
    for (index, operation) in analysis.operations.enumerated()
    where numbers.operations.indices.contains(index)
      && (numbers.operations[index].latency != nil || numbers.operations[index].availability != nil)
    {
      let key = Key(
        way: details.wayOfOperation[index],
        budget: operation.budget.map { $0 / .milliseconds(1) },
        target: operation.availabilityTarget, bound: operation.stalenessMilliseconds)
      if let place = places[key] {
        ways[place].alike.append(index)
      } else {
        places[key] = ways.count
        ways.append((index, [index]))
      }
    }
    return ways
  }

  /// Latency, availability and freshness of each operation, in the order of the table above it.
  var table: [String: Any]? {
    let ways = self.ways
    guard !ways.isEmpty else { return nil }
    let shown = ways.prefix(Self.wayLimit)
    var view: [String: Any] = ["rows": shown.map { row($0.first, alike: $0.alike) }]
    if ways.count > shown.count {
      view["more"] = "\(ways.count - shown.count) further ways are in the JSON report."
    }
    view["note"] = note
    return view
  }

  /// The cells of one operation, by column; a dash where nothing can be told.
  func row(_ index: Int, alike: [Int]) -> [String: String] {
    let operation = numbers.operations[index]
    let names = alike.map { analysis.operations[$0].subject.name }
    var row = ["operation": Words.subjects(names, limit: 3, style: MarkdownText.tableCode)]
    if let latency = operation.latency {
      let figures = [0.5, 0.99, 0.999].map { Self.time(latency.milliseconds(atQuantile: $0)) }
      row["from"] = code(latency.region)
      row["floor"] = latency.floorMilliseconds.map(Self.time) ?? "not known"
      row["p50"] = figures[0]
      row["p99"] = figures[1]
      row["p999"] = figures[2]
    }
    if let budget = analysis.operations[index].budget {
      let milliseconds = budget / .milliseconds(1)
      let share = operation.latency?.share(withinMilliseconds: milliseconds)
      let isMissed = share.map { $0 < 0.99 } ?? false
      let text = "p99 \(ValueText.time(budget))"
      row["budget"] =
        isMissed ? "**\(text)**, met by \(Self.percent(share ?? 0)) of requests" : text
    }
    if let availability = operation.availability {
      row["availability"] =
        "\(Self.percent(availability.availability)), \(Self.minutes(availability.minutesPerMonth)) a month"
      if let target = analysis.operations[index].availabilityTarget {
        let text = Self.percent(target)
        row["target"] = availability.availability < target ? "**\(text)**" : text
      }
    }
    row["fresh"] = operation.staleness.map { fresh($0, index) }
    for key in ["from", "floor", "p50", "p99", "p999", "budget", "availability", "target", "fresh"]
    where row[key] == nil { row[key] = "–" }
    return row
  }

  private func fresh(_ staleness: StalenessEstimate, _ index: Int) -> String {
    if staleness.cause == .none { return "always" }
    guard staleness.freshAfterMilliseconds.isFinite else { return "no bound" }
    let after = "99.9% after \(Self.time(staleness.freshAfterMilliseconds))"
    guard let bound = analysis.operations[index].stalenessMilliseconds else { return after }
    let share = staleness.probabilityFresh(afterMilliseconds: bound)
    return "\(Self.percent(share)) within \(Self.time(bound)); \(after)"
  }

  /// `0.5 ms` for `0.5ms`; percentages stay as they are.
  private static func spaced(_ quantity: String) -> String {
    guard let unit = quantity.firstIndex(where: \.isLetter), unit != quantity.startIndex,
      quantity[..<unit].allSatisfy({ $0.isNumber || $0 == "." })
    else { return quantity }
    return "\(quantity[..<unit]) \(quantity[unit...] == "m" ? "min" : quantity[unit...])"
  }

  /// What the estimates rest on.
  var note: String {
    let distances = numbers.distances.prefix(6).map {
      "\(MarkdownText.code("\($0.between.0)–\($0.between.1)")) \(Self.time($0.milliseconds)) (\($0.origin))"
    }
    let more =
      numbers.distances.count > 6 ? " and \(numbers.distances.count - 6) more pairs" : ""
    let trips =
      distances.isEmpty ? "" : " Round trips: \(distances.joined(separator: ", "))\(more)."
    let keys = numbers.assumedKeys
    let values = keys.compactMap { key -> String? in
      guard let entry = analysis.knowledge.defaults[key.rawValue] else { return nil }
      return "`\(key.rawValue)` \(MarkdownText.inline(Self.spaced(entry.text)))"
    }
    let assumed =
      values.isEmpty
      ? ""
      : " Where the description is silent they take: \(values.joined(separator: ", ")) (`knowledge/defaults.yaml`; JSON names the field that replaces each)."
    return
      "Estimates, from the client region that waits longest and without waiting because of load; the floor counts distances alone. A target in bold is missed by the estimate.\(trips)\(assumed)"
  }

  // MARK: Losses

  var losses: [String: Any]? {
    guard let matrix = lossMatrix else { return nil }
    var view: [String: Any] = [:]
    view["header"] = "| operation | " + matrix.columns.joined(separator: " | ") + " |"
    view["rule"] = "|" + String(repeating: "---|", count: matrix.columns.count + 1)
    view["rows"] = matrix.rows.map { row in
      ["text": "| \(row.operations) | \(row.cells.joined(separator: " | ")) |"]
    }
    view["more"] = matrix.more
    view["items"] = matrix.notes.map { ["text": $0] }
    return view
  }

  /// What each loss does to each operation.
  var lossMatrix: LossMatrix? {
    var columns: [(name: String, kind: Loss.Kind)] = []
    var rows: [(names: [String], cells: [String: Outcome])] = []
    for way in details.ways {
      let operation = numbers.operations[way.operations[0]]
      var cells: [String: Outcome] = [:]
      for (loss, outcome) in operation.losses where loss.kind != .node {
        let name = loss.kind == .region ? "region \(loss.name)" : loss.name
        cells[name] = outcome
        if !columns.contains(where: { $0.name == name }) { columns.append((name, loss.kind)) }
      }
      guard !cells.isEmpty else { continue }
      let names = way.operations.map { analysis.operations[$0].subject.name }
      if let same = rows.firstIndex(where: { $0.cells == cells }) {
        rows[same].names += names
      } else {
        rows.append((names, cells))
      }
    }
    guard !rows.isEmpty else { return nil }
    let order: [Loss.Kind] = [.zone, .region, .link, .sharedFate, .power]
    columns = order.flatMap { kind in
      columns.filter { $0.kind == kind }.sorted { $0.name < $1.name }
    }
    return lossMatrix(columns, rows)
  }

  private func lossMatrix(
    _ columns: [(name: String, kind: Loss.Kind)],
    _ rows: [(names: [String], cells: [String: Outcome])]
  ) -> LossMatrix {
    let shown = rows.prefix(15)
    // Losses that come out alike for everybody are one column.
    var merged: [(names: [String], cells: [String])] = []
    for column in columns {
      let cells = shown.map { row in
        row.cells[column.name].map { cell($0, isPower: column.kind == .power) } ?? "–"
      }
      if column.kind == .zone, let same = merged.firstIndex(where: { $0.cells == cells }),
        columns.first(where: { $0.name == merged[same].names[0] })?.kind == .zone
      {
        merged[same].names.append(column.name)
      } else {
        merged.append(([column.name], cells))
      }
    }
    let isCut = merged.count > 12
    merged = Array(merged.prefix(12))
    let isPartial = merged.contains { $0.cells.contains("–") }
    let blank = isPartial ? ["`–`: it has nothing there."] : []
    return LossMatrix(
      columns: merged.map { column in
        let names = column.names.map { name in
          columns.contains { $0.name == name && [.zone, .link].contains($0.kind) }
            ? code(name) : MarkdownText.cell(MarkdownText.inline(name))
        }
        return names.joined(separator: ", ")
      },
      rows: shown.enumerated().map { index, row in
        .init(
          operations: Words.subjects(row.names, limit: 3, style: MarkdownText.tableCode),
          cells: merged.map { $0.cells[index] })
      },
      notes: blank + singleNodes + pairs,
      more: rows.count > shown.count || isCut
        ? "More operations and losses are in the JSON report (`numbers.ways`)." : nil)
  }

  private func cell(_ outcome: Outcome, isPower: Bool) -> String {
    let text = text(outcome, isPower: isPower)
    return isForPage ? text + HeatCell(outcome, isPower: isPower).mark : text
  }

  /// - Parameter isPower: Nobody serves meanwhile; what counts is what is there afterwards.
  func text(_ outcome: Outcome, isPower: Bool) -> String {
    if isPower {
      return outcome.loses == nil
        ? "comes back with its data" : "**loses** what was not flushed"
    }
    var text =
      switch outcome.state {
      case .goesOn: "goes on"
      case .ageing: "goes on, values age"
      case .pauses: "pauses \(Self.time(outcome.pauseSeconds * 1000))"
      case .unknown: "not known"
      case .refuses:
        outcome.refusedIn.isEmpty
          ? "**refuses**"
          : "**refuses** in \(outcome.refusedIn.map(code).joined(separator: ", "))"
      }
    switch outcome.loses {
    case .unflushed?: text += ", **loses** what was not flushed"
    case .unreplicated?: text += ", **loses** what was not copied"
    case .everyCopy?: text += " (every copy is there)"
    case nil: break
    }
    return text
  }

  /// Nodes whose loss alone stops something.
  private var singleNodes: [String] {
    var users: [(node: String, names: [String])] = []
    for way in details.ways {
      let names = way.operations.map { analysis.operations[$0].subject.name }
      for loss in numbers.operations[way.operations[0]].singlePoints where loss.kind == .node {
        if let same = users.firstIndex(where: { $0.node == loss.name }) {
          users[same].names += names
        } else {
          users.append((loss.name, names))
        }
      }
    }
    return users.prefix(8).map {
      "The loss of the one node \(MarkdownText.code($0.node)) stops \(Words.subjects($0.names, limit: 4, style: MarkdownText.code))."
    }
  }

  /// What it takes at least to stop those that no single loss stops.
  private var pairs: [String] {
    details.ways.prefix(12).compactMap { way -> String? in
      let operation = numbers.operations[way.operations[0]]
      guard operation.singlePoints.isEmpty, let pair = way.pairs.first else { return nil }
      let names = way.operations.map { analysis.operations[$0].subject.name }
      let others = way.pairs.count > 1 ? ", or one of \(way.pairs.count - 1) other pairs" : ""
      return
        "No single loss stops \(Words.subjects(names, limit: 4, style: MarkdownText.code)); two do: \(MarkdownText.code(pair.first.name)) and \(MarkdownText.code(pair.second.name))\(others)."
    }
  }

  // MARK: Availability

  /// The arithmetic of each target that the estimate misses.
  var availability: [String] {
    var seen: Set<String> = []
    return analysis.operations.enumerated().compactMap { index, analysed -> String? in
      guard numbers.operations.indices.contains(index),
        let target = analysed.availabilityTarget,
        let estimate = numbers.operations[index].availability, estimate.availability < target
      else { return nil }
      let factors = numbers.operations[index].factors.filter { $0.minutesPerMonth >= 0.05 }
      guard let worst = factors.first else { return nil }
      let shown = factors.prefix(5)
      // Whatever is not shown, so that the product comes out.
      let rest = estimate.availability / shown.reduce(1) { $0 * $1.availability }
      let product =
        shown.map {
          "\(Self.percent($0.availability)) \(MarkdownText.code($0.name))\($0.isStated ? " (stated)" : "")"
        } + (rest < 0.999_999_5 ? ["\(Self.percent(rest)) the rest"] : [])
      let text =
        "needs \(Self.percent(target)); all of these must be up: \(product.joined(separator: " × ")) = \(Self.percent(estimate.availability)). That is \(Self.minutes(estimate.minutesPerMonth)) a month where \(Self.minutes((1 - target) * 43_830)) are allowed; \(MarkdownText.code(worst.name)) costs most, \(Self.minutes(worst.minutesPerMonth))."
      let name = MarkdownText.code(analysed.subject.name)
      return seen.insert(text).inserted ? "\(name) \(text)" : nil
    }.prefix(6).map(\.self)
  }

  // MARK: Clashes

  var clashes: [[String: Any]] {
    analysis.clashes.prefix(MarkdownReport.rowLimit / 2).map { clash in
      let isList = clash.relaxations.count > 1
      let ways = clash.relaxations.enumerated().map { index, way in
        (isList ? "(\(Self.letter(index))) " : "") + MarkdownText.inline(way.text)
      }
      var text = MarkdownText.inline(clash.because) + "."
      if !ways.isEmpty {
        text +=
          ways.count == 1
          ? " It becomes possible when \(ways[0])."
          : " Any one of these frees it: \(ways.joined(separator: " · "))."
      }
      let priorities: (way: Int, keeps: String?)? =
        clash.isDecided
        ? clash.byPriorities.flatMap { $0.way == clash.settled ? nil : $0 }
        : clash.settled.map { ($0, clash.settledBy) }
      if let priorities {
        let keeps = priorities.keeps.map { "keeps \($0), and " } ?? ""
        text +=
          " By the stated priorities\(isList ? " (\(Self.letter(priorities.way)))" : " that"): it \(keeps)gives up what ranks lowest."
      }
      if let settled = clash.settled, clash.isDecided {
        text +=
          " Decided (\(MarkdownText.code(clash.settledBy ?? "")))\(isList ? ": (\(Self.letter(settled)))" : "")."
      } else if priorities == nil, ways.count > 1 {
        text += " The stated priorities do not tell them apart: the team has to choose."
      }
      let fields = clash.requirements.map { MarkdownText.code($0) }
      return [
        "title":
          fields.count == 1
          ? "A requirement of \(MarkdownText.code(clash.subject)) that cannot hold: \(fields[0])"
          : "Requirements of \(MarkdownText.code(clash.subject)) that cannot all hold: \(Words.joined(fields))",
        "text": text,
      ]
    }
  }

  /// (a), (b) and so on: ways are told once and named afterwards.
  private static func letter(_ index: Int) -> Character {
    Character(UnicodeScalar(UInt8(97 + index % 26)))
  }

  // MARK: Timing, places and quorums

  var timing: [String] {
    leases + detectors + elections + dropped + retries + timeouts + staleQuorums
  }

  private var leases: [String] {
    details.leases.map { lease in
      let start =
        lease.lastStartMilliseconds.map {
          "a holder that may pause for \(Self.time(lease.pauseMilliseconds)) may start nothing later than \(Self.time($0)) after its renewal"
        }
        ?? "a pause of \(Self.time(lease.pauseMilliseconds)) is longer than what is left of it, so only fencing keeps two holders apart"
      let lost = lease.renewalsThatMayBeLost
      let renewals =
        lost < 0
        ? "it lapses without any loss"
        : lost == 0
          ? "no renewal may be lost" : "\(Words.count(lost, "renewal")) in a row may be lost"
      return
        "\(MarkdownText.code(lease.name)), a lease of \(Self.time(lease.ttlMilliseconds)): \(start); \(renewals). A crash leaves nobody in charge for \(Self.time(lease.meanOutageMilliseconds)) on average, \(Self.time(lease.worstOutageMilliseconds)) at worst."
    }
  }

  private var detectors: [String] {
    details.detectors.map { detector in
      var text =
        "\(MarkdownText.code(detector.name)): a crash is suspected within \(Self.time(detector.worstDetectionMilliseconds))"
      if let wrong = detector.falseSuspicionsPerMonth {
        text +=
          ", and a healthy node wrongly \(wrong < 0.01 ? "less than once in eight years" : "\(ValueText.decimal((wrong * 100).rounded() / 100)) times a month"), if losses are independent"
      }
      text += "."
      let takeover = 2000.0
      if let recovery = detector.recoveryMilliseconds,
        detector.worstDetectionMilliseconds + takeover > recovery
          || (detector.falseSuspicionsPerMonth ?? 0) > 1
      {
        text +=
          detector.reaching.map {
            " To recover within \(Self.time(recovery)) with at most one false failover a month: a heartbeat every \(Self.time($0.intervalMilliseconds)), \($0.missed) missed."
          } ?? " No number of heartbeats reaches a recovery within \(Self.time(recovery))."
      }
      return text
    }
  }

  private var elections: [String] {
    details.elections.filter { !$0.isConservative }.map {
      "\(MarkdownText.code($0.store)): an election time-out of \(Self.time($0.timeoutMilliseconds)) is short for a one-way time of \(Self.time($0.oneWayMilliseconds)); \(Self.time($0.recommendedMilliseconds.shortest)) to \(Self.time($0.recommendedMilliseconds.longest)) would fit."
    }
  }

  private var dropped: [String] {
    details.droppedWrites.map { dropped in
      let name = MarkdownText.code(dropped.data)
      if dropped.isUnbounded {
        return
          "\(name): no bound on the error of the clocks that stamp its writes is stated, so a write can lose to an earlier one however far apart they are; the way between the copies alone makes it \(Self.time(dropped.windowMilliseconds))."
      }
      let base =
        "\(name): two writes of one item nearer than \(Self.time(dropped.windowMilliseconds)) can cost one of them"
      guard let lost = dropped.lostPerDay else {
        return base + "; how often depends on the number of items, which is not stated."
      }
      return base
        + ", at the stated rates up to \(ValueText.decimal((lost * 10).rounded() / 10)) writes a day."
    }
  }

  private var retries: [String] {
    details.retries.filter { $0.worstFactor > 3 }.prefix(8).map {
      "\(MarkdownText.code($0.operation)): when everything fails, one request becomes \(ValueText.decimal($0.worstFactor)) along \($0.chain.map(MarkdownText.code).joined(separator: " → "))."
    }
  }

  private var timeouts: [String] {
    details.timeouts.prefix(8).map {
      "\(MarkdownText.code($0.operation)) gives up after \(Self.time($0.timeoutMilliseconds)), before 99% of the answers of \(MarkdownText.code($0.callee)) are there (\(Self.time($0.p99Milliseconds)), \($0.isStated ? "stated" : "estimated"))."
    }
  }

  /// What other choices of R and W would give.
  private var staleQuorums: [String] {
    var seen: Set<String> = []
    return details.ways.prefix(MarkdownReport.rowLimit).compactMap { way -> String? in
      guard let staleness = numbers.operations[way.operations[0]].staleness,
        let quorum = staleness.quorum
      else { return nil }
      let strict = staleness.choices.filter { $0.read + $0.write > quorum.copies }.min {
        $0.readMilliseconds + $0.writeMilliseconds < $1.readMilliseconds + $1.writeMilliseconds
      }
      let other =
        strict.map {
          " R=\($0.read), W=\($0.write) would always meet the last write, for \(Self.time($0.readMilliseconds)) (read) and \(Self.time($0.writeMilliseconds)) (write) at p99.9 between the copies."
        } ?? ""
      let name = MarkdownText.code(analysis.operations[way.operations[0]].subject.name)
      let text =
        "reads R=\(quorum.read) of N=\(quorum.copies) after W=\(quorum.write): \(Self.percent(staleness.freshAtOnce)) see a write at once, 99.9% after \(Self.time(staleness.freshAfterMilliseconds)).\(other)"
      return seen.insert(text).inserted ? "\(name) \(text)" : nil
    }
  }

  /// Better places and better quorums.
  var placement: [String] {
    let places = details.placements.compactMap { found -> String? in
      let now = found.current.meanMilliseconds
      let best = found.bestPlacement ?? found.bestLeader
      // Less than a tenth, or a millisecond, is not worth a move.
      guard best.meanMilliseconds < now * 0.9, now - best.meanMilliseconds > 1 else { return nil }
      var text =
        "\(MarkdownText.code(found.store)): for the \(found.isWeighted ? "stated" : "described") workload its round trips take \(Self.time(now)) on average"
      if found.bestLeader.meanMilliseconds < now * 0.9 {
        text +=
          "; with the leader in \(MarkdownText.code(found.bestLeader.leader)) \(Self.time(found.bestLeader.meanMilliseconds))"
      }
      if let free = found.bestPlacement,
        free.meanMilliseconds < found.bestLeader.meanMilliseconds * 0.9
      {
        text +=
          "; \(found.isExact ? "the best" : "a better") of all placements has its voters in \(Words.joined(free.voters.map(MarkdownText.code))), led from \(MarkdownText.code(free.leader)): \(Self.time(free.meanMilliseconds))"
      }
      return text + "."
    }
    let quorums = details.quorums.compactMap { found -> String? in
      guard let better = found.better else { return nil }
      return
        "\(MarkdownText.code(found.store)): with \(Self.percent(found.readFraction)) reads, *\(better.name)* beats majority and still survives \(Words.count(better.resilience, "lost node")) (majority \(found.majority.resilience), demanded \(found.neededResilience)): busiest node \(Self.percent(better.load)) against \(Self.percent(found.majority.load)), mean answer \(Self.time(better.latencyMilliseconds)) against \(Self.time(found.majority.latencyMilliseconds))."
    }
    return Array((places + quorums).prefix(MarkdownReport.rowLimit))
  }

  // MARK: Decisions

  /// The protocols in words.
  private static let words = [
    "leader-read": "the leader, unasked whether it still leads",
    "leader-quorum-read": "the leader, confirmed by a majority",
    "lease-read": "the leader under a lease",
    "follower-read": "the nearest copy",
    "quorum-read": "a quorum of copies",
    "leader-quorum-write": "a leader and a majority",
    "leader-write": "a leader alone",
    "quorum-write": "a quorum without a leader",
    "local-write": "the nearest copy alone",
    "commit-wait-write": "a leader, a majority and a wait for the clocks",
    "2pc": "two-phase commit", "saga-orchestration": "a saga",
  ]

  /// What the protocols that a decision weighs would take.
  func options(for subjects: [Subject], topic: String) -> String? {
    guard ["consistency-model", "transaction-pattern", "replication"].contains(topic) else {
      return nil
    }
    let names: Set<String>
    if topic == "replication" {
      let replicated = Set(subjects.map(\.record))
      names = Set(
        analysis.facts.all(.operation).filter { operation in
          guard case .list(let stores)? = operation.record["stores"] else { return false }
          return stores.contains { store in
            if case .record(let record) = store { replicated.contains(record) } else { false }
          }
        }.map(\.name))
    } else {
      names = Set(subjects.map(\.name))
    }
    let way = details.ways.first { way in
      way.operations.contains { names.contains(analysis.operations[$0].subject.name) }
        && way.options.count > 1
    }
    guard let way,
      let operation = way.operations.first(where: {
        names.contains(analysis.operations[$0].subject.name)
      })
    else { return nil }
    let wanted: (ProtocolOption) -> Bool =
      topic == "transaction-pattern"
      ? { ["2pc", "saga-orchestration"].contains($0.id) }
      : { !["2pc", "saga-orchestration"].contains($0.id) }
    let budget = analysis.operations[operation].budget
    let options = way.options.filter(wanted)
    func isOver(_ option: ProtocolOption) -> Bool {
      budget.map { option.p99Milliseconds > $0 / .milliseconds(1) } ?? false
    }
    let isHopeless = options.allSatisfy(isOver)
    let texts = options.map { option in
      return
        "\(Self.words[option.id] ?? option.id)\(option.isInUse ? " (in use)" : "") \(Self.time(option.p50Milliseconds)) / \(Self.time(option.p99Milliseconds)) / \(Self.time(option.p999Milliseconds))\(isOver(option) && !isHopeless ? ", **over the target**" : "")"
    }
    guard !texts.isEmpty else { return nil }
    return
      "\(MarkdownText.code(analysis.operations[operation].subject.name)) would take, at p50 / p99 / p99.9 from the same places\(budget.map { ", \(isHopeless ? "where none meets the" : "with a") target of p99 \(ValueText.time($0))" } ?? ""): \(texts.joined(separator: "; "))."
  }
}

/// What each loss does to each operation, as Markdown for the cells of a table.
struct LossMatrix {
  /// What is lost.
  let columns: [String]
  let rows: [Row]
  /// What the table does not show: single nodes and pairs that stop something.
  let notes: [String]
  /// Set when operations or losses are left out.
  let more: String?

  /// Operations to which every loss does the same.
  struct Row {
    let operations: String
    let cells: [String]
  }
}
