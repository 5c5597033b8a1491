import Expressions
import Knowledge

/// Stratum 3: answers every topic for every subject that it applies to.
///
/// An option that a holding `excluded` argument rules out is never chosen. Of the rest the one with
/// the greatest score (strengths of support minus those of opposition) is; ties go to the earlier in
/// the file, which is the simpler one. What is in use stays where nothing speaks against it and no
/// other option is better by a strong reason.
struct DecisionStage {
  let facts: FactBase
  let topics: [DecisionTopic]
  var questions = OpenQuestions()

  /// - Parameter settled: Verdicts from before some fact became known (`settledVerdicts`).
  mutating func run(
    _ index: Int, on subject: Subject, _ bindings: [Value], settled: [OptionVerdict?]? = nil
  ) -> Decision? {
    let topic = topics[index]
    if let when = topic.when {
      switch when.evaluate(bindings) {
      case .bool(true): break
      case .unknown(let unknown):
        questions.note(unknown, stake: .decision(index), of: subject)
        return nil
      default: return nil
      }
    }
    var unknown: [UnknownFacts] = []
    let verdicts = (0..<topic.sharedOptions.count).map { index in
      settled?[index]
        ?? topic.sharedOptions.with(index) { verdict(index, $0, bindings, &unknown) }
    }
    guard let best = Self.best(verdicts, topic) else { return nil }
    var current: Int?
    if case .string(let id)? = topic.current?.evaluate(bindings) {
      current = topic.options.firstIndex { $0.id == id }
    }
    let stays =
      current.map {
        $0 != best && !topic.options[$0].isFlaw && Self.stays($0, best, verdicts)
      } ?? false
    let choice = stays ? current! : best
    let confidence = Self.confidence(choice, verdicts, margin: stays ? Self.worthMoving : 0)
    if confidence == .low {
      for facts in unknown { questions.note(facts, stake: .decision(index), of: subject) }
    }
    if case .bool(true)? = topic.options[choice].met?.evaluate(bindings) { current = choice }
    return Decision(
      topic: topic, subject: subject, choice: choice, current: current, confidence: confidence,
      verdicts: verdicts)
  }

  /// Verdicts in which no unknown fact takes part: knowing more does not change them.
  func settledVerdicts(_ index: Int, _ bindings: [Value]) -> [OptionVerdict?] {
    topics[index].options.enumerated().map {
      var unknown: [UnknownFacts] = []
      let verdict = verdict($0.offset, $0.element, bindings, &unknown)
      return unknown.isEmpty ? verdict : nil
    }
  }

  private func verdict(
    _ index: Int, _ option: DecisionOption, _ bindings: [Value], _ unknown: inout [UnknownFacts]
  ) -> OptionVerdict {
    var verdict = OptionVerdict(option: index)
    var gain = 0
    var loss = 0
    var mayBeExcluded = false
    option.excluded.conditions.forEachHolding(bindings) { place, outcome in
      switch outcome {
      case .holds: verdict.excluded.append(place)
      case .unknown(let facts):
        unknown.append(facts)
        mayBeExcluded = true
      }
    }
    // Nothing can bring back an option that is ruled out; what else is said of it decides nothing.
    guard verdict.excluded.isEmpty, !option.isFlaw else {
      verdict.best = nil
      verdict.worst = nil
      return verdict
    }
    option.supported.conditions.forEachHolding(bindings) { place, outcome in
      let weight = option.supported[place].strength.rawValue
      switch outcome {
      case .holds:
        verdict.supported.append(place)
        verdict.score += weight
      case .unknown(let facts):
        unknown.append(facts)
        gain += weight
      }
    }
    option.opposed.conditions.forEachHolding(bindings) { place, outcome in
      let weight = option.opposed[place].strength.rawValue
      switch outcome {
      case .holds:
        verdict.opposed.append(place)
        verdict.score -= weight
      case .unknown(let facts):
        unknown.append(facts)
        loss += weight
      }
    }
    verdict.best = verdict.score + gain
    verdict.worst = mayBeExcluded ? nil : verdict.score - loss
    return verdict
  }

  private static func best(_ verdicts: [OptionVerdict], _ topic: DecisionTopic) -> Int? {
    var best: OptionVerdict?
    for verdict in verdicts
    where verdict.excluded.isEmpty && !topic.options[verdict.option].isFlaw {
      if best == nil || verdict.score > best!.score { best = verdict }
    }
    return best?.option
  }

  /// Moving costs something: what is in use, and nothing speaks against, yields only to an option
  /// that is better by a strong reason.
  private static func stays(_ current: Int, _ best: Int, _ verdicts: [OptionVerdict]) -> Bool {
    let verdict = verdicts[current]
    return verdict.excluded.isEmpty && verdict.opposed.isEmpty
      && verdicts[best].score - verdict.score < worthMoving
  }

  private static let worthMoving = Consideration.Strength.strong.rawValue

  /// - Parameter margin: By how much a rival must be ahead to be chosen instead.
  private static func confidence(
    _ choice: Int, _ verdicts: [OptionVerdict], margin: Int
  ) -> Decision.Confidence {
    guard let worst = verdicts[choice].worst else { return .low }
    var runnerUp: Int?
    for rival in verdicts where rival.option != choice {
      guard let best = rival.best else { continue }
      if margin > 0
        ? best - worst >= margin : best > worst || best == worst && rival.option < choice
      {
        return .low
      }
      runnerUp = max(runnerUp ?? best, best)
    }
    return runnerUp.map { worst - $0 >= 2 } ?? true ? .high : .medium
  }
}
