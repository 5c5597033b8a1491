internal import Quantities

/// Spreads rumors as epidemics spread: each round a node talks to a few others at random, and all
/// n know a rumor after O(log n) rounds.
///
/// - Source: Demers et al., Epidemic Algorithms for Replicated Database Maintenance, PODC 1987;
///   Karp, Schindelhauer, Shenker & Vöcking, Randomized Rumor Spreading, FOCS 2000.
public struct RumorNode: Process {
  /// Who hands over rumors when two nodes talk.
  public enum Style: Hashable, Sendable {
    /// The caller.
    case push
    /// The called.
    case pull
    /// Both.
    case pushPull
  }

  /// When a node stops spreading a rumor.
  public enum Interest: Hashable, Sendable {
    /// Never.
    case lasting
    /// After so many calls to nodes that knew it already (Demers §1.4: feedback and counter). Some
    /// nodes never hear of it.
    case losing(afterUnnecessary: Int)
  }

  /// How rumors are spread.
  public struct Settings: Hashable, Sendable {
    /// The interval between rounds.
    public var interval: Nanoseconds
    /// How many others a node calls a round.
    public var fanout: Int
    /// Who hands over.
    public var style: Style
    /// When spreading stops; nodes that only pull never stop.
    public var interest: Interest

    /// These settings; interval and fanout are at least 1.
    public init(
      interval: Nanoseconds, fanout: Int = 1, style: Style, interest: Interest = .lasting
    ) {
      self.interval = max(1, interval)
      self.fanout = max(1, fanout)
      self.style = style
      self.interest = interest
    }
  }

  /// What a node says in a call.
  public enum Message: Hashable, Sendable {
    /// Know these.
    case push([Int])
    /// What do you know? With what the caller spreads, if both hand over.
    case exchange([Int])
    /// This is what I spread.
    case answer([Int])
    /// I knew these already.
    case unnecessary([Int])
  }

  /// The one timer.
  public enum Timer: Hashable, Sendable {
    /// The next round.
    case round
  }

  /// What a client asks.
  public enum Request: Hashable, Sendable {
    /// Spread this rumor.
    case tell(Int)
    /// Which rumors do you know?
    case list
  }

  private let id: NodeID
  private let members: Int
  private let settings: Settings
  private var random: SeededGenerator
  /// The rumors known, with the number of unnecessary calls; `nil` once interest is lost.
  private var rumors: [Int: Int?] = [:]

  /// The node `id` of `members`.
  public init(id: NodeID, members: Int, settings: Settings, seed: UInt64) {
    self.id = id
    self.members = members
    self.settings = settings
    random = SeededGenerator(seed: seed &+ UInt64(bitPattern: Int64(id)))
  }

  /// Whether the rumor has arrived.
  public func knows(_ rumor: Int) -> Bool { rumors[rumor] != nil }

  /// The rumors still spread, ascending.
  public var spreading: [Int] { rumors.filter { $0.value != nil }.keys.sorted() }

  /// Calls, answers, and listens.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch input {
    case .start: effects.setTimer(.round, after: settings.interval)
    case .timer(.round): call(&effects)
    case .message(let message, let sender): receive(message, from: sender, &effects)
    case .request(.tell(let rumor), let request):
      _ = take([rumor])
      effects.respond([rumor], to: request)
    case .request(.list, let request): effects.respond(rumors.keys.sorted(), to: request)
    }
  }

  /// Nothing is kept on disk.
  public static func write(_ record: Never, to disk: inout Void) {}

  private mutating func call(_ effects: inout Effects<Self>) {
    let told = spreading
    for other in others() {
      switch settings.style {
      case .push: if !told.isEmpty { effects.send(.push(told), to: other) }
      case .pull: effects.send(.exchange([]), to: other)
      case .pushPull: effects.send(.exchange(told), to: other)
      }
    }
    effects.setTimer(.round, after: settings.interval)
  }

  private mutating func receive(
    _ message: Message, from sender: NodeID, _ effects: inout Effects<Self>
  ) {
    switch message {
    case .push(let told):
      let old = take(told)
      if !old.isEmpty, settings.interest != .lasting { effects.send(.unnecessary(old), to: sender) }
    case .exchange(let told):
      // What the caller has just told need not be told back.
      let own = spreading.filter { !told.contains($0) }
      let old = take(told)
      if !own.isEmpty { effects.send(.answer(own), to: sender) }
      if !old.isEmpty, settings.interest != .lasting { effects.send(.unnecessary(old), to: sender) }
    case .answer(let told): _ = take(told)
    case .unnecessary(let told): told.forEach { loseInterest($0) }
    }
  }

  /// Takes in rumors and returns those known already.
  private mutating func take(_ told: [Int]) -> [Int] {
    let old = told.filter(knows)
    for rumor in told where !knows(rumor) { rumors[rumor] = .some(0) }
    return old
  }

  private mutating func loseInterest(_ rumor: Int) {
    guard case .losing(let limit) = settings.interest, let count = rumors[rumor] ?? nil else {
      return
    }
    rumors.updateValue(count + 1 < limit ? count + 1 : nil, forKey: rumor)
  }

  /// Different others at random, as many as the fanout or all.
  private mutating func others() -> [NodeID] {
    var chosen: [NodeID] = []
    while chosen.count < min(settings.fanout, members - 1) {
      let drawn = Int.random(in: 0..<members - 1, using: &random)
      let other = drawn < id ? drawn : drawn + 1
      if !chosen.contains(other) { chosen.append(other) }
    }
    return chosen
  }
}

extension RumorNode {
  /// The rumors asked for, ascending.
  public typealias Response = [Int]
  /// There is none.
  public typealias Record = Never
  /// Nothing.
  public typealias Disk = Void
}
