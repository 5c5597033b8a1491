internal import Diagnostics

/// A macro that visits the elements of a list or the entries of a map.
class ComprehensionNode: Node, @unchecked Sendable {
  let range: Node
  /// Where the element or key goes; with two variables, the index or key.
  let slot: Int
  /// Where the element or the value goes, for macros with two variables.
  let secondSlot: Int?

  init(_ range: Node, slot: Int, secondSlot: Int?, _ span: SourceSpan) {
    self.range = range
    self.slot = slot
    self.secondSlot = secondSlot
    super.init(span)
  }

  /// Visits what the range has until `visit` answers `false`; returns why that was not possible.
  @inline(__always)
  final func forEach(
    _ frame: inout Frame, _ visit: (inout Frame) -> Bool
  ) -> Value? {
    switch range.evaluate(&frame) {
    case .list(let list):
      for index in list.indices {
        if let failure = frame.spend(1) { return located(failure) }
        if let secondSlot {
          frame.locals[slot] = .int(Int64(index))
          frame.locals[secondSlot] = list[index]
        } else {
          frame.locals[slot] = list[index]
        }
        guard visit(&frame) else { break }
      }
    case .map(let map):
      for entry in map.entries {
        if let failure = frame.spend(1) { return located(failure) }
        frame.locals[slot] = entry.key
        if let secondSlot { frame.locals[secondSlot] = entry.value }
        guard visit(&frame) else { break }
      }
    case let value:
      guard value.isKnown else { return value }
      return failure(.noMatchingOverload, "\(value.type) has no elements to visit")
    }
    return nil
  }
}

/// `all` and `exists`: the predicate for every element, joined by `&&` or `||`.
final class QuantifierNode: ComprehensionNode, @unchecked Sendable {
  let predicate: Node
  let decisive: Truth

  init(
    _ connective: Syntax.Connective, _ range: Node, slot: Int, secondSlot: Int?,
    _ predicate: Node, _ span: SourceSpan
  ) {
    self.predicate = predicate
    decisive = connective == .and ? .no : .yes
    super.init(range, slot: slot, secondSlot: secondSlot, span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    var obstacle = Obstacle()
    var isDecided = false
    var start: Int?
    let failure = forEach(&frame) { frame in
      let before = frame.trace?.premises.count ?? 0
      start = start ?? before
      switch predicate.truth(&frame) {
      case decisive:
        // Of the elements, only this one decides.
        frame.trace?.premises.removeSubrange((start ?? before)..<before)
        isDecided = true
      case .neither: obstacle.add(frame.neither)
      default: break
      }
      return !isDecided
    }
    if isDecided { return decisive }
    if let failure { obstacle.add(failure) }
    guard obstacle.isEmpty else {
      frame.neither = obstacle.sum
      return .neither
    }
    return decisive.negated
  }
}

/// `exists_one`: no error is absorbed, and an unknown predicate leaves it unknown.
final class ExistsOneNode: ComprehensionNode, @unchecked Sendable {
  let predicate: Node

  init(
    _ range: Node, slot: Int, secondSlot: Int?, _ predicate: Node, _ span: SourceSpan
  ) {
    self.predicate = predicate
    super.init(range, slot: slot, secondSlot: secondSlot, span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    var obstacle = Obstacle()
    var count = 0
    let failure = forEach(&frame) { frame in
      switch predicate.truth(&frame) {
      case .yes: count += 1
      case .no: break
      case .neither: obstacle.add(frame.neither)
      }
      return true
    }
    if let failure { obstacle.add(failure) }
    guard obstacle.isEmpty else {
      frame.neither = obstacle.sum
      return .neither
    }
    return Truth(count == 1)
  }
}

/// `map` and `filter`, and `transformList`: a list of what the elements become.
final class TransformNode: ComprehensionNode, @unchecked Sendable {
  /// Elements for which it is false are left out.
  let predicate: Node?
  let transform: Node

  init(
    _ range: Node, slot: Int, secondSlot: Int?, where predicate: Node?, _ transform: Node,
    _ span: SourceSpan
  ) {
    self.predicate = predicate
    self.transform = transform
    super.init(range, slot: slot, secondSlot: secondSlot, span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    var values: [Value] = []
    var obstacle = Obstacle()
    let failure = forEach(&frame) { frame in
      switch predicate?.truth(&frame) ?? .yes {
      case .no: break
      case .neither: obstacle.add(frame.neither)
      case .yes:
        let value = transform.evaluate(&frame)
        if value.isKnown { values.append(value) } else { obstacle.add(value) }
      }
      return true
    }
    if let failure { obstacle.add(failure) }
    return obstacle.isEmpty ? located(frame.pay(for: .list(values))) : obstacle.sum
  }
}

/// `transformMap`: the same keys with other values.
final class TransformMapNode: ComprehensionNode, @unchecked Sendable {
  let predicate: Node?
  let transform: Node

  init(
    _ range: Node, slot: Int, secondSlot: Int, where predicate: Node?, _ transform: Node,
    _ span: SourceSpan
  ) {
    self.predicate = predicate
    self.transform = transform
    super.init(range, slot: slot, secondSlot: secondSlot, span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    var entries: [(key: Value, value: Value)] = []
    var obstacle = Obstacle()
    let failure = forEach(&frame) { frame in
      switch predicate?.truth(&frame) ?? .yes {
      case .no: break
      case .neither: obstacle.add(frame.neither)
      case .yes:
        let value = transform.evaluate(&frame)
        if value.isKnown {
          entries.append((frame.locals[slot], value))
        } else {
          obstacle.add(value)
        }
      }
      return true
    }
    if let failure { obstacle.add(failure) }
    guard obstacle.isEmpty else { return obstacle.sum }
    do {
      return located(frame.pay(for: .map(try ValueMap(entries))))
    } catch {
      return .error(error.located(at: span))
    }
  }
}
