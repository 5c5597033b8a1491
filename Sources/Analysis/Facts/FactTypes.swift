public import Expressions
public import Knowledge
import SystemModel

/// The shape of one kind of record: stated fields first, then computed ones, by stratum.
struct RecordLayout<Context>: Sendable {
  let name: String
  /// The fields of the model's record; one is left out where a computed fact has its name.
  let stated: StatedLayout
  let computed: [ComputedFact<Context>]
  /// Place of each computed fact.
  let computedPlaces: [Int]
  let fields: [RecordField]
  let strata: [Stratum]
  let type: RecordType

  /// - Parameters:
  ///   - linked: Fields that the builder fills with records; they stand for stated ones of the name.
  ///   - late: Fields that a stratum fills, and the first stratum that may read them.
  init(
    _ name: String, stated: [FieldDescriptor], computed facts: [ComputedFact<Context>],
    linked: [RecordField] = [], late: [(RecordField, Stratum)] = []
  ) {
    let names = Set(facts.map(\.field.name) + linked.map(\.name))
    var fields: [RecordField] = []
    var strata: [Stratum] = []
    var places: [Int?] = []
    for field in stated {
      if names.contains(field.key) {
        places.append(nil)
      } else {
        places.append(fields.count)
        fields.append(StatedFacts.recordField(field))
        strata.append(.products)
      }
    }
    fields += linked
    strata += linked.map { _ in .products }
    let ordered =
      facts.filter { $0.stratum == .products } + facts.filter { $0.stratum != .products }
    computedPlaces = Array(fields.count..<fields.count + ordered.count)
    fields += ordered.map(\.field) + late.map(\.0)
    strata += ordered.map(\.stratum) + late.map(\.1)
    self.name = name
    self.fields = fields
    self.strata = strata
    computed = ordered
    let type = RecordType(name: name, fields: fields)
    self.stated = StatedLayout(
      stated, places: places,
      replacedBy: zip(stated, places).map { field, place in
        place == nil ? type.index(of: field.key) : nil
      })
    self.type = type
  }

  /// The type as rules of a stratum see it: a prefix, so that places agree.
  func type(for stratum: Stratum) -> RecordType {
    let count = strata.firstIndex { $0 > stratum } ?? strata.count
    return count == fields.count ? type : RecordType(prefixOf: type, count: count)
  }
}

/// Every kind of record that expressions can read.
public enum FactTypes {
  private static let decided = RecordField(
    name: "decided", type: .map(key: .string, value: .string), unit: nil,
    meaning: "The option chosen for each decision topic.")
  private static let needs = RecordField(
    name: "needs", type: .record("needs"), unit: nil,
    meaning: "What it must have, stated and inferred.")

  static let operation = RecordLayout(
    "operation", stated: Operation.fields, computed: OperationFacts.all,
    linked: [
      RecordField(
        name: "steps", type: .list(.record("step")), unit: nil, meaning: "Its steps, in order."),
      RecordField(
        name: "publishes", type: .list(.record("publication")), unit: nil,
        meaning: "The events it publishes."),
      RecordField(
        name: "consumes", type: .list(.record("consumption")), unit: nil,
        meaning: "The events that start it."),
      RecordField(
        name: "requirements", type: .record("requirements"), unit: nil,
        meaning: "What it must guarantee: its own requirements over those of the whole description."
      ),
    ],
    late: CatalogueFacts.settingFields.map { ($0, .requirements) } + [
      (needs, .decisions),
      (
        RecordField(
          name: "provided", type: .list(.string), unit: nil,
          meaning: "Models that its whole path gives; none implies another."), .decisions
      ),
      (
        RecordField(
          name: "missing", type: .list(.string), unit: nil,
          meaning: "Needed models that the path does not give."), .decisions
      ),
      (
        RecordField(
          name: "met", type: .bool, unit: nil, meaning: "The path gives every model that it needs."),
        .decisions
      ),
      (
        RecordField(
          name: "anomaly", type: .string, unit: nil,
          meaning: "What can happen because of the first missing model; empty when none is missing."
        ), .decisions
      ),
      (
        RecordField(
          name: "excess", type: .list(.string), unit: nil,
          meaning: "Models given at the price of coordination that nothing needs."), .decisions
      ),
      (decided, .findings),
    ])
  static let data = RecordLayout(
    "data", stated: DataItem.fields, computed: DataFacts.all,
    late: [(needs, .decisions), (decided, .findings)])
  static let store = RecordLayout(
    "store", stated: Store.fields, computed: StoreFacts.all + ComponentFacts.all(StoreNode.self),
    late: CatalogueFacts.fields.map { ($0, .requirements) } + [(decided, .findings)])
  static let service = RecordLayout(
    "service", stated: Service.fields,
    computed: ServiceFacts.all + ComponentFacts.all(ServiceNode.self), late: [(decided, .findings)])
  static let coordination = RecordLayout(
    "coordination", stated: Coordination.fields, computed: CoordinationFacts.all,
    late: [(decided, .findings)])
  static let detection = RecordLayout(
    "failure_detection", stated: FailureDetection.fields, computed: DetectionFacts.all,
    late: [(decided, .findings)])
  static let change = RecordLayout(
    "change", stated: Change.fields, computed: ActorFacts.changes, late: [(decided, .findings)])
  static let automation = RecordLayout(
    "automation", stated: Automation.fields, computed: ActorFacts.automation,
    late: [(decided, .findings)])
  static let system = RecordLayout(
    "system", stated: SystemInfo.fields + topLevel, computed: SystemFacts.all,
    late: [(decided, .findings)])
  static let topology = RecordLayout(
    "topology", stated: Topology.fields, computed: SystemFacts.topology,
    linked: [
      RecordField(
        name: "regions", type: .list(.record("region")), unit: nil, meaning: "Its regions."),
      RecordField(
        name: "links", type: .list(.record("link")), unit: nil,
        meaning: "The stated links between its places."),
    ])
  static let link = RecordLayout(
    "link", stated: Link.fields,
    computed: [
      ComputedFact<Link>("rtt", .duration, "The median round trip.") {
        .time($0.roundTrip?.value.median?.value)
      }
    ])
  static let region = RecordLayout(
    "region", stated: Region.fields,
    computed: [ComputedFact<String>("name", .string, "Its name.") { .string($0) }])
  static let team = RecordLayout("team", stated: Team.fields, computed: SystemFacts.team)
  static let step = RecordLayout("step", stated: Step.fields, computed: StepFacts.all)

  /// Fields of the whole description that expressions find on `system`.
  static let topLevelKeys = ["priorities", "constraints"]
  private static var topLevel: [FieldDescriptor] {
    SystemDescription.fields.filter { topLevelKeys.contains($0.key) }
  }

  static let publication = RecordType(
    name: "publication",
    fields: [
      RecordField(name: "event", type: .string, unit: nil, meaning: "The event's name."),
      RecordField(
        name: "to", type: .record("store"), unit: nil, meaning: "The store that it is published to."
      ),
      RecordField(
        name: "via", type: .string, unit: nil,
        meaning: "How: outbox, cdc, dual-write, transaction or event-sourcing."),
    ])
  static let consumption = RecordType(
    name: "consumption",
    fields: [
      RecordField(name: "event", type: .string, unit: nil, meaning: "The event's name."),
      RecordField(
        name: "from", type: .record("store"), unit: nil, meaning: "The store that it comes from."),
      RecordField(
        name: "delivery", type: .string, unit: nil,
        meaning: "at-most-once, at-least-once or exactly-once."),
      RecordField(
        name: "dead_letter", type: .bool, unit: nil,
        meaning: "A message that keeps failing is set aside."),
      RecordField(name: "ordering", type: .string, unit: nil, meaning: "none, per-key or total."),
    ])

  /// Records that stand inside others, from the model's declaration.
  static let nested = StatedFacts(nested: [
    Scale.self, Constraints.self, Requirements.self, GeoLocation.self,
    Clocks.self, SharedFate.self, Pauses.self, Failover.self, HealthCheck.self, Capacity.self,
    Queue.self, Limit.self, Integrity.self, Replica.self, Guarantees.self, Quorum.self,
    Backups.self, StoreLatency.self, CachePolicy.self, Retries.self, Lease.self,
    Publication.self, Consumption.self,
  ])

  /// The schema that knowledge is checked against.
  public static let schema = FactSchema { stratum, kind in environment(stratum, kind) }

  /// The variables that expressions about a kind of subject have.
  public static func environment(_ stratum: Stratum, _ kind: SubjectKind) -> Environment {
    let globals: [(name: String, type: ValueType)] = [
      ("system", .record("system")), ("topology", .record("topology")), ("team", .record("team")),
    ]
    let own: [(name: String, type: ValueType)] =
      kind == .system ? [] : [(kind.rawValue, .record(kind.rawValue))]
    return environments[stratum.rawValue].adding(variables: own + globals)
  }

  /// One for each stratum, without variables.
  private static let environments = Stratum.allCases.map { stratum in
    Environment(records: recordTypes(stratum), variables: [], functions: FactFunctions.all)
  }

  /// Every record type, as rules of a stratum see it.
  static func recordTypes(_ stratum: Stratum) -> [RecordType] {
    [
      system.type(for: stratum), topology.type(for: stratum), team.type(for: stratum),
      operation.type(for: stratum), data.type(for: stratum), store.type(for: stratum),
      service.type(for: stratum), coordination.type(for: stratum), detection.type(for: stratum),
      change.type(for: stratum), automation.type(for: stratum), step.type, region.type, link.type,
      publication,
      consumption, Needs.recordType,
    ]
      + nested.types.values.sorted { $0.name < $1.name }.filter { type in
        !subjectNames.contains(type.name)
      }
  }

  private static let subjectNames: Set<String> = [
    "system", "topology", "team", "operation", "data", "store", "service", "coordination",
    "failure_detection", "change", "automation", "step", "region", "link", "needs", "publication",
    "consumption",
  ]
}
