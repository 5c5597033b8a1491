/// A node of an orchestrated saga: the orchestrator, or a service.
///
/// The orchestrator's progress is on disk before its next command leaves. To write it without
/// waiting is not enough, although a repeated step does nothing: an orchestrator that forgot how far
/// it was could give up at an earlier step, and leave the later ones uncompensated. A step whose answer does not come is repeated
/// with the same key; one given up is compensated as if it had been done, since nobody knows. Pivot,
/// retriable steps and compensations are repeated until they succeed.
///
/// Deviations from the paper: the steps' kinds, idempotency keys and the pivot are Richardson's;
/// save points are left out. Nothing isolates sagas from each other.
///
/// - Source: Garcia-Molina & Salem, Sagas, SIGMOD 1987, sections 2 and 4; Richardson, Microservices
///   Patterns, 2018, chapter 4.
public enum SagaNode: Process {
  /// Drives sagas.
  case orchestrator(SagaOrchestrator)
  /// Does steps.
  case service(SagaService)

  /// How nodes go about it; as it stands, correctly.
  public struct Policy: Sendable {
    /// The order of compensations.
    public var compensationOrder = CompensationOrder.reverse
    /// How the orchestrator keeps its progress.
    public var progress = ProgressKeeping.forced
    /// Whether services know a step they have done by its key.
    public var usesIdempotencyKeys = true
    /// How often a compensatable step is tried before the saga turns back.
    public var attempts = 3
    /// After how many attempts at one compensation a human is called; it is tried on meanwhile.
    public var attemptsBeforeHelp = 10
    /// How long to wait for an answer.
    public var retryInterval: Nanoseconds = 100_000_000

    /// The correct policy.
    public init() {}
  }

  /// The order of compensations.
  public enum CompensationOrder: Sendable {
    /// Last step first, as it must be where steps build on each other.
    case reverse
    /// First step first.
    case forward
  }

  /// How an orchestrator keeps its progress.
  public enum ProgressKeeping: Sendable {
    /// On disk before the next command leaves.
    case forced
    /// Written, and not waited for but at the beginning, at the turn and at the end.
    case lazy
    /// In memory only.
    case volatile
  }

  /// What nodes say to each other.
  public enum Message: Sendable {
    /// Do a step or its compensation.
    case command(SagaKey, SagaPlan.Step)
    /// What came of it.
    case answer(SagaKey, Answer)
  }

  /// What a service says to a command.
  public enum Answer: Hashable, Sendable {
    /// It is done, now or before.
    case done
    /// It is not done and never will be.
    case refused
    /// It is not done now; ask again.
    case unavailable
  }

  /// The orchestrator's patience with a saga's current command.
  public enum Timer: Hashable, Sendable {
    /// By the client's request.
    case retry(RequestID)
  }

  /// The saga a client begins, at the orchestrator.
  public typealias Request = SagaPlan
  /// How it ended.
  public typealias Response = SagaOutcome

  /// A change to what a node keeps.
  public enum Record: Sendable {
    /// The orchestrator's progress in a saga; `nil`: it is over.
    case progress(RequestID, SagaOrchestrator.Progress?)
    /// A service's answer for good, with the effect if it had one.
    case answered(SagaKey, Answer, SagaEffect?)
  }

  /// What a node finds when it starts.
  public struct Disk: Sendable {
    /// The sagas under way.
    public internal(set) var sagas: [RequestID: SagaOrchestrator.Progress] = [:]
    /// The service's answers for good.
    var answers: [SagaKey: Answer] = [:]
    /// What the service has done, in order.
    public internal(set) var effects: [SagaEffect] = []

    /// An empty disk.
    public init() {}
  }

  /// The node `id`: node 0 orchestrates, the others serve.
  public init(id: NodeID, policy: Policy = Policy(), disk: Disk = Disk()) {
    self =
      id == 0
      ? .orchestrator(SagaOrchestrator(policy: policy, disk: disk))
      : .service(SagaService(policy: policy, disk: disk))
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<SagaNode>, at now: LocalTime, effects: inout Effects<SagaNode>
  ) {
    switch self {
    case .orchestrator(var node):
      node.step(input, effects: &effects)
      self = .orchestrator(node)
    case .service(var node):
      node.step(input, at: now, effects: &effects)
      self = .service(node)
    }
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .progress(let saga, let progress): disk.sagas[saga] = progress
    case .answered(let key, let answer, let effect):
      disk.answers[key] = answer
      if let effect { disk.effects.append(effect) }
    }
  }
}
