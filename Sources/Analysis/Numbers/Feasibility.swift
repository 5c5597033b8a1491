import Consistency
import Quantities
import SystemModel

/// Requirements of one operation that no design on this topology can meet together.
public struct Clash: Sendable {
  /// Position of the operation in the description.
  public let operation: Int
  /// The operation.
  public let subject: String
  /// Fields of the requirements; taking any one away makes the others possible.
  public let requirements: [String]
  /// Why they exclude each other, with the numbers.
  public let because: String
  /// Every smallest way out.
  public let relaxations: [Relaxation]
  /// Index of the relaxation that gives up what the stated priorities rank lowest; `nil` without
  /// priorities that tell.
  public let settled: Int?
  /// The highest of the stated priorities that it keeps, or the topic whose decision settles it.
  public let settledBy: String?
  /// Whether a decision settles it: one answer stands in both places.
  public var isDecided = false
  /// Of one that a decision settles: what the stated priorities alone would choose, and keep.
  public var byPriorities: (way: Int, keeps: String?)?
}

/// A smallest change of requirements that makes them possible.
public struct Relaxation: Sendable {
  /// What to do, in words with numbers.
  public let text: String
  /// The requirements that give way.
  public let gives: [String]
  /// The priority that it favours.
  public let favours: String
  /// The least that the bound has to become: milliseconds for times, a share for availability.
  public let value: Double?
}

/// What an operation demands, as far as topology decides it.
struct Demands: Sendable {
  /// A requirement that can clash with others.
  enum Kind: String, CaseIterable, Sendable {
    case latency, consistency
    case partition = "on_partition"
    case staleness
    case dataLoss = "data_loss"
    case survive, availability
    case clients = "from"

    var bit: UInt8 { 1 << UInt8(Self.allCases.firstIndex(of: self) ?? 7) }

    var priority: String {
      switch self {
      // A target that holds for some clients only gives up latency for the others.
      case .latency, .clients: "latency"
      case .consistency, .staleness: "correctness"
      case .partition, .survive, .availability: "availability"
      case .dataLoss: "durability"
      }
    }
  }

  var clients: [String]
  var isRead: Bool
  /// The bound and its percentile.
  var latencyMilliseconds: Double?
  /// Real time: a read sees every write that was acknowledged before it.
  var needsLatest = false
  /// One order that no copy can keep alone.
  var needsOrder = false
  /// Whether the need for the two above is stated outright.
  var model = ""
  /// `true`: must go on in every part; `false`: must refuse rather than diverge.
  var goesOn: Bool?
  var stalenessMilliseconds: Double?
  /// Cuts are stated to last longer than that.
  var isCutLonger = false
  var lossMilliseconds: Double?
  var survivesRegion = false
  var survivesZone = false
  var availability: Double?
  /// Services that it calls with their stated availabilities, in words.
  var ceilingParts: [String] = []

  var kinds: [Kind] {
    var kinds: [Kind] = []
    if latencyMilliseconds != nil { kinds.append(.latency) }
    if needsLatest || needsOrder { kinds.append(.consistency) }
    if goesOn != nil { kinds.append(.partition) }
    if stalenessMilliseconds != nil { kinds.append(.staleness) }
    if lossMilliseconds != nil { kinds.append(.dataLoss) }
    if survivesRegion || survivesZone { kinds.append(.survive) }
    if availability != nil { kinds.append(.availability) }
    return kinds
  }

  var mask: UInt8 { kinds.reduce(0) { $0 | $1.bit } }

  /// These requirements alone. Some read each other: what may be lost matters with a region's loss,
  /// how old values get while parts go on cut off.
  func only(_ kinds: [Kind]) -> Demands {
    var copy = Demands(clients: clients, isRead: isRead)
    for kind in kinds {
      switch kind {
      case .latency: copy.latencyMilliseconds = latencyMilliseconds
      case .consistency:
        copy.needsLatest = needsLatest
        copy.needsOrder = needsOrder
        copy.model = model
      case .partition: copy.goesOn = goesOn
      case .staleness:
        copy.stalenessMilliseconds = stalenessMilliseconds
        copy.isCutLonger = isCutLonger
      case .dataLoss: copy.lossMilliseconds = lossMilliseconds
      case .survive:
        copy.survivesRegion = survivesRegion
        copy.survivesZone = survivesZone
      case .availability:
        copy.availability = availability
        copy.ceilingParts = ceilingParts
      case .clients: break
      }
    }
    return copy
  }
}

/// A design that could be built on the topology, with what it can at best give one operation.
struct DesignOption: Sendable {
  enum Shape: Sendable {
    /// A leader and its quorum inside one region; another region follows.
    case regional(leader: String)
    /// A leader whose quorum reaches into another region.
    case spread(leader: String)
    /// Reads of the latest value in every region, because each write waits for all of them.
    case everywhere
    /// Reads of the nearest copy behind a leader.
    case follower(leader: String)
    /// Each region writes for itself; copies are merged afterwards.
    case local
  }

  let shape: Shape
  /// The least round trips by client, in milliseconds.
  let floors: [String: Double]
  let isLatest: Bool
  let isOrdered: Bool
  /// Goes on in every part of a cut network.
  let goesOn: Bool
  /// Never lets parts diverge.
  let staysOne: Bool
  /// The least age that reads must reckon with while all is well, in milliseconds.
  let staleMilliseconds: Double
  /// Keeps that bound while cut off too.
  let boundsStaleness: Bool
  /// Acknowledged writes that the loss of a region takes, in milliseconds before it.
  let regionLossMilliseconds: Double
  let survivesZone: Bool
  let survivesRegion: Bool
  /// No design of this shape can be available more, by stated numbers.
  var ceiling: Double

  func meets(_ demands: Demands) -> Bool { met(demands).allows(demands.mask) }

  /// Which requirements it meets, each for itself.
  func met(_ demands: Demands) -> Met {
    func fits(_ bound: Double?, _ value: Double) -> Bool { bound.map { value <= $0 } ?? true }
    var mask: UInt8 = 0
    func note(_ kind: Demands.Kind, _ isMet: Bool) { if isMet { mask |= kind.bit } }
    note(
      .latency,
      demands.latencyMilliseconds.map { bound in
        demands.clients.allSatisfy { (floors[$0] ?? 0) <= bound }
      } ?? true)
    note(
      .consistency, (!demands.needsLatest || isLatest) && (!demands.needsOrder || isOrdered))
    note(.partition, demands.goesOn.map { $0 ? goesOn : staysOne } ?? true)
    let isFresh = fits(demands.stalenessMilliseconds, staleMilliseconds)
    // A part that goes on while it is cut off gets no news for as long.
    note(
      .staleness, isFresh && (demands.goesOn != true || !demands.isCutLonger || boundsStaleness))
    note(
      .dataLoss, !demands.survivesRegion || fits(demands.lossMilliseconds, regionLossMilliseconds))
    note(
      .survive,
      (!demands.survivesRegion || survivesRegion) && (!demands.survivesZone || survivesZone))
    note(.availability, demands.availability.map { $0 <= ceiling } ?? true)
    return Met(mask: mask, isFreshWhileJoined: isFresh)
  }

  /// The requirements that a design meets. Two read others: what may be lost matters with a region's
  /// loss, and how old values get while parts go on cut off.
  struct Met {
    let mask: UInt8
    let isFreshWhileJoined: Bool

    /// Whether all of these are met together.
    func allows(_ wanted: UInt8) -> Bool {
      var missing = wanted & ~mask
      if wanted & Demands.Kind.survive.bit == 0 { missing &= ~Demands.Kind.dataLoss.bit }
      if wanted & Demands.Kind.partition.bit == 0, isFreshWhileJoined {
        missing &= ~Demands.Kind.staleness.bit
      }
      return missing == 0
    }
  }
}

/// Looks for requirements that exclude each other, over every design that the topology allows.
///
/// Floors count distances only, so what is called impossible is so for any implementation; the
/// designs stand for all: a value is latest only if some quorum that every write meets is asked
/// (Gilbert & Lynch 2002), and a quorum inside one region dies with it.
struct FeasibilityModel: Sendable {
  let regions: [(name: String, zones: Int)]
  /// Round trips that are certain, in milliseconds; `nil` where nothing is known.
  let floor: @Sendable (String, String) -> Double?
  /// Stated shares of regions.
  let shares: [String: Double]
  let lagMilliseconds: Double
  let priorities: [String]

  /// - Parameters:
  ///   - ceiling: What the stated availabilities of external services allow.
  ///   - options: `options(for:isRead:)` of these clients, where many operations share them.
  func clash(_ demands: Demands, ceiling: Double, options: [DesignOption]? = nil) -> (
    requirements: [Demands.Kind], because: String, relaxations: [Relaxation], settled: Int?,
    settledBy: String?
  )? {
    guard !demands.clients.isEmpty, !regions.isEmpty else { return nil }
    var options = options ?? self.options(for: demands.clients, isRead: demands.isRead)
    if ceiling < 1 { for index in options.indices { options[index].ceiling *= ceiling } }
    let met = options.map { $0.met(demands) }
    let all = demands.mask
    func isPossible(_ mask: UInt8) -> Bool { met.contains { $0.allows(mask) } }
    if isPossible(all) { return nil }
    guard let clash = Self.smallest(of: all, where: { !isPossible($0) }).first else { return nil }
    func kinds(_ mask: UInt8) -> [Demands.Kind] {
      Demands.Kind.allCases.filter { $0.bit & mask != 0 }
    }
    var relaxations = Self.smallest(of: all) { isPossible(all & ~$0) }
      .compactMap { relaxation(giving: kinds($0), demands, options) }
    if let fewer = fewerClients(demands, options, kinds(clash)) { relaxations.append(fewer) }
    let (settled, by) = settle(relaxations, kinds(clash))
    return (kinds(clash), because(kinds(clash), demands, options), relaxations, settled, by)
  }

  /// Whether all that is demanded is possible on this topology.
  func isFeasible(_ demands: Demands, ceiling: Double = 1) -> Bool {
    clash(demands, ceiling: ceiling) == nil
  }

  /// The smallest subsets for which the condition holds: none contains another of them.
  private static func smallest(of all: UInt8, where condition: (UInt8) -> Bool) -> [UInt8] {
    var found: [UInt8] = []
    for size in 1...max(1, all.nonzeroBitCount) {
      var subset = all
      while subset > 0 {
        if subset.nonzeroBitCount == size, !found.contains(where: { $0 & subset == $0 }),
          condition(subset)
        {
          found.append(subset)
        }
        subset = (subset &- 1) & all
      }
    }
    return found.sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
  }

  // MARK: Designs

  private func way(_ a: String, _ b: String) -> Double { a == b ? 0 : floor(a, b) ?? 0 }

  /// Every design, for clients in these regions.
  func options(for clients: [String], isRead: Bool) -> [DesignOption] {
    var options: [DesignOption] = []
    let names = regions.map(\.name)
    func floors(_ time: (String) -> Double) -> [String: Double] {
      Dictionary(
        clients.map { ($0, time($0)) }, uniquingKeysWith: { first, _ in first })
    }
    let isMany = names.count > 1
    for (leader, zones) in regions {
      let share = shares[leader] ?? 1
      options.append(
        DesignOption(
          shape: .regional(leader: leader), floors: floors { way($0, leader) }, isLatest: true,
          isOrdered: true, goesOn: false, staysOne: true, staleMilliseconds: 0,
          boundsStaleness: true,
          regionLossMilliseconds: isMany ? lagMilliseconds : .infinity,
          survivesZone: zones != 1, survivesRegion: isMany, ceiling: share))
      let others = names.filter { $0 != leader }
      if let near = others.map({ way(leader, $0) }).min() {
        options.append(
          DesignOption(
            shape: .spread(leader: leader),
            floors: floors { way($0, leader) + (isRead ? 0 : near) },
            isLatest: true, isOrdered: true, goesOn: false, staysOne: true, staleMilliseconds: 0,
            boundsStaleness: true, regionLossMilliseconds: 0, survivesZone: true,
            survivesRegion: true, ceiling: 1))
      }
      if isRead {
        let age = others.map { way(leader, $0) / 2 }.max() ?? 0
        options.append(
          DesignOption(
            shape: .follower(leader: leader), floors: floors(nearest), isLatest: false,
            isOrdered: true, goesOn: true, staysOne: true, staleMilliseconds: age,
            boundsStaleness: false, regionLossMilliseconds: 0, survivesZone: true,
            survivesRegion: isMany, ceiling: isMany ? 1 : share))
      }
    }
    if isRead, isMany {
      options.append(
        DesignOption(
          shape: .everywhere, floors: floors(nearest), isLatest: true, isOrdered: true,
          goesOn: false, staysOne: true, staleMilliseconds: 0, boundsStaleness: true,
          regionLossMilliseconds: 0, survivesZone: true, survivesRegion: true,
          ceiling: 1))
    }
    let age = names.flatMap { a in names.map { way(a, $0) / 2 } }.max() ?? 0
    options.append(
      DesignOption(
        shape: .local, floors: floors(nearest), isLatest: false, isOrdered: false, goesOn: true,
        staysOne: false, staleMilliseconds: age, boundsStaleness: false,
        regionLossMilliseconds: isMany ? lagMilliseconds : .infinity, survivesZone: true,
        survivesRegion: isMany, ceiling: isMany ? 1 : shares[names[0]] ?? 1))
    return options
  }

  private func nearest(_ client: String) -> Double {
    regions.map { way(client, $0.name) }.min() ?? 0
  }

  // MARK: Ways out

  /// The best value that the requirements given up could have while all others hold.
  private func relaxation(
    giving kinds: [Demands.Kind], _ demands: Demands, _ options: [DesignOption]
  ) -> Relaxation? {
    let kept = demands.kinds.filter { !kinds.contains($0) }
    let rest = demands.only(kept)
    let left = options.filter { $0.meets(rest) }
    func worst(_ option: DesignOption) -> Double {
      demands.clients.map { option.floors[$0] ?? 0 }.max() ?? 0
    }
    let best = left.min {
      kinds.contains(.latency)
        ? worst($0) < worst($1) : $0.staleMilliseconds < $1.staleMilliseconds
    }
    guard let best else { return nil }
    var texts: [String] = []
    var value: Double?
    for kind in kinds {
      let (text, number) = words(kind, best, worst(best), demands)
      texts.append(text)
      if kinds.count == 1 { value = number }
    }
    let gained = demands.kinds.first { !kinds.contains($0) }?.priority ?? "correctness"
    let isAboutDesign = kinds != [.availability]
    return Relaxation(
      text: texts.joined(separator: ", and ") + (isAboutDesign ? design(best) : ""),
      gives: kinds.map(\.rawValue), favours: gained, value: value)
  }

  private func words(
    _ kind: Demands.Kind, _ option: DesignOption, _ floor: Double, _ demands: Demands
  ) -> (String, Double?) {
    switch kind {
    case .latency:
      return (
        "the latency target becomes possible from \(time(floor)) on (round trips alone)", floor
      )
    case .consistency:
      let age = time(max(option.staleMilliseconds, 0))
      if case .follower = option.shape {
        return ("reads may miss the latest writes, by \(age) at least", option.staleMilliseconds)
      }
      return (
        "\(demands.model) is given up: each region writes for itself, values are \(age) old at least, and what it is needed for has to be repaired afterwards",
        option.staleMilliseconds
      )
    case .partition:
      return demands.goesOn == true
        ? ("it refuses while it is cut off from those who decide", nil)
        : ("parts that are cut off may go on and be merged afterwards", nil)
    case .staleness:
      if !option.boundsStaleness, demands.goesOn == true, demands.isCutLonger {
        return ("values may be older than stated while the network is cut", nil)
      }
      return (
        "values may be \(time(option.staleMilliseconds)) old at least", option.staleMilliseconds
      )
    case .dataLoss:
      let loss = option.regionLossMilliseconds
      return loss.isFinite
        ? ("the loss of a region may take about the last \(time(loss)) of writes", loss)
        : ("the loss of the region may take everything since the last backup", nil)
    case .survive:
      return (
        demands.survivesRegion
          ? "only the loss of a zone is survived" : "only the loss of a node is survived", nil
      )
    case .availability:
      let calls =
        demands.ceilingParts.isEmpty ? "" : ", or it answers without waiting for what it calls"
      return (
        "the availability target is at most \(percent(option.ceiling))\(calls)", option.ceiling
      )
    case .clients: return ("", nil)
    }
  }

  /// The clients for whom everything is possible, where some are.
  private func fewerClients(
    _ demands: Demands, _ options: [DesignOption], _ clash: [Demands.Kind]
  ) -> Relaxation? {
    guard clash.contains(.latency), demands.clients.count > 1 else { return nil }
    let others = demands.only(demands.kinds.filter { $0 != .latency })
    var best: (clients: [String], option: DesignOption)?
    for option in options where option.meets(others) {
      let near = demands.clients.filter {
        (option.floors[$0] ?? 0) <= demands.latencyMilliseconds ?? .infinity
      }
      if !near.isEmpty, near.count > best?.clients.count ?? 0 { best = (near, option) }
    }
    guard let best else { return nil }
    return Relaxation(
      text:
        "the target holds for clients in \(ValueText.joined(best.clients)) only\(design(best.option))",
      gives: [Demands.Kind.clients.rawValue], favours: "latency", value: nil)
  }

  private func design(_ option: DesignOption) -> String {
    switch option.shape {
    case .regional(let leader): " (leader and quorum in \(leader))"
    case .spread(let leader): " (leader in \(leader), quorum across regions)"
    case .everywhere: " (every write waits for all regions)"
    case .follower(let leader): " (follower reads, leader in \(leader))"
    case .local: " (each region writes for itself)"
    }
  }

  // MARK: Words

  private func because(
    _ clash: [Demands.Kind], _ demands: Demands, _ options: [DesignOption]
  ) -> String {
    let parts = clash.map { kind -> String in
      switch kind {
      case .latency: "an answer within \(time(demands.latencyMilliseconds ?? 0))"
      case .consistency: "\(demands.model)"
      case .partition:
        demands.goesOn == true
          ? "going on in every part of a cut network" : "refusing rather than diverging"
      case .staleness: "values at most \(time(demands.stalenessMilliseconds ?? 0)) old"
      case .dataLoss:
        demands.lossMilliseconds == 0
          ? "no acknowledged write lost"
          : "at most \(time(demands.lossMilliseconds ?? 0)) of writes lost"
      case .survive:
        demands.survivesRegion ? "surviving the loss of a region" : "surviving the loss of a zone"
      case .availability: "\(percent(demands.availability ?? 0)) availability"
      case .clients: ""
      }
    }
    var text =
      "No design on this topology gives \(ValueText.joined(parts))\(parts.count > 1 ? " together" : "")"
    if clash.contains(.availability), !demands.ceilingParts.isEmpty {
      text += ": \(demands.ceilingParts.joined(separator: " × "))"
      if let best = options.map(\.ceiling).max() { text += " is \(percent(best)) at best" }
    }
    if clash.contains(.latency) {
      let others = demands.only(clash.filter { $0 != .latency })
      let least = options.filter { $0.meets(others) }.map { option in
        demands.clients.map { option.floors[$0] ?? 0 }.max() ?? 0
      }.min()
      if let least {
        text +=
          ": with clients in \(ValueText.joined(demands.clients)) the round trips alone take \(time(least)) at best"
      }
    }
    return text
  }

  private func time(_ milliseconds: Double) -> String {
    ValueText.time(.microseconds(Int64((min(milliseconds, 1e12) * 1000).rounded())))
  }

  private func percent(_ share: Double) -> String {
    "\((share * 1e6).rounded() / 1e4)%"
  }

  /// Gives up what ranks lowest; what is not ranked ranks below all that is.
  private func settle(_ relaxations: [Relaxation], _ clash: [Demands.Kind]) -> (Int?, String?) {
    guard !priorities.isEmpty, relaxations.count > 1 else { return (nil, nil) }
    func rank(_ relaxation: Relaxation) -> Int {
      relaxation.gives.map { field in
        let priority = Demands.Kind(rawValue: field)?.priority ?? ""
        return priorities.firstIndex(of: priority) ?? priorities.count
      }.min() ?? priorities.count
    }
    let ranks = relaxations.map(rank)
    guard let lowest = ranks.max(), ranks.contains(where: { $0 != lowest }),
      let index = ranks.firstIndex(of: lowest)
    else { return (nil, nil) }
    let given = Set(relaxations[index].gives)
    let kept = clash.filter { !given.contains($0.rawValue) }.map(\.priority)
    let by = priorities.first { kept.contains($0) }
    return (index, by)
  }
}
