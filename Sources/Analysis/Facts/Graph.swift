import Diagnostics
import Expressions
import Knowledge
import SystemModel

/// The description with its names resolved to each other, and the record of facts of each part.
///
/// Built once by `FactBuilder`, then only read; nodes refer to each other freely and live as long as
/// the facts.
final class Graph: @unchecked Sendable {
  let description: SystemDescription
  let distances: Distances
  var data: [DataNode] = []
  var stores: [StoreNode] = []
  var services: [ServiceNode] = []
  var operations: [OperationNode] = []
  var coordination: [CoordinationNode] = []
  var detections: [DetectionNode] = []
  var changes: [ChangeNode] = []
  var automation: [AutomationNode] = []
  /// Filled once it is known what stores provide.
  var numbers: SystemNumbers?

  init(_ description: SystemDescription, distances: Distances) {
    self.description = description
    self.distances = distances
  }
}

/// A named part of the description and its facts.
class Node: @unchecked Sendable {
  let name: String
  let span: SourceSpan
  let record: Expressions.Record

  init(_ name: String, at span: SourceSpan, _ type: RecordType, section: String) {
    self.name = name
    self.span = span
    record = Expressions.Record(type: type, path: "\(section).\(name)")
  }
}

/// A node that others can depend on: a store or a service.
class ComponentNode: Node, @unchecked Sendable {
  var dependsOn: [ComponentNode] = []
  var recoversWith: [ComponentNode] = []
  var neededBy: [ComponentNode] = []
  var watchedBy: [DetectionNode] = []
  var changedBy: [ChangeNode] = []
  var automatedBy: [AutomationNode] = []
  var places: [Place] { [] }
  var run: HowItIsRun { HowItIsRun() }
  var zoneLossStops: Bool? { nil }
  var regionLossStops: Bool? { nil }
}

final class DataNode: Node, @unchecked Sendable {
  let value: DataItem
  var stores: [StoreNode] = []
  var readers: [OperationNode] = []
  var writers: [OperationNode] = []

  init(_ item: Named<DataItem>, _ type: RecordType) {
    value = item.value
    super.init(item.name, at: item.nameSpan, type, section: "data")
  }
}

final class ServiceNode: ComponentNode, @unchecked Sendable {
  let value: Service
  var operations: [OperationNode] = []
  var callers: [OperationNode] = []

  init(_ service: Named<Service>, _ type: RecordType) {
    value = service.value
    super.init(service.name, at: service.nameSpan, type, section: "services")
  }

  override var places: [Place] { value.runsIn.values }
  override var run: HowItIsRun { value.run }
  var isExternal: Bool { value.external?.value ?? false }
}

final class StoreNode: ComponentNode, @unchecked Sendable {
  let value: Store
  var product: Product?
  /// Settings by documented name, defaults filled in.
  var settings: [(name: String, value: String)] = []
  var provided: [ProvidedFact: String] = [:]
  /// Index of the product's profile that has the last word on a fact.
  var decidedBy: [ProvidedFact: Int] = [:]
  /// Set where no version is stated and the defaults of an older one guarantee less.
  var weakerDefaults: WeakerDefaults?
  var nodes = StoreNodes(nodes: [])
  var scheme = StoreNodes.Scheme(hasLeader: false, tolerance: .leaderBased)
  var data: [DataNode] = []
  var readers: [OperationNode] = []
  var writers: [OperationNode] = []
  /// Operations that publish to it or consume from it.
  var messaging: [OperationNode] = []
  var guards: [CoordinationNode] = []
  var coordinatedBy: [CoordinationNode] = []

  init(_ store: Named<Store>, _ type: RecordType) {
    value = store.value
    allPlaces = value.replicas.values.map { $0.place.value }
    super.init(store.name, at: store.nameSpan, type, section: "stores")
  }

  override var places: [Place] { nodes.nodes.map(\.place) }
  /// Places of all instances, where one stands in each region or zone.
  let allPlaces: [Place]
  override var run: HowItIsRun { value.run }
  override var zoneLossStops: Bool? { losing { place in { $0 == place } } }
  override var regionLossStops: Bool? { losing { place in { $0.region == place.region } } }

  /// Whether some one loss stops writes; unknown when one might and none surely does.
  private func losing(_ loss: (Place) -> (Place) -> Bool) -> Bool? {
    guard !nodes.nodes.isEmpty else { return nil }
    var isOpen = false
    for place in nodes.zones {
      switch nodes.writesGoOn(without: loss(place), scheme) {
      case false?: return true
      case nil: isOpen = true
      default: break
      }
    }
    return isOpen ? nil : false
  }

  var role: StoreRole { value.role?.value ?? .sourceOfTruth }
  var isTruth: Bool { [.sourceOfTruth, .coordination, .blob].contains(role) }
}

final class OperationNode: Node, @unchecked Sendable {
  let value: Operation
  var service: ServiceNode?
  var reads: [DataNode] = []
  var writes: [DataNode] = []
  var calls: [ServiceNode] = []
  var steps: [StepNode] = []
  var publishes: [(event: String, store: StoreNode?)] = []
  var consumes: [(event: String, store: StoreNode?)] = []
  /// Asked for by several facts; found once.
  lazy var clientRegions = OperationFacts.clientRegions(self)
  var floor: Duration?
  var numbers: OperationNumbers?
  /// What stores give under the operation's own settings, where it has any.
  var requestProvided: [ObjectIdentifier: [ProvidedFact: String]] = [:]

  init(_ operation: Named<Operation>, _ type: RecordType) {
    value = operation.value
    super.init(operation.name, at: operation.nameSpan, type, section: "operations")
  }

  var readStores: [StoreNode] { unique(reads.flatMap(\.stores)) }
  var writtenStores: [StoreNode] { unique(writes.flatMap(\.stores)) }
  var stores: [StoreNode] { unique(reads.flatMap(\.stores) + writes.flatMap(\.stores)) }
}

final class StepNode: @unchecked Sendable {
  let value: Step
  let reads: [DataNode]
  let writes: [DataNode]
  let calls: [ServiceNode]

  init(_ value: Step, reads: [DataNode], writes: [DataNode], calls: [ServiceNode]) {
    self.value = value
    self.reads = reads
    self.writes = writes
    self.calls = calls
  }
}

final class CoordinationNode: Node, @unchecked Sendable {
  let value: Coordination
  var store: StoreNode?
  var protectedStores: [StoreNode] = []
  var protectedServices: [ServiceNode] = []

  init(_ item: Named<Coordination>, _ type: RecordType) {
    value = item.value
    super.init(item.name, at: item.nameSpan, type, section: "coordination")
  }
}

final class DetectionNode: Node, @unchecked Sendable {
  let value: FailureDetection
  var stores: [StoreNode] = []
  var services: [ServiceNode] = []

  init(_ item: Named<FailureDetection>, _ type: RecordType) {
    value = item.value
    super.init(item.name, at: item.nameSpan, type, section: "failure_detection")
  }
}

final class ChangeNode: Node, @unchecked Sendable {
  let value: Change
  var stores: [StoreNode] = []
  var services: [ServiceNode] = []

  init(_ item: Named<Change>, _ type: RecordType) {
    value = item.value
    super.init(item.name, at: item.nameSpan, type, section: "changes")
  }
}

final class AutomationNode: Node, @unchecked Sendable {
  let value: Automation
  var stores: [StoreNode] = []
  var services: [ServiceNode] = []

  init(_ item: Named<Automation>, _ type: RecordType) {
    value = item.value
    super.init(item.name, at: item.nameSpan, type, section: "automation")
  }
}

/// The elements without repetitions, in order of first appearance.
func unique<Element: AnyObject>(_ items: [Element]) -> [Element] {
  if items.count < 2 { return items }
  var seen: Set<ObjectIdentifier> = []
  return items.filter { seen.insert(ObjectIdentifier($0)).inserted }
}

/// The texts without repetitions, in order of first appearance.
func unique(_ items: [String]) -> [String] {
  if items.count < 2 { return items }
  var seen: Set<String> = []
  return items.filter { seen.insert($0).inserted }
}
