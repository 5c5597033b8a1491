// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// A system as its users describe it: what it does, what it must guarantee, what it runs on.
///
/// What a description leaves out is unknown, not false.
public struct SystemDescription: Record {
  public var formatVersion: Stated<FormatVersion> = .missing(.current)
  public var system: Stated<SystemInfo> = .missing(SystemInfo())
  public var team: Stated<Team>?
  public var priorities: StatedList<Priority> = .init()
  public var constraints: Stated<Constraints>?
  public var requirements: Stated<Requirements>?
  public var topology: Stated<Topology>?
  public var services: NamedMap<Service> = .init()
  public var stores: NamedMap<Store> = .init()
  public var data: NamedMap<DataItem> = .init()
  public var operations: NamedMap<Operation> = .init()
  public var coordination: NamedMap<Coordination> = .init()
  public var failureDetection: NamedMap<FailureDetection> = .init()
  public var changes: NamedMap<Change> = .init()
  public var automation: NamedMap<Automation> = .init()
  public var acceptedRisks: StatedList<AcceptedRisk> = .init()

  public init() {}

  public static let schema = RecordSchema<SystemDescription>("a description") {
    Field("dsdesign", \.formatVersion, "Version of this format: 1.")
    Field("system", \.system, "What the system is.")
    Field("team", \.team, "Who builds and runs it.")
    Field(
      "priorities", \.priorities,
      "What matters most, first things first; breaks ties between requirements that conflict.")
    Field("constraints", \.constraints, "What any design has to respect.")
    Field(
      "requirements", \.requirements,
      "What every operation must guarantee unless it says otherwise.")
    Field("topology", \.topology, "Where things run, and how the places are connected.")
    Field("services", \.services, "Programs that carry out operations, by name.")
    Field("stores", \.stores, "Databases, caches, brokers and other keepers of data, by name.")
    Field("data", \.data, "Kinds of data that the system keeps, by name.")
    Field(
      "operations", \.operations, bounds: .atLeast(1), required: true,
      "What the system does, by name.")
    Field(
      "coordination", \.coordination,
      "Locks, leader elections and other agreements between processes, by name.")
    Field(
      "failure_detection", \.failureDetection, "How failures are noticed and acted on, by name.")
    Field(
      "changes", \.changes,
      "How software, configuration or data reaches production, by name.")
    Field(
      "automation", \.automation,
      "Programs and scripts that act on the system by themselves or at one command, by name.")
    Field(
      "accepted_risks", \.acceptedRisks,
      "Findings that are accepted: still reported, but they no longer fail the run.")
  }
}
