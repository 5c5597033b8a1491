/// A saga: local transactions in a row, which together are all done or all compensated.
///
/// Steps are compensatable up to the pivot, of which there is one at most, and retriable after it.
public struct SagaPlan: Hashable, Sendable {
  /// The steps in order.
  public var steps: [Step]

  /// A saga of these steps.
  public init(_ steps: [Step]) { self.steps = steps }

  /// One local transaction at a service.
  public struct Step: Hashable, Sendable {
    /// The service's node.
    public var service: NodeID
    /// What may happen to the step.
    public var kind: Kind
    /// Whether a rule of the business refuses it. A retriable step is never refused.
    public var isRefused: Bool
    /// How often the service is unavailable before it does the step.
    public var failures: Int
    /// How often it is unavailable before it does the compensation.
    public var compensationFailures: Int

    /// A step at `service`.
    public init(
      service: NodeID, kind: Kind, isRefused: Bool = false, failures: Int = 0,
      compensationFailures: Int = 0
    ) {
      self.service = service
      self.kind = kind
      self.isRefused = isRefused
      self.failures = failures
      self.compensationFailures = compensationFailures
    }
  }

  /// What may happen to a step.
  public enum Kind: Hashable, Sendable {
    /// It can be undone.
    case compensatable
    /// It decides: after it the saga goes on to the end.
    case pivot
    /// It is tried until it succeeds.
    case retriable
  }

  /// Whether the steps stand in an order in which all or nothing can be kept.
  public var isWellFormed: Bool {
    let kinds = steps.map(\.kind)
    let tail = kinds.drop { $0 == .compensatable }
    return tail.dropFirst(tail.first == .pivot ? 1 : 0).allSatisfy { $0 == .retriable }
  }
}

/// How a saga ends.
public enum SagaOutcome: Hashable, Sendable {
  /// All steps are done.
  case completed
  /// All steps that were done are compensated.
  case compensated
}

/// Names a step or its compensation: the idempotency key that services know it by.
public struct SagaKey: Hashable, Sendable {
  /// The saga, by the client's request.
  public var saga: RequestID
  /// The step, from 0.
  public var step: Int
  /// Whether it is the step's compensation.
  public var isCompensation: Bool

  /// The key of a step or of its compensation.
  public init(saga: RequestID, step: Int, isCompensation: Bool) {
    self.saga = saga
    self.step = step
    self.isCompensation = isCompensation
  }
}

/// Something a service has really done.
public struct SagaEffect: Hashable, Sendable {
  /// What.
  public var key: SagaKey
  /// When, by the service's clock.
  public var at: LocalTime
}
