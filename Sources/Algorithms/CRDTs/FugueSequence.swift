/// A sequence, such as a text, in which runs that were typed concurrently at one place stay whole,
/// whether typed forwards or backwards.
///
/// Elements form a tree: a right child follows its parent, a left child precedes it. Siblings on
/// the left are ordered by identifier. Those on the right by the element that followed when they
/// were inserted, the furthest first, which makes this FugueMax: the order is maximally
/// non-interleaving (proved in the paper); with Fugue's order by identifier alone it nearly is.
///
/// Deviations from the paper: identifiers are Lamport stamps, so that ascending order is a causal
/// order; and elements whose neighbours have not arrived wait invisibly, so that deltas may come in
/// any order. Removed elements leave their place behind, without their value.
///
/// - Source: Weidner & Kleppmann, The Art of the Fugue, arXiv 2305.00583, 2023, §4 and §5.
public struct FugueSequence<Value: Hashable & Sendable>: Sendable {
  /// Orders right-hand siblings.
  public enum SiblingOrder: Hashable, Sendable {
    /// By the position of their right origin, the furthest first: FugueMax.
    case byRightOrigin
    /// By identifier: Fugue.
    case byIdentifier
  }

  /// The side of its parent on which an element hangs.
  enum Side: Hashable, Sendable { case left, right }

  /// What is known of an element from its insertion on.
  struct Element: Hashable, Sendable {
    let identifier: LamportStamp
    /// `nil` for the beginning of the sequence.
    let parent: LamportStamp?
    let side: Side
    /// What followed when it was inserted as a right child; `nil` for the end of the sequence.
    let rightOrigin: LamportStamp?
    /// `nil` once it was removed.
    var value: Value?
  }

  /// A placed element, and the places of its children.
  private struct Node: Sendable {
    /// `nil` for the root.
    var element: Element?
    var rightOrigin: Int?
    var leftChildren: [Int] = []
    var rightChildren: [Int] = []
  }

  private let siblings: SiblingOrder
  /// The first is the root, which stands before all elements.
  private var nodes = [Node()]
  private(set) var places: [LamportStamp: Int] = [:]
  /// All places in the order of the sequence, the root's first.
  private var order = [0]
  /// Elements whose parent or right origin has not arrived.
  private(set) var waiting: [LamportStamp: Element] = [:]
  private var removed: Set<LamportStamp> = []
  private var lastTime: UInt64 = 0

  /// Empty.
  public init(siblings: SiblingOrder = .byRightOrigin) { self.siblings = siblings }

  /// The values in order.
  /// - Complexity: O(elements, removed ones too).
  public var values: [Value] { order.compactMap { nodes[$0].element?.value } }

  /// How many values there are.
  public var count: Int { order.reduce(0) { nodes[$1].element?.value == nil ? $0 : $0 + 1 } }

  /// Inserts a value before the `index`-th, or at the end for `count`.
  /// - Returns: The delta; `nil`, and no change, for an index outside `0...count`.
  /// - Complexity: O(elements, removed ones too).
  @discardableResult
  public mutating func insert(_ value: Value, at index: Int, by replica: NodeID) -> FugueSequence? {
    guard let left = index == 0 ? 0 : position(ofVisible: index - 1) else { return nil }
    let origin = order[left]
    let follower = left + 1 < order.count ? nodes[order[left + 1]].element?.identifier : nil
    let isFirstChild = nodes[origin].rightChildren.isEmpty
    let element = Element(
      identifier: LamportStamp(time: lastTime + 1, node: replica),
      parent: isFirstChild ? nodes[origin].element?.identifier : follower,
      side: isFirstChild ? .right : .left, rightOrigin: isFirstChild ? follower : nil,
      value: value)
    var delta = FugueSequence(siblings: siblings)
    delta.take(element)
    take(element)
    return delta
  }

  /// Removes the `index`-th value.
  /// - Returns: The delta; `nil`, and no change, for an index outside `0..<count`.
  @discardableResult
  public mutating func remove(at index: Int) -> FugueSequence? {
    guard let position = position(ofVisible: index),
      let identifier = nodes[order[position]].element?.identifier
    else { return nil }
    var delta = FugueSequence(siblings: siblings)
    delta.remove(identifier)
    remove(identifier)
    return delta
  }

  /// How many removed elements still hold their place.
  public var tombstones: Int { removed.count }

  /// Bytes on the wire beside the values: identifier, parent and right origin of each element,
  /// removed ones too.
  public var metadataBytes: Int {
    LamportStamp.metadataBytes * (3 * (places.count + waiting.count) + removed.count)
  }

  private func position(ofVisible index: Int) -> Int? {
    guard index >= 0 else { return nil }
    var remaining = index
    return order.firstIndex { place in
      guard nodes[place].element?.value != nil else { return false }
      remaining -= 1
      return remaining < 0
    }
  }
}

// MARK: - Placing

extension FugueSequence {
  /// Takes in an element; it waits if its neighbours are not here.
  private mutating func take(_ element: Element) {
    guard places[element.identifier] == nil, waiting[element.identifier] == nil else { return }
    var element = element
    if removed.contains(element.identifier) { element.value = nil }
    lastTime = max(lastTime, element.identifier.time)
    if !place(element) { waiting[element.identifier] = element }
  }

  private mutating func remove(_ identifier: LamportStamp) {
    guard removed.insert(identifier).inserted else { return }
    lastTime = max(lastTime, identifier.time)
    waiting[identifier]?.value = nil
    if let place = places[identifier] { nodes[place].element?.value = nil }
  }

  /// Places what can be placed. One pass in ascending order is enough: neighbours are older.
  private mutating func placeWaiting() {
    for identifier in waiting.keys.sorted() {
      if let element = waiting[identifier], place(element) { waiting[identifier] = nil }
    }
  }

  private mutating func place(_ element: Element) -> Bool {
    guard let parent = element.parent.map({ places[$0] }) ?? 0 else { return false }
    var rightOrigin: Int?
    if let origin = element.rightOrigin {
      guard let place = places[origin] else { return false }
      rightOrigin = place
    }
    let new = nodes.count
    nodes.append(Node(element: element, rightOrigin: rightOrigin))
    places[element.identifier] = new
    switch element.side {
    case .left: insertLeft(new, under: parent)
    case .right: insertRight(new, under: parent)
    }
    return true
  }

  private mutating func insertLeft(_ new: Int, under parent: Int) {
    let siblings = nodes[parent].leftChildren
    let index = siblings.firstIndex { precedesById(new, $0) } ?? siblings.count
    let follower = index < siblings.count ? first(of: siblings[index]) : parent
    order.insert(new, at: position(of: follower))
    nodes[parent].leftChildren.insert(new, at: index)
  }

  private mutating func insertRight(_ new: Int, under parent: Int) {
    let siblings = nodes[parent].rightChildren
    let index = siblings.firstIndex { precedesOnRight(new, $0) } ?? siblings.count
    let predecessor = index > 0 ? last(of: siblings[index - 1]) : parent
    order.insert(new, at: position(of: predecessor) + 1)
    nodes[parent].rightChildren.insert(new, at: index)
  }

  private func precedesOnRight(_ left: Int, _ right: Int) -> Bool {
    let (mine, theirs) = (nodes[left].rightOrigin, nodes[right].rightOrigin)
    if siblings == .byIdentifier || mine == theirs { return precedesById(left, right) }
    // No right origin is the end of the sequence, the furthest of all.
    guard let mine else { return true }
    guard let theirs else { return false }
    return position(of: mine) > position(of: theirs)
  }

  private func precedesById(_ left: Int, _ right: Int) -> Bool {
    guard let mine = nodes[left].element, let theirs = nodes[right].element else { return false }
    return (mine.identifier.node, mine.identifier.time)
      < (theirs.identifier.node, theirs.identifier.time)
  }

  /// The first element of a subtree.
  private func first(of place: Int) -> Int {
    var place = place
    while let child = nodes[place].leftChildren.first { place = child }
    return place
  }

  /// The last element of a subtree.
  private func last(of place: Int) -> Int {
    var place = place
    while let child = nodes[place].rightChildren.last { place = child }
    return place
  }

  private func position(of place: Int) -> Int {
    guard let position = order.firstIndex(of: place) else {
      preconditionFailure("place \(place) has no position")
    }
    return position
  }
}

extension FugueSequence: ConvergentState {
  /// Unites elements and removals.
  public mutating func merge(_ other: FugueSequence) {
    for identifier in other.removed { remove(identifier) }
    let unknown = other.places.keys.filter { places[$0] == nil }.sorted()
    for identifier in unknown {
      if let place = other.places[identifier], let element = other.nodes[place].element {
        take(element)
      }
    }
    for element in other.waiting.values { take(element) }
    placeWaiting()
  }

  /// Whether `other` knows these elements and removals.
  public func isAtMost(_ other: FugueSequence) -> Bool {
    identifiers.isSubset(of: other.identifiers) && removed.isSubset(of: other.removed)
  }

  /// Whether both know the same elements and removals; the order follows from them.
  public static func == (left: FugueSequence, right: FugueSequence) -> Bool {
    left.removed == right.removed && left.identifiers == right.identifiers
  }

  private var identifiers: Set<LamportStamp> { Set(places.keys).union(waiting.keys) }
}
