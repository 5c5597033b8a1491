public import Consistency

/// What a history of list appends can show that some model forbids.
///
/// - Source: Adya 1999; Berenson et al. 1995; Kingsbury & Alvaro, VLDB 2020; Cerone & Gotsman,
///   Analysing snapshot isolation, JACM 2018 (cycles without two adjacent rw edges).
public enum ListAppendAnomaly: String, Sendable, Hashable, CaseIterable {
  /// A read returned an element that nobody appended.
  case unwrittenElement = "unwritten-element"
  /// A read returned an element twice.
  case duplicateElements = "duplicate-elements"
  /// Two reads show orders of one list of which neither continues the other.
  case incompatibleOrder = "incompatible-order"
  /// A transaction's read does not fit its own earlier reads and appends.
  case `internal`
  case g1a = "G1a"
  case g1b = "G1b"
  case lostUpdate = "lost-update"
  case g0 = "G0"
  case g1c = "G1c"
  /// One transaction saw and did not see another.
  case fracturedRead = "fractured-read"
  /// A cycle of wr edges and one rw edge.
  case causalReadSkew = "G-single-wr"
  case gSingle = "G-single"
  /// A cycle with several rw edges of which no two are adjacent.
  case gNonadjacent = "G-nonadjacent"
  case g2Item = "G2-item"

  /// What a reader of the catalogue of consistency models knows it as.
  public var anomaly: Anomaly? {
    switch self {
    case .g1a: .abortedRead
    case .g1b: .intermediateRead
    case .lostUpdate: .lostUpdate
    case .g0: .dirtyWrite
    case .g1c: .circularInformationFlow
    case .fracturedRead: .fracturedRead
    case .causalReadSkew, .gSingle: .readSkew
    case .gNonadjacent: .longFork
    case .g2Item: .writeSkew
    default: nil
    }
  }
}

/// Which orders beside those of the data count.
public enum OrderOfTransactions: Int, Sendable, Comparable, CaseIterable {
  case data, process, realtime

  /// `realtime` contains `process` contains `data`.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// What is added to an anomaly's name.
  var suffix: String {
    switch self {
    case .data: ""
    case .process: "-process"
    case .realtime: "-realtime"
    }
  }
}

/// What a model forbids in histories of list appends.
struct ForbiddenAnomalies: Sendable {
  var anomalies: Set<ListAppendAnomaly>
  var order: OrderOfTransactions

  /// - Returns: `nil` for a model that these histories cannot decide.
  init?(_ model: ConsistencyModel) {
    let uncommitted: Set<ListAppendAnomaly> = [.unwrittenElement, .duplicateElements, .g0]
    let committed = uncommitted.union([.incompatibleOrder, .g1a, .g1b, .g1c])
    let atomic = committed.union([.internal, .fracturedRead])
    let causal = atomic.union([.causalReadSkew])
    let consistentView = causal.union([.gSingle, .lostUpdate])
    let snapshot = consistentView.union([.gNonadjacent])
    let serializable = snapshot.union([.g2Item])
    let (anomalies, order): (Set<ListAppendAnomaly>, OrderOfTransactions)
    switch model {
    case .readUncommitted: (anomalies, order) = (uncommitted, .data)
    case .strongSessionReadUncommitted: (anomalies, order) = (uncommitted, .process)
    case .strongReadUncommitted: (anomalies, order) = (uncommitted, .realtime)
    case .readCommitted: (anomalies, order) = (committed, .data)
    case .strongSessionReadCommitted: (anomalies, order) = (committed, .process)
    case .strongReadCommitted: (anomalies, order) = (committed, .realtime)
    case .cursorStability: (anomalies, order) = (committed.union([.lostUpdate]), .data)
    case .readAtomic: (anomalies, order) = (atomic, .data)
    case .updateAtomic: (anomalies, order) = (atomic.union([.lostUpdate]), .data)
    case .transactionalCausal: (anomalies, order) = (causal, .data)
    case .consistentView, .parallelSnapshotIsolation: (anomalies, order) = (consistentView, .data)
    case .snapshotIsolation: (anomalies, order) = (snapshot, .data)
    case .strongSessionSnapshotIsolation: (anomalies, order) = (snapshot, .process)
    case .strongSnapshotIsolation: (anomalies, order) = (snapshot, .realtime)
    case .repeatableRead, .serializable: (anomalies, order) = (serializable, .data)
    case .strongSessionSerializable: (anomalies, order) = (serializable, .process)
    case .strictSerializable: (anomalies, order) = (serializable, .realtime)
    default: return nil
    }
    self.anomalies = anomalies
    self.order = order
  }

  /// The models that histories of list appends can decide, strong ones first.
  static var models: [ConsistencyModel] {
    ConsistencyModel.all.filter { ForbiddenAnomalies($0) != nil }
  }
}

/// An anomaly that a history shows.
public struct ListAppendFinding: Sendable {
  /// Which.
  public var anomaly: ListAppendAnomaly
  /// The orders that its cycle needs.
  public var order: OrderOfTransactions
  /// A well-known name of its shape, such as `write skew`; empty for none.
  public var shape: String
  /// What happened, one sentence a line; `{0}`, `{1}`, … stand for `transactions`.
  public var explanation: [String]
  /// The transactions that show it, as indices into the history; of a cycle in its order.
  public var transactions: [Int]

  /// The name, such as `G-single-realtime`.
  public var name: String { anomaly.rawValue + order.suffix }
}
