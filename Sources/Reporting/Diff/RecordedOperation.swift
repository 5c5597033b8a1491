import Consistency
import JSONDocument

/// An operation as a JSON report has it.
struct RecordedOperation {
  let name: String
  /// Ids of the models that it needs.
  let required: [String]
  /// Everything that it needs, in words.
  let needs: String
  /// Ids of the models that it gets; `nil`: not known.
  let provided: [String]?
  /// Ids of needed models that it does not get.
  let missing: [String]
  /// Kinds of loss that it survives.
  let survives: [String]
  /// What each loss does, in the order of the report.
  let losses: [RecordedLoss]
  /// The whole entry.
  let value: JSONValue

  /// - Parameter ways: `numbers.ways` of the report.
  init(_ value: JSONValue, ways: [JSONValue]) {
    let consistency = value["consistency"] ?? .null
    self.value = value
    name = value["name"]?.text ?? ""
    required = consistency["required"]?.texts ?? []
    provided = consistency["provided"]?.items.map { $0.compactMap(\.text) }
    missing = consistency["missing"]?.texts ?? []
    survives = value["survives"]?["losses"]?.texts ?? []
    needs = Self.needs(value, consistency)
    let way = value["way"]?.number.map { Int($0) } ?? -1
    losses =
      ways.indices.contains(way)
      ? (ways[way]["losses"]?.items ?? []).compactMap(RecordedLoss.init) : []
  }

  /// What it gets, in words.
  var gets: String { Self.words(provided) }

  /// Whether it gets what it needs, in words.
  var verdict: String {
    if !missing.isEmpty { return "lacks \(missing.joined(separator: ", "))" }
    return provided == nil ? "not known" : "has what it needs"
  }

  static func words(_ models: [String]?) -> String {
    guard let models else { return "not known" }
    return models.isEmpty ? "no guarantee" : models.joined(separator: " + ")
  }

  private static func needs(_ value: JSONValue, _ consistency: JSONValue) -> String {
    let needs = value["needs"] ?? .null
    var parts = [value["cap"]?.text.map { $0 == "either" ? "CP or AP" : $0 } ?? ""]
    let models = consistency["required"]?.texts ?? []
    if !models.isEmpty {
      parts.append(
        models.joined(separator: " + ") + (consistency["scope"]?.text.map { " (\($0))" } ?? ""))
    }
    if needs["atomicity"]?.flag == true { parts.append("all or nothing") }
    if needs["durability"]?.flag == true { parts.append("no acknowledged write lost") }
    if needs["exactly_once"]?.flag == true { parts.append("one effect each") }
    if needs["convergence"]?.flag == true { parts.append("merging copies") }
    if let order = needs["ordering"]?.text, order != "none" { parts.append("\(order) order") }
    return parts.filter { !$0.isEmpty }.joined(separator: " · ")
  }
}

/// What one loss does to an operation.
struct RecordedLoss: Hashable {
  let kind: String
  let name: String
  let state: String
  let refusedIn: [String]
  let loses: String?

  init?(_ value: JSONValue) {
    guard let kind = value["kind"]?.text, let name = value["name"]?.text,
      let state = value["outcome"]?.text
    else { return nil }
    self.kind = kind
    self.name = name
    self.state = state
    refusedIn = value["refused_in"]?.texts ?? []
    loses = value["loses"]?.text
  }

  /// `zone us-east/a`
  var title: String { kind == "power" ? "all power" : "\(kind) \(name)" }

  /// What happens, in words.
  var words: String {
    let goes =
      switch state {
      case "goes-on": "goes on"
      case "ageing": "goes on, with values that age"
      case "pauses": "goes on after a failover"
      case "unknown": "nobody says who takes over"
      default: "stops"
      }
    let regions = refusedIn.isEmpty ? "" : " (in \(Words.joined(refusedIn)))"
    let lost =
      switch loses {
      case nil: ""
      case "unflushed": "loses what was not on stable storage"
      case "unreplicated": "loses acknowledged writes that were not copied"
      default: "loses every copy"
      }
    // Nobody serves while all power is off; what counts is what is there afterwards.
    if kind == "power" { return lost.isEmpty ? "loses nothing" : lost }
    return goes + regions + (lost.isEmpty ? "" : ", \(lost)")
  }
}
