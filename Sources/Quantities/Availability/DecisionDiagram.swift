/// A reduced ordered binary decision diagram of a coherent structure.
///
/// Equal sub-problems are one node, so symmetric replicas and zones fold together and the exact
/// probability of a quorum over dozens of failure domains takes microseconds instead of 2^n sums.
///
/// - Source: Bryant, Graph-Based Algorithms for Boolean Function Manipulation, 1986; Rauzy, New
///   Algorithms for Fault Trees Analysis, 1993.
struct DecisionDiagram {
  /// Works for ever and never: the two leaves.
  static let never = 0
  static let always = 1

  struct Node: Hashable {
    /// Position in `order`; leaves stand after every component.
    var level: Int
    var down: Int
    var up: Int
  }

  /// The components, the top of the diagram first.
  let order: [Int]
  private(set) var nodes: [Node]
  private(set) var root = never
  private var known: [Node: Int] = [:]
  private var joined: [Triple: Int] = [:]
  private let nodeLimit: Int

  private struct Triple: Hashable {
    var condition: Int
    var then: Int
    var otherwise: Int
  }

  /// Builds the diagram; throws when it would need more than `nodeLimit` nodes.
  init(_ structure: AvailabilityStructure, nodeLimit: Int) throws(QuantityError) {
    order = structure.components
    self.nodeLimit = nodeLimit
    nodes = [
      Node(level: order.count, down: 0, up: 0), Node(level: order.count, down: 1, up: 1),
    ]
    let levels = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    root = try build(structure, levels)
    joined = [:]
  }

  private mutating func build(
    _ structure: AvailabilityStructure, _ levels: [Int: Int]
  ) throws(QuantityError) -> Int {
    switch structure {
    case .component(let index):
      return try node(level: levels[index] ?? 0, down: Self.never, up: Self.always)
    case .all(let parts): return try threshold(parts.count, parts, levels)
    case .any(let parts): return try threshold(1, parts, levels)
    case .atLeast(let count, let parts): return try threshold(count, parts, levels)
    }
  }

  private mutating func threshold(
    _ count: Int, _ parts: [AvailabilityStructure], _ levels: [Int: Int]
  ) throws(QuantityError) -> Int {
    if count <= 0 { return Self.always }
    if count > parts.count { return Self.never }
    // row[k]: at least k of the parts seen so far, from the last to the first.
    var row = [Self.always] + Array(repeating: Self.never, count: count)
    for part in parts.reversed() {
      let condition = try build(part, levels)
      for k in stride(from: count, to: 0, by: -1) {
        row[k] = try choose(condition, row[k - 1], row[k])
      }
    }
    return row[count]
  }

  /// if `condition` then `then` else `otherwise`.
  private mutating func choose(
    _ condition: Int, _ then: Int, _ otherwise: Int
  ) throws(QuantityError) -> Int {
    if condition == Self.always { return then }
    if condition == Self.never { return otherwise }
    if then == otherwise { return then }
    if then == Self.always && otherwise == Self.never { return condition }
    let key = Triple(condition: condition, then: then, otherwise: otherwise)
    if let result = joined[key] { return result }
    let level = min(nodes[condition].level, nodes[then].level, nodes[otherwise].level)
    func branch(_ index: Int, up: Bool) -> Int {
      nodes[index].level == level ? (up ? nodes[index].up : nodes[index].down) : index
    }
    let (conditionDown, thenDown, otherwiseDown) = (
      branch(condition, up: false), branch(then, up: false), branch(otherwise, up: false)
    )
    let (conditionUp, thenUp, otherwiseUp) = (
      branch(condition, up: true), branch(then, up: true), branch(otherwise, up: true)
    )
    let down = try choose(conditionDown, thenDown, otherwiseDown)
    let up = try choose(conditionUp, thenUp, otherwiseUp)
    let result = try node(level: level, down: down, up: up)
    joined[key] = result
    return result
  }

  private mutating func node(level: Int, down: Int, up: Int) throws(QuantityError) -> Int {
    if down == up { return down }
    let node = Node(level: level, down: down, up: up)
    if let index = known[node] { return index }
    try require(
      nodes.count < nodeLimit, "structure",
      "is too entangled to compute exactly (\(nodeLimit) states)")
    nodes.append(node)
    known[node] = nodes.count - 1
    return nodes.count - 1
  }
}
