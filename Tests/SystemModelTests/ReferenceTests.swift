import Diagnostics
import SystemModel
import Testing

/// Names that refer to nothing are errors where they stand.
struct ReferenceTests {
  static let world = """
    dsdesign: 1
    system: {name: Shop}
    topology: {regions: {us-east: {zones: [a, b]}, eu: }}
    services: {checkout: , billing: }
    stores: {orders-db: , events: }
    data: {order: , cart: }
    operations: {buy: }

    """

  /// Each place where a name can stand, with `NAME` for the name, and what can be meant there.
  static let places: [(section: String, target: NameTarget)] = [
    ("constraints: {residency: [NAME]}", .region),
    ("services: {x: {runs_in: [NAME]}}", .place),
    ("services: {x: {depends_on: [NAME]}}", .component),
    ("services: {x: {recovers_with: [NAME]}}", .component),
    ("stores: {x: {replicas: [NAME]}}", .place),
    ("stores: {x: {replicas: [{place: NAME}]}}", .place),
    ("stores: {x: {backups: {at: [NAME]}}}", .place),
    ("stores: {x: {depends_on: [NAME]}}", .component),
    ("stores: {x: {recovers_with: [NAME]}}", .component),
    ("data: {x: {store: NAME}}", .store),
    ("data: {x: {stores: [NAME]}}", .store),
    ("data: {x: {written_in: [NAME]}}", .place),
    ("operations: {x: {service: NAME}}", .service),
    ("operations: {x: {reads: [NAME]}}", .data),
    ("operations: {x: {writes: [NAME]}}", .data),
    ("operations: {x: {calls: [NAME]}}", .service),
    ("operations: {x: {from: [NAME]}}", .place),
    ("operations: {x: {steps: [{do: s, reads: [NAME]}]}}", .data),
    ("operations: {x: {steps: [{do: s, writes: [NAME]}]}}", .data),
    ("operations: {x: {steps: [{do: s, calls: NAME}]}}", .service),
    ("operations: {x: {publishes: {E: {to: NAME}}}}", .store),
    ("operations: {x: {consumes: {E: {from: NAME}}}}", .store),
    ("coordination: {x: {store: NAME}}", .store),
    ("coordination: {x: {protects: [NAME]}}", .component),
    ("failure_detection: {x: {watches: NAME}}", .watched),
    ("changes: {x: {affects: [NAME]}}", .component),
    ("automation: {x: {acts_on: [NAME]}}", .component),
  ]

  /// A name of each section of the world.
  static let names = ["order", "orders-db", "checkout", "us-east", "us-east/b"]

  static func isMeant(_ name: String, by target: NameTarget) -> Bool {
    switch target {
    case .data: name == "order"
    case .store: name == "orders-db"
    case .service: name == "checkout"
    case .region: name == "us-east"
    case .place: ["us-east", "us-east/b"].contains(name)
    case .component: ["orders-db", "checkout"].contains(name)
    case .watched: ["orders-db", "checkout", "us-east"].contains(name)
    }
  }

  /// The world, with the section's entry put first in the section if the world has it.
  static func text(_ section: String, _ name: String) -> String {
    let entry = section.replacing("NAME", with: name)
    let key = entry.prefix { $0 != ":" }
    let lines = world.split(separator: "\n").map(String.init)
    guard let index = lines.firstIndex(where: { $0.hasPrefix("\(key): {") }) else {
      return (lines + [entry]).joined(separator: "\n")
    }
    var changed = lines
    let inside = entry.dropFirst(key.count + 3).dropLast()
    changed[index] = "\(key): {\(inside), " + lines[index].dropFirst(key.count + 3)
    return changed.joined(separator: "\n")
  }

  @Test(arguments: places)
  func `only what is meant can be referred to`(section: String, target: NameTarget) {
    for name in Self.names {
      let found = problems(Self.text(section, name)).count
      #expect(found == (Self.isMeant(name, by: target) ? 0 : 1), "\(section) \(name)")
    }
  }

  @Test(arguments: places)
  func `an error stands at the name`(section: String, target: NameTarget) {
    let diagnostics = read(Self.text(section, "nowhere")).1
    #expect(diagnostics.map(pointedAt) == ["nowhere"])
    #expect(diagnostics.first?.message.hasSuffix("is named 'nowhere'") == true)
  }

  @Test func `every kind of name is tried`() {
    #expect(Set(Self.places.map(\.target)) == Set(NameTarget.allCases))
  }

  @Test func `the names that exist are listed, and the nearest is suggested`() {
    let diagnostics = read(Self.text("data: {x: {store: order-db}}", "")).1
    #expect(diagnostics.map(\.message) == ["no store is named 'order-db'"])
    #expect(diagnostics[0].help == "did you mean `orders-db`? under `stores`: orders-db, events")
    #expect(diagnostics[0].label == "refers to nothing")
  }

  @Test func `a name of something else says what it is`() {
    let diagnostics = read(Self.text("data: {x: {store: checkout}}", "")).1
    #expect(diagnostics.map(\.label) == ["this is a service"])
  }

  @Test func `names are case-sensitive`() {
    #expect(read(Self.text("data: {x: {store: Orders-DB}}", "")).1.count == 1)
  }

  @Test func `many names are cut short`() {
    let stores = (0..<12).map { "s\($0): " }.joined(separator: ", ")
    let diagnostics = read(description(with: "stores: {\(stores)}\ndata: {a: {store: zebra}}")).1
    #expect(
      diagnostics[0].help == "under `stores`: s0, s1, s2, s3, s4, s5, s6, s7, s8, s9 and 2 more")
  }

  @Test(arguments: [
    ("us-east/c", "c", "the region 'us-east' has no zone 'c'", "zones: a, b"),
    (
      "eu/a", "a", "the region 'eu' has no zone 'a'",
      "it has no zones; add them under `topology.regions.eu.zones`"
    ),
    (
      "us-eats/a", "us-eats", "no region is named 'us-eats'",
      "did you mean `us-east`? under `topology.regions`: us-east, eu"
    ),
    ("'us-east/c'", "'us-east/c'", "the region 'us-east' has no zone 'c'", "zones: a, b"),
    ("us-east/", "", "the region 'us-east' has no zone ''", "zones: a, b"),
  ])
  func `a place is a region of the file, or a zone of it`(
    place: String, pointed: String, message: String, help: String
  ) {
    let diagnostics = read(Self.text("services: {x: {runs_in: [NAME]}}", place)).1
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.map(pointedAt) == [pointed])
    #expect(diagnostics.map(\.help) == [help])
  }

  @Test func `without regions no place exists`() {
    let diagnostics = read(description(with: "services: {a: {runs_in: [us-east]}}")).1
    #expect(diagnostics.map(\.message) == ["no region is named 'us-east'"])
    #expect(diagnostics[0].help == "the file has none; declare it under `topology.regions`")
  }

  @Test func `both ends of a link are places`() {
    let text = Self.world.replacing(
      "regions: {", with: "links: [{between: [us-east/a, mars]}], regions: {")
    #expect(problems(text) == ["3:42 no region is named 'mars'"])
  }

  @Test func `places of a shared fate exist`() {
    let text = Self.world.replacing(
      "regions: {", with: "shared_fate: [{of: power, places: [us-east/a, us-east/z]}], regions: {")
    #expect(
      problems(text).map { $0.drop { $0 != " " } } == [" the region 'us-east' has no zone 'z'"])
  }

  @Test func `a thing whose own description is wrong still exists`() {
    let text = description(with: "stores: {db: {shards: many}}\ndata: {a: {store: db}}")
    #expect(problems(text).count == 1)
  }
}
