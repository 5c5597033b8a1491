internal import Quantities

/// Spreads heartbeat counters by gossip: one message of O(n) a node and round.
///
/// A member fails for a node whose copy of its counter has not grown for `failAfter`; it is
/// forgotten only `forgetAfter` later, so that stale copies do not bring it back to life.
///
/// Deviations from the paper: gossip goes to any configured member, failed ones too, so that healed
/// partitions rejoin without the paper's occasional broadcast; and the upper half of the counter is
/// a generation from disk, so that a restarted node is not taken for its old self.
///
/// - Source: van Renesse, Minsky & Hayden, A Gossip-Style Failure Detection Service, Middleware
///   1998, §3.
public struct GossipHeartbeatNode: Process {
  /// A member's counter: generation in the upper half, rounds in the lower.
  public struct Beat: Hashable, Sendable {
    /// The member.
    public var member: NodeID
    /// Its counter.
    public var counter: UInt64
  }

  /// When to gossip and when to give up.
  public struct Settings: Hashable, Sendable {
    /// The interval between rounds.
    public var interval: Nanoseconds
    /// The silence after which a member has failed.
    public var failAfter: Nanoseconds
    /// The silence after which it is forgotten; twice `failAfter` in the paper.
    public var forgetAfter: Nanoseconds

    /// These intervals; `forgetAfter` is at least `failAfter`.
    public init(interval: Nanoseconds, failAfter: Nanoseconds, forgetAfter: Nanoseconds? = nil) {
      self.interval = max(1, interval)
      self.failAfter = max(1, failAfter)
      self.forgetAfter = max(self.failAfter, forgetAfter ?? self.failAfter.multipliedSaturating(2))
    }
  }

  /// The one timer.
  public enum Timer: Hashable, Sendable {
    /// The next round.
    case round
  }

  private struct Entry: Sendable {
    var counter: UInt64
    var grewAt: LocalTime
  }

  private let id: NodeID
  private let members: Int
  private let settings: Settings
  private var generation: UInt32
  private var rounds: UInt32 = 0
  private var entries: [Entry?]
  private var random: SeededGenerator
  /// Who has failed, as of the last round; ascending.
  public private(set) var suspected: [NodeID] = []

  /// The node `id` of `members`, with the generation found on disk.
  public init(id: NodeID, members: Int, settings: Settings, disk: UInt32, seed: UInt64) {
    self.id = id
    self.members = members
    self.settings = settings
    generation = disk
    entries = Array(repeating: nil, count: members)
    random = SeededGenerator(seed: seed &+ UInt64(bitPattern: Int64(id)))
  }

  /// Gossips, takes in gossip, and answers who has failed.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch input {
    case .start:
      generation &+= 1
      effects.persist(generation)
      effects.sync()
      for member in entries.indices { entries[member] = Entry(counter: 0, grewAt: now) }
      round(at: now, &effects)
    case .message(let beats, _): take(beats, at: now)
    case .timer(.round): round(at: now, &effects)
    case .request(.suspected, let request): effects.respond(suspected, to: request)
    }
  }

  /// The last generation.
  public static func write(_ record: UInt32, to disk: inout UInt32) { disk = record }

  private mutating func round(at now: LocalTime, _ effects: inout Effects<Self>) {
    rounds &+= 1
    entries[id] = Entry(counter: UInt64(generation) << 32 | UInt64(rounds), grewAt: now)
    for member in entries.indices {
      if let entry = entries[member], now - entry.grewAt > settings.forgetAfter {
        entries[member] = nil
      }
    }
    suspected = entries.indices.filter { !isAlive($0, at: now) }
    if members > 1 {
      let other = Int.random(in: 0..<members - 1, using: &random)
      effects.send(alive(at: now), to: other < id ? other : other + 1)
    }
    effects.setTimer(.round, after: settings.interval)
  }

  /// Failed members are not passed on: their counters would seem to grow where they are forgotten.
  private func alive(at now: LocalTime) -> [Beat] {
    entries.indices.compactMap { member in
      guard isAlive(member, at: now), let entry = entries[member], entry.counter > 0 else {
        return nil
      }
      return Beat(member: member, counter: entry.counter)
    }
  }

  private func isAlive(_ member: NodeID, at now: LocalTime) -> Bool {
    entries[member].map { now - $0.grewAt <= settings.failAfter } ?? false
  }

  private mutating func take(_ beats: [Beat], at now: LocalTime) {
    for beat in beats where entries.indices.contains(beat.member) && beat.member != id {
      if beat.counter > entries[beat.member]?.counter ?? 0 {
        entries[beat.member] = Entry(counter: beat.counter, grewAt: now)
      }
    }
  }
}

extension GossipHeartbeatNode {
  /// Sixteen bytes a living member.
  public static func bytes(of message: [Beat]) -> Int { 16 * message.count }

  /// The sender's list of living members.
  public typealias Message = [Beat]
  /// The one question.
  public typealias Request = MembershipQuestion
  /// Who has failed, ascending.
  public typealias Response = [NodeID]
  /// A new generation.
  public typealias Record = UInt32
  /// The last generation; 0 on a fresh disk.
  public typealias Disk = UInt32
}

extension Int64 {
  /// The product, or the greatest number; both factors are 0 or more.
  func multipliedSaturating(_ other: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
