import Expressions
import Knowledge

/// Orders the steps of an operation as a saga and says what each failure undoes.
struct SagaPlanner {
  let facts: FactBase
  let knowledge: KnowledgeBase

  /// `nil` when the description names fewer than two steps that change something.
  func plan(_ subject: Subject) -> SagaPlan? {
    let steps = Self.steps(subject.record)
    guard steps.filter(\.changesState).count > 1 else { return nil }
    let ordered = Ordered(steps)
    return SagaPlan(
      steps: ordered.planned, pivot: ordered.pivot, gaps: ordered.gaps,
      // Without a way back nobody can be misled by what is taken back.
      countermeasures: ordered.planned.contains { !$0.undos.isEmpty }
        ? countermeasures(subject) : [])
  }

  private func countermeasures(_ subject: Subject) -> [(Countermeasure, BoundText)] {
    let bindings = facts.bindings(subject)
    return knowledge.countermeasures.compactMap { measure in
      guard case .bool(true) = measure.when.evaluate(bindings) else { return nil }
      return (measure, facts.bind(measure.text, subject))
    }
  }

  private static func steps(_ operation: Record) -> [StatedStep] {
    guard case .list(let items)? = operation["steps"] else { return [] }
    return items.enumerated().compactMap { index, item in
      guard case .record(let record) = item else { return nil }
      return StatedStep(record, index)
    }
  }
}

/// A step as the description has it; `nil` where it does not say.
private struct StatedStep {
  let name: String
  let place: Int
  let participants: [String]
  let undo: String?
  let isUndoReliable: Bool?
  let isIdempotent: Bool?
  let isRetriable: Bool?
  let changesState: Bool
  let isExternal: Bool
  let keyless: [String]

  init(_ record: Record, _ place: Int) {
    func text(_ field: String) -> String {
      if case .string(let text)? = record[field] { text } else { "" }
    }
    func flag(_ field: String) -> Bool? {
      if case .bool(let flag)? = record[field] { flag } else { nil }
    }
    self.place = place
    name = text("name")
    undo = text("undo").isEmpty ? nil : text("undo")
    isUndoReliable = flag("undo_reliable")
    isIdempotent = flag("idempotent")
    isRetriable = flag("retriable")
    changesState = flag("changes_state") ?? false
    isExternal = flag("is_external") ?? false
    if case .list(let services)? = record["calls"] {
      keyless = services.compactMap { service in
        guard case .record(let called) = service,
          case .bool(false)? = called["idempotency_keys"], case .string(let name)? = called["name"]
        else { return nil }
        return name
      }
    } else {
      keyless = []
    }
    if case .list(let items)? = record["participants"] {
      participants = items.map(ValueText.plain)
    } else {
      participants = []
    }
  }

  /// Neither a way back nor a sure way forward.
  var isIrrevocable: Bool { changesState && undo == nil && isRetriable != true }
}

/// The steps put in order.
private struct Ordered {
  let planned: [SagaPlan.Step]
  let pivot: Int?
  let gaps: [SagaPlan.Gap]

  init(_ steps: [StatedStep]) {
    // The last step without a way back can be the point of no return, one outside before one's own:
    // an own write can be repeated until it is done. Without one, and with steps that are only
    // repeated, it is the last one before those.
    let outside = steps.last { $0.isIrrevocable && $0.isExternal }
    let irrevocable = (outside ?? steps.last(where: \.isIrrevocable))?.place
    var order: [StatedStep] = []
    var tail: [StatedStep] = []
    for step in steps where step.place != irrevocable {
      let isLate = irrevocable.map { step.place > $0 } ?? false
      let isTail =
        step.changesState
        && (step.isRetriable == true && (step.undo == nil || isLate)
          || step.isIrrevocable && isLate)
      if isTail { tail.append(step) } else { order.append(step) }
    }
    var pivot: Int?
    if let irrevocable {
      pivot = order.count
      order.append(steps[irrevocable])
    } else if !tail.isEmpty {
      pivot = order.lastIndex(where: \.changesState)
    }
    order += tail
    self.pivot = pivot
    planned = Self.planned(order, pivot)
    gaps = Self.gaps(order, pivot)
  }

  private static func planned(_ order: [StatedStep], _ pivot: Int?) -> [SagaPlan.Step] {
    order.enumerated().map { index, step in
      let isAfter = pivot.map { index > $0 } ?? false
      let role: SagaPlan.Role =
        !step.changesState
        ? .check : index == pivot ? .pivot : isAfter ? .retriable : .compensatable
      let undos = isAfter ? [] : order[..<index].reversed().compactMap(\.undo)
      return SagaPlan.Step(
        name: step.name, place: step.place, role: role, participants: step.participants,
        isExternal: step.isExternal, keyless: step.keyless, undos: undos, undo: step.undo)
    }
  }

  private static func gaps(_ order: [StatedStep], _ pivot: Int?) -> [SagaPlan.Gap] {
    order.enumerated().flatMap { index, step -> [SagaPlan.Gap] in
      guard step.changesState else { return [] }
      var gaps: [SagaPlan.Gap] = []
      if let pivot, index < pivot, step.undo == nil {
        gaps.append(.noUndo(step: step.name, pivot: order[pivot].name))
      }
      if let pivot, index > pivot, step.isRetriable != true {
        let name = order[pivot].name
        gaps.append(
          step.isRetriable == false
            ? .refusableAfterPivot(step: step.name, pivot: name)
            : .perhapsRefusableAfterPivot(step: step.name, pivot: name))
      }
      if let undo = step.undo, step.isUndoReliable == false, pivot.map({ index < $0 }) ?? true {
        gaps.append(.unreliableUndo(step: step.name, undo: undo))
      }
      if step.isIdempotent == false {
        gaps.append(.notIdempotent(step: step.name, keyless: step.keyless))
      }
      return gaps
    }
  }
}
