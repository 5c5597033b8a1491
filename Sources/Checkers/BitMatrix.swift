/// A set of numbers for each number: relations and their closures.
struct BitMatrix {
  private var words: [UInt64]
  private let wordsPerRow: Int

  init(count: Int) {
    wordsPerRow = (count + 63) / 64
    words = [UInt64](repeating: 0, count: wordsPerRow * count)
  }

  @inline(__always)
  func contains(_ row: Int, _ column: Int) -> Bool {
    words[row * wordsPerRow + column >> 6] & 1 << UInt64(column & 63) != 0
  }

  @inline(__always)
  mutating func insert(_ row: Int, _ column: Int) {
    words[row * wordsPerRow + column >> 6] |= 1 << UInt64(column & 63)
  }

  /// Adds one row to another.
  mutating func formUnion(_ row: Int, with other: Int) {
    for word in 0..<wordsPerRow {
      words[row * wordsPerRow + word] |= words[other * wordsPerRow + word]
    }
  }
}

/// A graph of numbered nodes.
struct Graph {
  private(set) var successors: [[Int]]

  init(count: Int) { successors = Array(repeating: [], count: count) }

  mutating func add(_ from: Int, _ to: Int) { successors[from].append(to) }

  /// The nodes so that each edge leads forward; `nil` when there is a cycle.
  func topologicalOrder() -> [Int]? {
    var incoming = [Int](repeating: 0, count: successors.count)
    for targets in successors { for target in targets { incoming[target] += 1 } }
    var order = successors.indices.filter { incoming[$0] == 0 }
    var next = 0
    while next < order.count {
      for target in successors[order[next]] {
        incoming[target] -= 1
        if incoming[target] == 0 { order.append(target) }
      }
      next += 1
    }
    return order.count == successors.count ? order : nil
  }

  /// For each node all nodes from which it can be reached.
  ///
  /// - Precondition: `order` is a topological order.
  func ancestors(_ order: [Int]) -> BitMatrix {
    var matrix = BitMatrix(count: successors.count)
    for node in order {
      for target in successors[node] {
        matrix.formUnion(target, with: node)
        matrix.insert(target, node)
      }
    }
    return matrix
  }

  /// The fewest edges from one node to another, as nodes, both ends included; `nil` for no way.
  /// From a node to itself it is the shortest cycle.
  func path(from start: Int, to goal: Int) -> [Int]? {
    var previous = [Int](repeating: -1, count: successors.count)
    var queue = [start]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for target in successors[node] {
        if target == goal {
          var path = [goal, node]
          var current = node
          while current != start {
            current = previous[current]
            path.append(current)
          }
          return path.reversed()
        }
        if previous[target] < 0, target != start {
          previous[target] = node
          queue.append(target)
        }
      }
    }
    return nil
  }

  /// The shortest cycle of a graph that has one, its first node at the end again.
  func shortestCycle() -> [Int]? {
    var best: [Int]?
    for component in components() where component.count > 1 {
      for node in component.prefix(200) {
        if let cycle = path(from: node, to: node), cycle.count < best?.count ?? .max {
          best = cycle
        }
      }
    }
    for node in successors.indices where successors[node].contains(node) { return [node, node] }
    return best
  }

  /// The strongly connected components, each in ascending order, by their first node.
  ///
  /// - Source: Tarjan 1972, without recursion.
  func components() -> [[Int]] {
    let count = successors.count
    var index = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var isOnStack = [Bool](repeating: false, count: count)
    var stack: [Int] = []
    var counter = 0
    var found: [[Int]] = []
    for root in 0..<count where index[root] < 0 {
      var work: [(node: Int, edge: Int)] = [(root, 0)]
      while let (node, edge) = work.last {
        if edge == 0 {
          index[node] = counter
          low[node] = counter
          counter += 1
          stack.append(node)
          isOnStack[node] = true
        }
        if edge < successors[node].count {
          work[work.count - 1].edge += 1
          let target = successors[node][edge]
          if index[target] < 0 {
            work.append((target, 0))
          } else if isOnStack[target] {
            low[node] = min(low[node], index[target])
          }
          continue
        }
        work.removeLast()
        if let parent = work.last?.node { low[parent] = min(low[parent], low[node]) }
        if low[node] == index[node] {
          var component: [Int] = []
          while let member = stack.popLast() {
            isOnStack[member] = false
            component.append(member)
            if member == node { break }
          }
          found.append(component.sorted())
        }
      }
    }
    return found.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
  }
}
