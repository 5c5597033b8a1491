/// A service in a choreographed saga: it does its step when it hears that the one before is done,
/// and tells the next; or compensates it when it hears that the one after could not be, and tells
/// the one before.
///
/// Having heard an event, its effect, and the event it leads to are one local transaction (an outbox
/// at each service); events are sent until acknowledged and known by their keys. So no step is ever
/// ambiguous, and the compensations run in reverse by themselves.
///
/// - Source: Richardson, Microservices Patterns, 2018, sections 3.3 and 4.2.1.
public struct ChoreographyNode: Process {
  /// Something that has happened, addressed to the service of a step.
  public enum Event: Hashable, Sendable {
    /// All steps before this one are done.
    case advance(saga: RequestID, step: Int)
    /// No step after this one is done, or they are all compensated.
    case retreat(saga: RequestID, step: Int)
    /// The saga is over. To where it began.
    case finished(saga: RequestID, SagaOutcome)
  }

  /// An event with what its receivers need to know.
  public struct Letter: Hashable, Sendable {
    /// What has happened.
    public var event: Event
    /// The saga's steps.
    public var plan: SagaPlan
    /// The node the client asked.
    public var initiator: NodeID

    /// The node it is for.
    var receiver: NodeID {
      switch event {
      case .advance(_, let step), .retreat(_, let step): plan.steps[step].service
      case .finished: initiator
      }
    }
  }

  /// What services say to each other.
  public enum Message: Sendable {
    /// An event.
    case event(Letter)
    /// It is heard, and what it leads to is on disk.
    case acknowledge(Event)
  }

  /// The outbox's next round.
  public enum Timer: Hashable, Sendable {
    /// The only one.
    case resend
  }

  /// The saga a client begins, at any service.
  public typealias Request = SagaPlan
  /// How it ended.
  public typealias Response = SagaOutcome

  /// A change to what a service keeps.
  public enum Record: Sendable {
    /// An event is heard, with its effect and the event it leads to; the first of a saga has none
    /// before it.
    case heard(Event?, effect: SagaEffect?, next: Letter?)
    /// An event has arrived.
    case delivered(Event)
  }

  /// What a service finds when it starts.
  public struct Disk: Sendable {
    /// Events heard.
    var heard: Set<Event> = []
    /// Events to send until they are acknowledged, in order.
    public internal(set) var outbox: [Letter] = []
    /// What was done, in order.
    public internal(set) var effects: [SagaEffect] = []

    /// An empty disk.
    public init() {}
  }

  private var log: Disk
  private let id: NodeID
  private let resendInterval: Nanoseconds
  private var failures: [Event: Int] = [:]

  /// The service `id`, from what is on its disk.
  public init(id: NodeID, resendInterval: Nanoseconds = 100_000_000, disk: Disk = Disk()) {
    self.id = id
    self.resendInterval = resendInterval
    log = disk
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<ChoreographyNode>, at now: LocalTime, effects: inout Effects<ChoreographyNode>
  ) {
    switch input {
    case .start, .timer:
      effects.sync()  // what led to them may be on its way to disk still
      for letter in log.outbox { effects.send(.event(letter), to: letter.receiver) }
      if !log.outbox.isEmpty { effects.setTimer(.resend, after: resendInterval) }
    case .request(let plan, let saga):
      let event =
        plan.steps.isEmpty
        ? Event.finished(saga: saga, .completed) : .advance(saga: saga, step: 0)
      hear(nil, effect: nil, next: Letter(event: event, plan: plan, initiator: id), &effects)
    case .message(.event(let letter), let from):
      receive(letter, at: now, &effects)
      if log.heard.contains(letter.event) {
        effects.sync()
        effects.send(.acknowledge(letter.event), to: from)
      }
    case .message(.acknowledge(let event), _):
      guard log.outbox.contains(where: { $0.event == event }) else { return }
      record(.delivered(event), &effects)
      if log.outbox.isEmpty { effects.cancelTimer(.resend) }
    }
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .heard(let event, let effect, let next):
      if let event { disk.heard.insert(event) }
      if let effect { disk.effects.append(effect) }
      if let next { disk.outbox.append(next) }
    case .delivered(let event): disk.outbox.removeAll { $0.event == event }
    }
  }

  private mutating func record(_ record: Record, _ effects: inout Effects<ChoreographyNode>) {
    Self.write(record, to: &log)
    effects.persist(record)
  }

  /// Does what an event asks for, unless the service is unavailable: then it comes again.
  private mutating func receive(
    _ letter: Letter, at now: LocalTime, _ effects: inout Effects<ChoreographyNode>
  ) {
    let event = letter.event
    guard !log.heard.contains(event) else { return }
    switch event {
    case .finished(let saga, let outcome):
      hear(event, effect: nil, next: nil, &effects)
      effects.respond(outcome, to: saga)
    case .advance(let saga, let index):
      let step = letter.plan.steps[index]
      guard isAvailable(event, failures: step.failures) else { return }
      if step.isRefused && step.kind != .retriable {
        hear(event, effect: nil, next: before(letter, saga, index), &effects)
      } else {
        let key = SagaKey(saga: saga, step: index, isCompensation: false)
        hear(
          event, effect: SagaEffect(key: key, at: now), next: after(letter, saga, index), &effects)
      }
    case .retreat(let saga, let index):
      guard isAvailable(event, failures: letter.plan.steps[index].compensationFailures) else {
        return
      }
      let key = SagaKey(saga: saga, step: index, isCompensation: true)
      hear(
        event, effect: SagaEffect(key: key, at: now), next: before(letter, saga, index), &effects)
    }
  }

  private mutating func isAvailable(_ event: Event, failures limit: Int) -> Bool {
    failures[event, default: 0] += 1
    return failures[event, default: 0] > limit
  }

  private func after(_ letter: Letter, _ saga: RequestID, _ step: Int) -> Letter {
    var next = letter
    next.event =
      step + 1 < letter.plan.steps.count
      ? .advance(saga: saga, step: step + 1) : .finished(saga: saga, .completed)
    return next
  }

  private func before(_ letter: Letter, _ saga: RequestID, _ step: Int) -> Letter {
    var next = letter
    next.event =
      step > 0 ? .retreat(saga: saga, step: step - 1) : .finished(saga: saga, .compensated)
    return next
  }

  private mutating func hear(
    _ event: Event?, effect: SagaEffect?, next: Letter?,
    _ effects: inout Effects<ChoreographyNode>
  ) {
    record(.heard(event, effect: effect, next: next), &effects)
    effects.sync()
    guard let next else { return }
    effects.send(.event(next), to: next.receiver)
    if log.outbox.count == 1 { effects.setTimer(.resend, after: resendInterval) }
  }
}
