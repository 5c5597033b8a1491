import Analysis

/// What can fail: the losses that the analysis enumerates, and what no loss shows.
struct FailureModeSection {
  let builder: ReviewBuilder

  private static let limit = 25

  var failureModes: Review.FailureModes {
    let losses = LossModes(builder: builder).all
    let behaviour = FoundModes(builder: builder).modes + BehaviourModes(builder: builder).modes
    let all = losses.modes + behaviour.filter { $0.severity > 1 }
    let sorted = all.enumerated().sorted {
      $0.element.priority != $1.element.priority
        ? $0.element.priority > $1.element.priority : $0.offset < $1.offset
    }.map(\.element)
    let shown = sorted.prefix(Self.limit)
    let harmless =
      losses.harmless.isEmpty
      ? nil
      : "Every operation goes on, without pause or loss, when one of these is lost: \(Words.subjects(losses.harmless, limit: 10) { $0 })."
    return .init(
      rows: shown.map(\.row),
      furtherModes: sorted.count > shown.count
        ? "\(Words.count(sorted.count - shown.count, "further failure mode")) of lower rating."
        : nil,
      harmless: harmless, method: Self.method.map { .init($0) })
  }

  /// How the ratings come about; each is read off the column beside it.
  private static let method = [
    "**S**, from the worst effect on any operation: 5 acknowledged data that must not be lost is lost, or a result is wrong; 4 it refuses until somebody mends it; 3 it refuses in some regions, pauses for a minute or more, or loses data that may be lost; 2 a shorter pause, older values, work done twice without harm; 1 nothing.",
    "**L**, from the share of time that the part is down: 5 from 1%, 4 from 0.1%, 3 from 0.01%, 2 from 0.001%, 1 below. What has no such share is rated by what the column says: 5 ordinary operation; 4 what comes with a restart, a peak, growth, a change, or a stop that outlives the lease; 3 a cut or a wrong suspicion; 1 what has no published rate.",
    "**D**, from what the description says of detection: 1 acted on within ten seconds, 2 acted on later, or noticed by the product itself, a deep check or a time-out, 3 only an alert or a shallow check, 4 nothing stated, 5 nothing can tell.",
    "**Mitigation** names the fixes of part 9 and the decisions of part 5 that change the row; none of them is in place unless it says *in use*.",
  ]
}
