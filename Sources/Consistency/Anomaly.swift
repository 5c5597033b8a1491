/// Something a client can observe that a consistency model may forbid.
///
/// Each case is the user-visible face of a pattern of the literature; `code` is the literature's
/// name.
public enum Anomaly: String, Sendable, Hashable, CaseIterable {
  case ownStaleRead = "own-stale-read"
  case backwardRead = "backward-read"
  case staleRead = "stale-read"
  case staleReadAtRest = "stale-read-at-rest"
  case staleBeyondBound = "stale-beyond-bound"
  case realTimeReversal = "real-time-reversal"
  case lostUpdate = "lost-update"
  case cursorLostUpdate = "cursor-lost-update"
  case fracturedRead = "fractured-read"
  case readSkew = "read-skew"
  case writeSkew = "write-skew"
  case phantom = "phantom"
  case longFork = "long-fork"
  case observedTransactionVanishes = "observed-transaction-vanishes"
  case intermediateRead = "intermediate-read"
  case abortedRead = "aborted-read"
  case circularInformationFlow = "circular-information-flow"
  case dirtyWrite = "dirty-write"
  case itemChangesWithinTransaction = "item-changes-within-transaction"
  case predicateChangesWithinTransaction = "predicate-changes-within-transaction"
  case replyBeforeQuestion = "reply-before-question"
  case causalReversal = "causal-reversal"
  case ownWritesReordered = "own-writes-reordered"
  case writesReorderedAgainstRealTime = "writes-reordered-against-real-time"
  case orderDisagreement = "order-disagreement"
  case prefixGap = "prefix-gap"
  case divergence
  case neverConverges = "never-converges"

  /// The stable name used in reports.
  public var id: String { rawValue }

  /// What happens, told about `data`.
  ///
  /// - Parameter data: The user's name of the data, already escaped for where the text goes.
  public func example(for data: String) -> String {
    let parts = entry.example.split(separator: "{data}", omittingEmptySubsequences: false)
    return parts.joined(separator: data)
  }

  /// The name or names in the literature, such as `G1a` or `P4`.
  public var code: String { entry.code }
  /// The pattern of operations or of ww/wr/rw dependencies that defines it.
  public var pattern: String { entry.pattern }
}
