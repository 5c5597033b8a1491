internal import Quantities

/// A member of SWIM: probes one other a period, directly and through others, and spreads what it
/// learns on the probes themselves. Load and detection time do not depend on the group's size.
///
/// Deviations from the paper: a member that is wrongly held failed comes back with a new
/// incarnation (see ``SwimRumor``); the incarnation is kept on disk, so that a restarted member
/// does too; the last period's probe is judged when the next begins. As in the paper, two halves
/// of a partition that have held each other failed do not probe each other again by themselves.
///
/// - Source: Das, Gupta & Motivala, SWIM: Scalable Weakly-consistent Infection-style Process Group
///   Membership Protocol, DSN 2002.
public struct SwimNode: Process {
  /// A probe or its answer, with rumors on top.
  public struct Packet: Hashable, Sendable {
    /// What the packet is for.
    public enum Purpose: Hashable, Sendable {
      /// Answer me.
      case ping(sequence: UInt64)
      /// Here I am; or, through another, there it is.
      case ack(sequence: UInt64)
      /// Probe `target` for me.
      case pingRequest(target: NodeID, sequence: UInt64)
    }

    /// What the packet is for.
    public var purpose: Purpose
    /// News of members.
    public var rumors: [SwimRumor]

    /// Bytes on the wire.
    public var metadataBytes: Int { 17 + SwimRumor.metadataBytes * rumors.count }
  }

  /// What it waits for.
  public enum Timer: Hashable, Sendable {
    /// The next period.
    case period
    /// The direct answer to a probe.
    case directAnswer(sequence: UInt64)
    /// A suspect's refutation.
    case refutation(member: NodeID, incarnation: UInt64)
  }

  private struct Probe: Sendable {
    var target: NodeID
    var sequence: UInt64
    var isAnswered = false
  }

  /// A probe on another's behalf.
  private struct Relay: Sendable {
    var origin: NodeID
    var originSequence: UInt64
    var sequence: UInt64
    var periods = 0
  }

  private let id: NodeID
  private let settings: SwimSettings
  private var random: SeededGenerator
  private var hasRestarted: Bool
  /// What this node knows of each member, itself included.
  private var known: [SwimRumor]
  /// The others in the order of this round's probes, and the next to be probed.
  private var round: [NodeID] = []
  private var nextInRound = 0
  private var sequence: UInt64 = 0
  private var probe: Probe?
  private var relays: [Relay] = []
  private var dissemination = SwimDissemination()

  /// The node `id` of `members`, with the last incarnation found on disk, if any.
  public init(id: NodeID, members: Int, settings: SwimSettings, disk: UInt64?, seed: UInt64) {
    self.id = id
    self.settings = settings
    random = SeededGenerator(seed: seed &+ UInt64(bitPattern: Int64(id)))
    hasRestarted = disk != nil
    known = (0..<members).map { SwimRumor(member: $0, status: .alive, incarnation: 0) }
    known[id].incarnation = disk.map { $0 &+ 1 } ?? 0
  }

  /// How this node sees a member.
  public func status(of member: NodeID) -> SwimRumor.Status { known[member].status }

  /// This node's own incarnation.
  public var incarnation: UInt64 { known[id].incarnation }

  /// Who is held to have failed, ascending; suspects are still members.
  public var failed: [NodeID] { known.indices.filter { known[$0].status == .failed } }

  /// Probes, answers, and passes on.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    let oldIncarnation = incarnation
    switch input {
    case .start: start(&effects)
    case .message(let packet, let sender): receive(packet, from: sender, &effects)
    case .timer(.period): beginPeriod(&effects)
    case .timer(.directAnswer(let sequence)): probeIndirectly(sequence, &effects)
    case .timer(.refutation(let member, let incarnation)):
      let suspicion = SwimRumor(member: member, status: .suspected, incarnation: incarnation)
      if known[member] == suspicion { learn(suspicion.with(.failed), &effects) }
    case .request(.suspected, let request): effects.respond(failed, to: request)
    }
    // After all that was said, so that no answer waits for the disk: a member that forgets its
    // incarnation is only suspected again, and refutes again.
    if incarnation != oldIncarnation { keepIncarnation(&effects) }
  }

  /// The last incarnation.
  public static func write(_ record: UInt64, to disk: inout UInt64?) { disk = record }

  private mutating func start(_ effects: inout Effects<Self>) {
    keepIncarnation(&effects)
    if hasRestarted { dissemination.spread(known[id]) }
    let delay =
      settings.staggersStart
      ? Int64.random(in: 1...settings.period, using: &random) : settings.period
    effects.setTimer(.period, after: delay)
  }

  private func keepIncarnation(_ effects: inout Effects<Self>) {
    effects.persist(incarnation)
    effects.sync()
  }
}

// MARK: - Probing

extension SwimNode {
  private mutating func beginPeriod(_ effects: inout Effects<Self>) {
    if let probe, !probe.isAnswered { suspect(probe.target, &effects) }
    probe = nil
    for index in relays.indices { relays[index].periods += 1 }
    relays.removeAll { $0.periods > 1 }
    if let target = nextTarget() {
      sequence += 1
      probe = Probe(target: target, sequence: sequence)
      send(.ping(sequence: sequence), to: target, &effects)
      effects.setTimer(.directAnswer(sequence: sequence), after: settings.directTimeout)
    }
    effects.setTimer(.period, after: settings.period)
  }

  private mutating func probeIndirectly(_ sequence: UInt64, _ effects: inout Effects<Self>) {
    guard let probe, probe.sequence == sequence, !probe.isAnswered else { return }
    let others = known.indices.filter {
      $0 != id && $0 != probe.target && known[$0].status == .alive
    }
    for helper in others.shuffled(using: &random).prefix(settings.indirectProbes) {
      send(.pingRequest(target: probe.target, sequence: sequence), to: helper, &effects)
    }
  }

  /// The next member to be probed; `nil` when all others have failed.
  private mutating func nextTarget() -> NodeID? {
    switch settings.probeOrder {
    case .random:
      return known.indices.filter { $0 != id && known[$0].status != .failed }
        .randomElement(using: &random)
    case .roundRobin:
      // The rest of this round, and if nobody is left in it a new one.
      for _ in 0..<2 {
        while nextInRound < round.count {
          nextInRound += 1
          if known[round[nextInRound - 1]].status != .failed { return round[nextInRound - 1] }
        }
        round = known.indices.filter { $0 != id }.shuffled(using: &random)
        nextInRound = 0
      }
      return nil
    }
  }

  private mutating func receive(
    _ packet: Packet, from sender: NodeID, _ effects: inout Effects<Self>
  ) {
    for rumor in packet.rumors where known.indices.contains(rumor.member) {
      learn(rumor, &effects)
    }
    switch packet.purpose {
    case .ping(let sequence):
      // Somebody held failed is told so, lest it never learn and never refute.
      if known.indices.contains(sender), known[sender].status == .failed {
        dissemination.spread(known[sender])
      }
      send(.ack(sequence: sequence), to: sender, &effects)
    case .pingRequest(let target, let originSequence):
      guard known.indices.contains(target) else { return }
      sequence += 1
      relays.append(Relay(origin: sender, originSequence: originSequence, sequence: sequence))
      send(.ping(sequence: sequence), to: target, &effects)
    case .ack(let sequence): acknowledge(sequence, &effects)
    }
  }

  private mutating func acknowledge(_ sequence: UInt64, _ effects: inout Effects<Self>) {
    if probe?.sequence == sequence { probe?.isAnswered = true }
    guard let index = relays.firstIndex(where: { $0.sequence == sequence }) else { return }
    let relay = relays.remove(at: index)
    send(.ack(sequence: relay.originSequence), to: relay.origin, &effects)
  }

  private mutating func send(
    _ purpose: Packet.Purpose, to node: NodeID, _ effects: inout Effects<Self>
  ) {
    let rumors = dissemination.next(
      atMost: settings.rumorsPerMessage, timesEach: settings.timesTold(members: known.count))
    effects.send(Packet(purpose: purpose, rumors: rumors), to: node)
  }
}

// MARK: - Knowledge of members

extension SwimNode {
  private mutating func suspect(_ member: NodeID, _ effects: inout Effects<Self>) {
    let status: SwimRumor.Status = settings.suspicionPeriods == nil ? .failed : .suspected
    learn(known[member].with(status), &effects)
  }

  /// Takes in news and passes it on, if it is news.
  private mutating func learn(_ rumor: SwimRumor, _ effects: inout Effects<Self>) {
    if rumor.member == id {
      refute(rumor)
      return
    }
    let old = known[rumor.member]
    guard rumor.overrides(old) else { return }
    known[rumor.member] = rumor
    dissemination.spread(rumor)
    if old.status == .suspected {
      effects.cancelTimer(.refutation(member: old.member, incarnation: old.incarnation))
    }
    if rumor.status == .suspected,
      let timeout = settings.suspicionTimeout(members: known.count)
    {
      effects.setTimer(
        .refutation(member: rumor.member, incarnation: rumor.incarnation), after: timeout)
    }
  }

  /// Answers a suspicion of oneself with a greater incarnation, and an old one, which somebody may
  /// still believe, with the present incarnation.
  private mutating func refute(_ rumor: SwimRumor) {
    guard settings.refutes, rumor.status != .alive else { return }
    if rumor.incarnation >= incarnation { known[id].incarnation = rumor.incarnation &+ 1 }
    dissemination.spread(known[id])
  }
}

extension SwimRumor {
  fileprivate func with(_ status: Status) -> SwimRumor {
    SwimRumor(member: member, status: status, incarnation: incarnation)
  }
}

extension SwimNode {
  /// What a packet takes on the wire.
  public static func bytes(of message: Packet) -> Int { message.metadataBytes }

  /// Pings, answers, and requests to ping.
  public static var messageKinds: [String] { ["ping", "ack", "ping-req"] }

  /// The kind of a packet.
  public static func kind(of message: Packet) -> Int {
    switch message.purpose {
    case .ping: 0
    case .ack: 1
    case .pingRequest: 2
    }
  }

  /// A probe or its answer.
  public typealias Message = Packet
  /// The one question.
  public typealias Request = MembershipQuestion
  /// Who is held to have failed, ascending.
  public typealias Response = [NodeID]
  /// A new incarnation.
  public typealias Record = UInt64
  /// The last incarnation; `nil` on a fresh disk.
  public typealias Disk = UInt64?
}
