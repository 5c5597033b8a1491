/// The exact availability of a structure whose components fail independently of each other.
///
/// Common causes are components of their own (see `AvailabilityStructure`).
public struct AvailabilityCalculation: Sendable {
  /// What works when.
  public let structure: AvailabilityStructure
  /// Components that appear in the structure, in the order of their first use.
  public let components: [Int]
  private let nodes: [DecisionDiagram.Node]
  private let root: Int

  /// Prepares a structure; throws when it is too entangled for `nodeLimit`.
  ///
  /// - Complexity: Proportional to the diagram: about n·k for a k-of-n quorum over nested domains.
  public init(
    _ structure: AvailabilityStructure, nodeLimit: Int = 200_000
  ) throws(QuantityError) {
    let diagram = try DecisionDiagram(structure, nodeLimit: nodeLimit)
    self.structure = structure
    components = diagram.order
    nodes = diagram.nodes
    root = diagram.root
  }

  /// The probability that the structure does not work, without loss of digits when it is tiny.
  ///
  /// - Parameter unavailabilities: The probability of each component to be down, by index; one
  ///   that is missing never fails.
  public func unavailability(_ unavailabilities: [Double]) -> Double {
    fails(downProbability: unavailabilities)[root]
  }

  /// 1 - `unavailability`.
  public func availability(_ unavailabilities: [Double]) -> Double {
    1 - unavailability(unavailabilities)
  }

  /// Whether it works when exactly these components are down.
  public func works(down: Set<Int>) -> Bool {
    var index = root
    while index > DecisionDiagram.always {
      let node = nodes[index]
      index = down.contains(components[node.level]) ? node.down : node.up
    }
    return index == DecisionDiagram.always
  }

  /// What a component costs: how much unavailability goes away when it never fails.
  ///
  /// - Source: the improvement potential of reliability engineering (Birnbaum importance times the
  ///   component's unavailability).
  public func contribution(of component: Int, _ unavailabilities: [Double]) -> Double {
    guard unavailabilities.indices.contains(component) else { return 0 }
    var perfect = unavailabilities
    perfect[component] = 0
    return max(0, unavailability(unavailabilities) - unavailability(perfect))
  }

  /// The smallest number of losses that stop it, and one set of that size; `nil` when nothing does.
  ///
  /// - Parameter candidates: Which components may be lost; all when `nil`.
  public func smallestCut(among candidates: Set<Int>? = nil) -> [Int]? {
    let unreachable = Int.max / 2
    var losses = [Int](repeating: unreachable, count: nodes.count)
    losses[DecisionDiagram.never] = 0
    for index in nodes.indices.dropFirst(2) {
      let node = nodes[index]
      let may = candidates?.contains(components[node.level]) ?? true
      losses[index] = min(losses[node.up], may ? losses[node.down] + 1 : unreachable)
    }
    guard losses[root] < unreachable else { return nil }
    var cut: [Int] = []
    var index = root
    while index != DecisionDiagram.never {
      let node = nodes[index]
      if losses[index] == losses[node.up] {
        index = node.up
      } else {
        cut.append(components[node.level])
        index = node.down
      }
    }
    return cut.sorted()
  }

  /// Components whose loss alone stops it, ascending.
  public var singlePointsOfFailure: [Int] {
    components.filter { !works(down: [$0]) }.sorted()
  }

  /// Pairs whose loss together stops it though neither alone does, ascending.
  public var fatalPairs: [[Int]] {
    let single = Set(singlePointsOfFailure)
    let others = components.filter { !single.contains($0) }.sorted()
    var pairs: [[Int]] = []
    for (position, first) in others.enumerated() {
      for second in others.dropFirst(position + 1) where !works(down: [first, second]) {
        pairs.append([first, second])
      }
    }
    return pairs
  }

  /// By node, the probability of not working. Children stand before their parents.
  private func fails(downProbability: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: nodes.count)
    result[DecisionDiagram.never] = 1
    for index in nodes.indices.dropFirst(2) {
      let node = nodes[index]
      let component = components[node.level]
      let down = downProbability.indices.contains(component) ? downProbability[component] : 0
      result[index] = down * result[node.down] + (1 - down) * result[node.up]
    }
    return result
  }
}
