import Analysis
import SystemModel

/// Failure modes that no loss of a node shows: callees that do not answer, holders that wake up too
/// late, messages that come again, changes that are wrong.
struct BehaviourModes {
  let builder: ReviewBuilder

  private var analysis: Analysis { builder.analysis }
  private var description: SystemDescription { analysis.description }

  var modes: [FailureMode] { callees + holders + redeliveries + changes }

  /// What is to be done, else what is done already.
  private func mitigated(
    _ names: Set<String>, milestones: Set<String>? = nil, topics: Set<String>, isHarmless: Bool
  ) -> String {
    let mitigation = Mitigation(builder: builder)
    return mitigation.text(about: names, milestones: milestones, topics: topics)
      ?? mitigation.inUse(about: names, topics: topics)
      ?? (isHarmless ? "none proposed: the effect is mild" : "**none**")
  }

  // MARK: Services outside one's control

  private var callees: [FailureMode] {
    description.services.entries.filter { $0.value.external?.value == true }.compactMap { service in
      let callers = description.operations.entries.filter { operation in
        operation.value.allCalls.contains { $0.value.text == service.name }
      }
      return callers.isEmpty ? nil : callee(service, callers)
    }
  }

  private func callee(_ service: Named<Service>, _ callers: [Named<Operation>]) -> FailureMode {
    let bare = callers.filter { $0.value.fallback?.value.isPresent != true }.map(\.name)
    let saved = callers.filter { $0.value.fallback?.value.isPresent == true }.map(\.name)
    let effects = [
      bare.isEmpty ? nil : "**refuses**: \(builder.names(bare))",
      saved.isEmpty ? nil : "answers by its fallback: \(builder.names(saved))",
    ].compactMap(\.self)
    let stated = service.value.availability?.value.fraction
    let share = 1 - (stated ?? analysis.numbers.assumed[.externalAvailability])
    return FailureMode(
      component: MarkdownText.tableCode(service.name), failure: "does not answer",
      rate: .share(share, isStated: stated != nil), effect: effects.joined(separator: "; "),
      severity: bare.isEmpty ? 2 : 4, detection: waiting(callers),
      mitigation: mitigated(
        Set(callers.map(\.name) + [service.name]),
        milestones: ["timeouts-and-retries", "overload"],
        topics: ["slow-callee", "degradation", "transaction-pattern"], isHarmless: bare.isEmpty))
  }

  /// How callers notice that nobody answers.
  private func waiting(_ callers: [Named<Operation>]) -> Detection {
    let endless = callers.filter { $0.value.timeout == nil }.map(\.name)
    guard endless.isEmpty else {
      return Detection(text: "no time-out is stated for \(builder.names(endless))", score: 4)
    }
    let longest = callers.compactMap { $0.value.timeout?.value }.max() ?? .zero
    let hasBreakers = callers.allSatisfy { $0.value.circuitBreaker?.value.isPresent == true }
    return Detection(
      text:
        "time-out after \(ValueText.time(longest))\(hasBreakers ? ", and a breaker" : "")",
      score: hasBreakers ? 1 : 2)
  }

  // MARK: Locks, leases and elections

  private var holders: [FailureMode] {
    description.coordination.entries.compactMap { coordination in
      guard let ttl = coordination.value.lease?.value.timeToLive?.value else { return nil }
      let protected = coordination.value.protects.values.map(\.text)
      let isFenced = coordination.value.fencing?.value == .token
      let isHarmless = coordination.value.purpose?.value == .efficiency
      let at = protected.isEmpty ? "" : " on \(builder.names(protected))"
      let effect =
        isFenced
        ? "its writes are refused\(at)"
        : isHarmless ? "work is done twice\(at)" : "two holders act at once\(at)"
      return FailureMode(
        component: MarkdownText.tableCode(coordination.name),
        failure: "the holder stops for longer than its lease, and goes on",
        rate: pause(longerThan: ttl), effect: effect, severity: isFenced ? 1 : isHarmless ? 2 : 5,
        detection: isFenced
          ? Detection(text: "the refused write tells", score: 1)
          : Detection(
            text: coordination.value.fencing == nil
              ? "whether a token is checked is not said" : "nothing tells the two apart", score: 5),
        mitigation: mitigated(
          [coordination.name], topics: ["leader-election"], isHarmless: isFenced || isHarmless))
    }
  }

  private func pause(longerThan lease: Duration) -> FailureRate {
    let stated = description.topology?.pauses?.value.max?.value
    let pause = stated ?? .nanoseconds(Int64(analysis.numbers.assumed[.pause] * 1e9))
    let words =
      "stops last up to \(ValueText.time(pause)) (\(stated == nil ? "assumed" : "stated")), the lease \(ValueText.time(lease))"
    return FailureRate(text: words, score: pause >= lease ? 4 : 2)
  }

  // MARK: Messages

  /// Whether an operation gets messages at least once and is not known to bear it.
  static func isRedelivered(_ name: String, in analysis: Analysis) -> Bool {
    guard let operation = analysis.description.operations[name]?.value,
      let analysed = analysis.operations.first(where: { $0.subject.name == name })
    else { return false }
    return operation.consumes.entries.contains { $0.value.delivery?.value == .atLeastOnce }
      && analysed.subject.record["safe_to_repeat"]?.isTrue != true
  }

  private var redeliveries: [FailureMode] {
    zip(description.operations.entries, analysis.operations).compactMap { operation, analysed in
      let events = operation.value.consumes.entries.filter {
        $0.value.delivery?.value == .atLeastOnce
      }
      let safe = analysed.subject.record["safe_to_repeat"]
      if events.isEmpty || safe?.isTrue == true { return nil }
      let isKnown = safe?.isFalse == true
      return FailureMode(
        component: MarkdownText.tableCode(operation.name),
        failure: "gets \(builder.names(events.map(\.name))) again",
        rate: FailureRate(
          text: "at restarts, rebalances and slow answers: ordinary operation", score: 5),
        effect: isKnown
          ? "its effect happens twice"
          : "its effect happens twice, unless repeats are harmless (not said, so rated as if not)",
        severity: 5, detection: Detection(text: "nothing compares what was done", score: 5),
        mitigation: mitigated(
          [operation.name], milestones: ["idempotency"], topics: ["delivery"], isHarmless: false))
    }
  }

  // MARK: Changes

  private var changes: [FailureMode] {
    description.changes.entries.compactMap { change in
      guard let scope = change.value.scope?.value else { return nil }
      let subject = analysis.facts.all(.change).first { $0.name == change.name }
      let operations = subject.map(AffectedOperations.names) ?? []
      let isWide = scope == .global
      let isSmall = [.cell, .canary, .instance].contains(scope)
      let share = analysis.knowledge.defaults["change-share-of-outages"]?.text ?? "most"
      let back = change.value.rollback?.value == true ? ", and can be taken back" : ""
      let reach = operations.isEmpty ? "" : ": \(unique(operations))"
      return FailureMode(
        component: MarkdownText.tableCode(change.name), failure: "brings a bad version",
        rate: FailureRate(text: "\(share) of outages follow a change", score: 4),
        effect: "reaches one \(scope.rawValue) at a step\(back)\(reach)".replacing(
          "one global at a step", with: "everything at once"),
        severity: isWide ? 5 : isSmall ? 2 : 4,
        detection: change.value.validated?.value == true
          ? Detection(text: "validated before it is taken", score: 2)
          : Detection(
            text: isSmall ? "the first step shows it" : "not said that anything checks it",
            score: isSmall ? 2 : 4),
        mitigation: mitigated([change.name], topics: ["rollout"], isHarmless: isSmall))
    }
  }

  private func unique(_ names: [String]) -> String {
    var seen: Set<String> = []
    return builder.names(names.filter { seen.insert($0).inserted }, limit: 3)
  }
}
