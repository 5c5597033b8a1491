/// Whether a saga ended with all of its steps done, or with each that was done undone again.
///
/// - Source: Garcia-Molina & Salem, Sagas, SIGMOD 1987.
public enum AllOrCompensated {
  /// What took effect, in its order.
  public enum Event: Hashable, Sendable {
    /// A step of the saga, by its number from 0.
    case done(step: Int)
    /// The compensation of a step.
    case compensated(step: Int)
  }

  /// What is wrong.
  public enum Fault: Hashable, Sendable {
    /// The saga ended with some steps in effect and others not.
    case half(inEffect: [Int], missing: [Int])
    /// A step's compensation took effect although the step had none to undo.
    case compensatedWithoutEffect(step: Int)
    /// A step was done again while it was in effect.
    case doneTwice(step: Int)
    /// A step was compensated while a later one was still in effect.
    case compensatedOutOfOrder(step: Int, before: Int)
  }

  /// The faults of a saga that has ended, in the order in which they show; none if all is well.
  ///
  /// - Parameters:
  ///   - steps: How many steps it has.
  ///   - uncompensated: Steps that need no compensation, such as reads; they count neither way.
  public static func faults(
    of events: [Event], steps: Int, uncompensated: Set<Int> = []
  ) -> [Fault] {
    var inEffect: Set<Int> = []
    var faults: [Fault] = []
    for event in events {
      switch event {
      case .done(let step):
        if !inEffect.insert(step).inserted { faults.append(.doneTwice(step: step)) }
      case .compensated(let step):
        if inEffect.remove(step) == nil {
          faults.append(.compensatedWithoutEffect(step: step))
        } else if let later = inEffect.subtracting(uncompensated).filter({ $0 > step }).min() {
          faults.append(.compensatedOutOfOrder(step: step, before: later))
        }
      }
    }
    let all = (0..<max(steps, 0)).filter { !uncompensated.contains($0) }
    let kept = all.filter(inEffect.contains)
    if !kept.isEmpty, kept.count < all.count {
      faults.append(.half(inEffect: kept, missing: all.filter { !inEffect.contains($0) }))
    }
    return faults
  }
}
