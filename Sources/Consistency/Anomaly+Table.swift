extension Anomaly {
  struct Entry {
    let code: String
    let pattern: String
    /// One sentence about `{data}`.
    let example: String
  }

  /// Sources: Adya 1999 (G0 to G2), Berenson et al. 1995 (P4), Bailis et al. 2013 (OTV, cuts),
  /// Bailis et al. 2014 (fractured reads), Terry et al. 1994 (sessions), Herlihy & Wing 1990.
  var entry: Entry {
    switch self {
    case .ownStaleRead:
      Entry(
        code: "RYW violation", pattern: "a session's read misses the same session's earlier write",
        example: "A user changes {data}, reloads, and sees the old value.")
    case .backwardRead:
      Entry(
        code: "MR violation", pattern: "a session's read returns an older state than its last read",
        example: "A user sees the new {data}, reloads, and it has gone back to the old value.")
    case .staleRead:
      Entry(
        code: "stale read", pattern: "a read misses a write that completed before the read began",
        example: "A write of {data} is acknowledged; another client then still reads the old value."
      )
    case .staleReadAtRest:
      Entry(
        code: "unsafe read", pattern: "a read that overlaps no write misses the last write",
        example: "Nobody is writing {data}, and a reader still does not get the last value.")
    case .staleBeyondBound:
      Entry(
        code: "recency bound exceeded", pattern: "a read is older than the agreed time or versions",
        example: "A reader gets a value of {data} that is older than the agreed bound.")
    case .realTimeReversal:
      Entry(
        code: "causal reverse, G-single-realtime",
        pattern: "a transaction sees a write but not another that finished before the write began",
        example:
          "A change to {data} finishes, then a second begins; a reader sees the second without the first."
      )
    case .lostUpdate:
      Entry(
        code: "P4", pattern: "two transactions read one item, both write it; the later hides one",
        example: "Two clients read {data} and write back; one of the two changes disappears.")
    case .cursorLostUpdate:
      Entry(
        code: "P4C, G-cursor", pattern: "lost update of the item under a cursor",
        example:
          "A row of {data} changes between a cursor's read and its update; that change is lost."
      )
    case .fracturedRead:
      Entry(
        code: "fractured read", pattern: "a transaction sees some but not all of another's writes",
        example: "A reader sees half of one transaction's changes to {data}.")
    case .readSkew:
      Entry(
        code: "G-single, A5A", pattern: "dependency cycle with exactly one rw edge",
        example: "A reader adds up {data} while it changes and gets a sum that was never true.")
    case .writeSkew:
      Entry(
        code: "G2-item, A5B", pattern: "cycle with two adjacent rw edges between items",
        example:
          "Two transactions each check a rule over {data}, write different items, and break the rule together."
      )
    case .phantom:
      Entry(
        code: "G2", pattern: "cycle with an rw edge over a predicate",
        example:
          "Two transactions each find no conflicting row in {data}, both insert one, and now there are two."
      )
    case .longFork:
      Entry(
        code: "long fork", pattern: "two transactions see two independent writes in opposite order",
        example:
          "Of two independent changes to {data}, one reader sees only the first, another only the second."
      )
    case .observedTransactionVanishes:
      Entry(
        code: "OTV",
        pattern: "a transaction sees another's effect and later misses its other effects",
        example:
          "A transaction sees part of a change to {data}, then reads on as if it had not happened."
      )
    case .intermediateRead:
      Entry(
        code: "G1b", pattern: "a read returns a value that its writer overwrote before committing",
        example: "A reader sees a value of {data} that its writer never meant to be final.")
    case .abortedRead:
      Entry(
        code: "G1a", pattern: "a committed transaction read a value of an aborted one",
        example: "A reader acts on a value of {data} that is then rolled back.")
    case .circularInformationFlow:
      Entry(
        code: "G1c", pattern: "cycle of ww and wr edges",
        example: "Two transactions on {data} each see the other's changes.")
    case .dirtyWrite:
      Entry(
        code: "G0", pattern: "cycle of ww edges",
        example: "Two transactions interleave over {data} and leave a mixture of both.")
    case .itemChangesWithinTransaction:
      Entry(
        code: "item cut violation, P2",
        pattern: "one transaction reads one item twice, differently",
        example: "A transaction reads an item of {data} twice and gets two values.")
    case .predicateChangesWithinTransaction:
      Entry(
        code: "predicate cut violation, P3",
        pattern: "one transaction evaluates one predicate twice, differently",
        example: "A transaction runs the same query over {data} twice and gets different rows.")
    case .replyBeforeQuestion:
      Entry(
        code: "WFR violation",
        pattern: "a write is visible where a write its session had read is not",
        example: "A reply in {data} is visible before what it answers.")
    case .causalReversal:
      Entry(
        code: "causality violation", pattern: "an effect is visible without its cause",
        example: "A reader sees a change to {data} without the earlier change that led to it.")
    case .ownWritesReordered:
      Entry(
        code: "MW violation, G0-process",
        pattern: "two writes of one session take effect in reverse",
        example: "A user writes {data} twice; the first write wins.")
    case .writesReorderedAgainstRealTime:
      Entry(
        code: "G0-realtime", pattern: "a completed write takes effect after a later one",
        example: "A finished write of {data} ends up on top of one that began after it.")
    case .orderDisagreement:
      Entry(
        code: "IRIW", pattern: "two readers see two independent writes in opposite order",
        example: "Two readers disagree about which of two changes to {data} came first.")
    case .prefixGap:
      Entry(
        code: "prefix violation",
        pattern: "a read sees a write but not all writes ordered before it",
        example: "A reader sees a later change to {data} but not an earlier one.")
    case .divergence:
      Entry(
        code: "divergence", pattern: "replicas that got the same updates are in different states",
        example:
          "Two replicas have received the same changes to {data} and still show different values."
      )
    case .neverConverges:
      Entry(
        code: "no convergence", pattern: "writes stop, and replicas stay different for ever",
        example: "Long after the last write, replicas of {data} still disagree.")
    }
  }
}
