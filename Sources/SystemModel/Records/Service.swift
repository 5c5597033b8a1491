// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// A program that carries out operations.
public struct Service: Record {
  public var runsIn: StatedList<Place> = .init()
  public var instances: Stated<Int>?
  public var external: Stated<Bool>?
  public var availability: Stated<Percentage>?
  public var latency: Stated<Percentiles>?
  public var idempotencyKeys: Stated<Bool>?
  public var legacy: Stated<Bool>?
  public var failover: Stated<Failover>?
  public var run = HowItIsRun()

  public init() {}

  public static let schema = RecordSchema<Service>("a service") {
    Field("runs_in", \.runsIn, "Places where instances of it run.")
    Field("instances", \.instances, bounds: .atLeast(1), "Instances of it, in all places together.")
    Field(
      "external", \.external, default: false,
      "Whether it is outside your control: it then takes part in no lock and no two-phase commit.")
    Field("availability", \.availability, bounds: .positive, "Share of requests that it answers.")
    Field("latency", \.latency, "Time that it takes to answer, by percentile.")
    Field(
      "idempotency_keys", \.idempotencyKeys,
      "Whether it recognises a repeated request by a key and answers it once.")
    Field("legacy", \.legacy, default: false, "Whether it is to be replaced.")
    Field("failover", \.failover, "What happens when its active instance fails.")
    Field<Service>.embedding(\.run)
  }
}
