// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// Where things run, and how the places are connected.
public struct Topology: Record {
  public var regions: NamedMap<Region> = .init()
  public var links: StatedList<Link> = .init()
  public var clocks: Stated<Clocks>?
  public var sharedFate: StatedList<SharedFate> = .init()
  public var pauses: Stated<Pauses>?
  public var faultModel: Stated<FaultModel>?
  public var trust: Stated<Trust>?

  public init() {}

  public static let schema = RecordSchema<Topology>("a topology") {
    Field("regions", \.regions, "Regions, by name.")
    Field(
      "links", \.links,
      "Connections between places, the same both ways; what is not stated is taken from known provider regions, else from distance."
    )
    Field("clocks", \.clocks, "How well the nodes' clocks agree.")
    Field("shared_fate", \.sharedFate, "Places that can fail together, and because of what.")
    Field("pauses", \.pauses, "How long a process can stop.")
    Field("fault_model", \.faultModel, default: .crash, "How a faulty node behaves.")
    Field("trust", \.trust, default: .singleOrganization, "Who runs the nodes.")
  }
}

/// A region: places near each other, apart from other regions.
public struct Region: Record {
  public var zones: Stated<Zones>?
  public var provider: Stated<String>?
  public var availability: Stated<Percentage>?
  public var location: Stated<GeoLocation>?

  public init() {}

  public static let schema = RecordSchema<Region>("a region") {
    Field(
      "zones", \.zones, default: Zones(names: []),
      "Zones: parts that fail independently of each other.")
    Field(
      "provider", \.provider,
      "Provider and region, such as aws:us-east-1; known ones bring measured round-trip times.")
    Field("availability", \.availability, bounds: .positive, "Share of time that the region is up.")
    Field("location", \.location, "Where the region is on Earth.")
  }

  /// The names of its zones; empty when none are stated.
  public var zoneNames: [String] { zones?.value.names.map(\.value) ?? [] }
}

/// A point on Earth.
public struct GeoLocation: Record {
  public var latitude: Stated<Double> = .missing(0)
  public var longitude: Stated<Double> = .missing(0)

  public init() {}

  public static let schema = RecordSchema<GeoLocation>("a location") {
    Field("lat", \.latitude, bounds: .between(-90, 90), "Degrees north of the equator.")
    Field("lon", \.longitude, bounds: .between(-180, 180), "Degrees east of Greenwich.")
  }
}

/// Places that can fail together.
public struct SharedFate: Record {
  public var of: Stated<String>?
  public var places: StatedList<Place> = .init()

  public init() {}

  public static let schema = RecordSchema<SharedFate>("a shared fate") {
    Field("of", \.of, "What they share, such as power, a building or a switch.")
    Field("places", \.places, required: true, "Places that can fail together because of it.")
  }
}

/// How long a process can stop without failing.
public struct Pauses: Record {
  public var max: Stated<Duration>?

  public init() {}

  public static let schema = RecordSchema<Pauses>("a set of pauses") {
    Field(
      "max", \.max,
      "Longest stop of a process: garbage collection, migration of a virtual machine.")
  }
}

/// How a faulty node behaves.
public enum FaultModel: String, Vocabulary {
  case crash
  case crashRecovery = "crash-recovery"
  case omission, byzantine
}

/// Who runs the nodes.
public enum Trust: String, Vocabulary {
  case singleOrganization = "single-organization"
  case multiOrganization = "multi-organization"
  case `public`
}
