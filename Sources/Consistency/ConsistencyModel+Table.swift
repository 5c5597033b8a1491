extension ConsistencyModel {
  struct Entry {
    let id: String
    let name: String
    let definition: String
    let family: Family
    let availability: Availability
    let forbids: [Anomaly]
    /// Anomalies about which the literature is silent for this model: neither forbidden nor to be
    /// held against it.
    let undecided: [Anomaly]
    let source: String
    let caveat: String?

    init(
      _ id: String, _ name: String, _ definition: String, _ family: Family,
      _ availability: Availability, forbids: [Anomaly] = [], undecided: [Anomaly] = [],
      source: String, caveat: String? = nil
    ) {
      self.id = id
      self.name = name
      self.definition = definition
      self.family = family
      self.availability = availability
      self.forbids = forbids
      self.undecided = undecided
      self.source = source
      self.caveat = caveat
    }
  }

  var entry: Entry { Self.entries[rawValue] }

  private static let unclassed =
    "the availability class is derived; the literature gives none"

  /// One entry a model, in the order of the cases.
  private static let entries: [Entry] = [
    Entry(
      "strict-serializable", "strict serializability",
      "serializable, in an order consistent with real time",
      .transactional, .unavailable,
      forbids: [.realTimeReversal],
      source: "Herlihy & Wing 1990; Elle (Kingsbury & Alvaro, VLDB 2020)"),
    Entry(
      "strong-session-serializable", "strong session serializability",
      "serializable, in an order consistent with each session",
      .transactional, .unavailable,
      source: "Daudjee & Salem, ICDE 2004; Elle (Kingsbury & Alvaro, VLDB 2020)"),
    Entry(
      "strong-snapshot-isolation", "strong snapshot isolation",
      "snapshot isolation whose snapshots include every commit that finished before",
      .transactional, .unavailable,
      forbids: [.staleRead, .realTimeReversal, .staleReadAtRest, .staleBeyondBound],
      source: "Daudjee & Salem, VLDB 2006; Elle (Kingsbury & Alvaro, VLDB 2020)"),
    Entry(
      "strong-session-snapshot-isolation", "strong session snapshot isolation",
      "snapshot isolation whose snapshots include the session's earlier commits",
      .transactional, .unavailable,
      forbids: [.ownStaleRead],
      undecided: [.backwardRead, .replyBeforeQuestion, .causalReversal],
      source: "Daudjee & Salem, VLDB 2006; Elle (Kingsbury & Alvaro, VLDB 2020)"),
    Entry(
      "serializable", "serializability",
      "equivalent to some serial order of the transactions",
      .transactional, .unavailable,
      forbids: [.lostUpdate, .writeSkew, .phantom, .readSkew, .longFork],
      source: "Adya 1999, PL-3; Elle (Kingsbury & Alvaro, VLDB 2020)",
      caveat: "the serial order need not follow sessions or real time"),
    Entry(
      "view-serializable", "view serializability",
      "every transaction reads what it would read in some serial order",
      .transactional, .unavailable,
      undecided: [
        .lostUpdate,
        .cursorLostUpdate,
        .fracturedRead,
        .readSkew,
        .writeSkew,
        .phantom,
        .longFork,
        .observedTransactionVanishes,
        .intermediateRead,
        .abortedRead,
        .circularInformationFlow,
        .dirtyWrite,
        .itemChangesWithinTransaction,
        .predicateChangesWithinTransaction,
        .causalReversal,
        .orderDisagreement,
        .prefixGap,
      ],
      source: "Bernstein, Hadzilacos & Goodman 1987",
      caveat: unclassed),
    Entry(
      "update-serializable", "update serializability",
      "updating transactions are serializable; readers may disagree on their order",
      .transactional, .unavailable,
      forbids: [.writeSkew],
      undecided: [.phantom],
      source: "Adya 1999, PL-3U",
      caveat: unclassed),
    Entry(
      "repeatable-read", "repeatable read",
      "serializable except for reads by predicate",
      .transactional, .unavailable,
      forbids: [
        .lostUpdate,
        .writeSkew,
        .readSkew,
        .longFork,
        .fracturedRead,
        .itemChangesWithinTransaction,
      ],
      source: "Adya 1999, PL-2.99; Elle (Kingsbury & Alvaro, VLDB 2020)",
      caveat: "products use this name for other models"),
    Entry(
      "snapshot-isolation", "snapshot isolation",
      "reads from one snapshot; of two concurrent writers of an item one aborts",
      .transactional, .unavailable,
      forbids: [.lostUpdate, .readSkew, .longFork, .fracturedRead],
      source: "Berenson et al. 1995; Adya 1999, PL-SI; Elle (Kingsbury & Alvaro, VLDB 2020)",
      caveat: "allows write skew"),
    Entry(
      "parallel-snapshot-isolation", "parallel snapshot isolation",
      "snapshot isolation at each site, causal order across sites",
      .transactional, .unavailable,
      forbids: [.lostUpdate, .readSkew],
      source: "Sovran et al., SOSP 2011; Cerone et al., CONCUR 2015",
      caveat: "allows write skew and long fork"),
    Entry(
      "prefix-consistency-tx", "prefix consistency (transactions)",
      "every transaction reads a prefix of one order of commits",
      .transactional, .unavailable,
      forbids: [.longFork],
      undecided: [.orderDisagreement, .prefixGap],
      source: "Cerone et al., CONCUR 2015",
      caveat: "has no sessions and is not consistent-prefix; \(unclassed)"),
    Entry(
      "transactional-causal", "causal consistency (transactions)",
      "every transaction reads a causally closed snapshot",
      .transactional, .sticky,
      undecided: [.readSkew, .causalReversal],
      source: "Cerone et al., CONCUR 2015",
      caveat: "has no sessions and is not causal; \(unclassed)"),
    Entry(
      "update-atomic", "update atomicity",
      "read atomic, and concurrent transactions do not write the same item",
      .transactional, .unavailable,
      forbids: [.lostUpdate, .cursorLostUpdate],
      source: "Cerone et al., CONCUR 2015",
      caveat: unclassed),
    Entry(
      "read-atomic", "read atomicity",
      "all or none of another transaction's writes are seen",
      .transactional, .total,
      forbids: [.fracturedRead],
      undecided: [.itemChangesWithinTransaction],
      source: "Bailis et al., RAMP, SIGMOD 2014"),
    Entry(
      "forward-consistent-view", "forward consistent view",
      "consistent view, of a state no older than the start",
      .transactional, .unavailable,
      undecided: [.longFork],
      source: "Adya 1999, PL-FCV",
      caveat: unclassed),
    Entry(
      "consistent-view", "consistent view",
      "a transaction sees a consistent cut of its causal past",
      .transactional, .unavailable,
      forbids: [
        .readSkew,
        .lostUpdate,
        .fracturedRead,
        .itemChangesWithinTransaction,
        .predicateChangesWithinTransaction,
      ],
      source: "Adya 1999, PL-2+"),
    Entry(
      "cursor-stability", "cursor stability",
      "no lost update of the item under a cursor",
      .transactional, .unavailable,
      forbids: [.cursorLostUpdate],
      source: "Berenson et al. 1995; Adya 1999, PL-CS; Bailis et al., VLDB 2013"),
    Entry(
      "monotonic-snapshot-read", "monotonic snapshot read",
      "each read is from a committed snapshot, and snapshots do not go back",
      .transactional, .total,
      forbids: [.observedTransactionVanishes],
      source: "Adya 1999, PL-MSR",
      caveat: unclassed),
    Entry(
      "monotonic-view", "monotonic view",
      "a transaction never misses effects of transactions that it has seen",
      .transactional, .total,
      forbids: [.observedTransactionVanishes],
      source: "Adya 1999, PL-2L",
      caveat: unclassed),
    Entry(
      "monotonic-atomic-view", "monotonic atomic view",
      "once any effect of a transaction is seen, all are seen from then on",
      .transactional, .total,
      forbids: [.observedTransactionVanishes],
      source: "Bailis et al., VLDB 2013"),
    Entry(
      "predicate-cut-isolation", "predicate cut isolation",
      "a transaction that repeats a query gets the same rows",
      .transactional, .total,
      forbids: [.predicateChangesWithinTransaction],
      source: "Bailis et al., VLDB 2013"),
    Entry(
      "item-cut-isolation", "item cut isolation",
      "a transaction that reads an item again gets the same value",
      .transactional, .total,
      forbids: [.itemChangesWithinTransaction],
      source: "Bailis et al., VLDB 2013"),
    Entry(
      "strong-read-committed", "strong read committed",
      "read committed, in an order consistent with real time",
      .transactional, .unavailable,
      undecided: [.staleRead, .staleReadAtRest, .staleBeyondBound],
      source: "Elle (Kingsbury & Alvaro, VLDB 2020)",
      caveat: unclassed),
    Entry(
      "strong-session-read-committed", "strong session read committed",
      "read committed, in an order consistent with each session",
      .transactional, .sticky,
      undecided: [.ownStaleRead, .backwardRead, .replyBeforeQuestion],
      source: "Elle (Kingsbury & Alvaro, VLDB 2020)",
      caveat: unclassed),
    Entry(
      "read-committed", "read committed",
      "only final values of committed transactions are read",
      .transactional, .total,
      forbids: [.intermediateRead, .abortedRead, .circularInformationFlow],
      source: "Adya 1999, PL-2; Bailis et al., VLDB 2013"),
    Entry(
      "strong-read-uncommitted", "strong read uncommitted",
      "writes have one order, consistent with real time",
      .transactional, .unavailable,
      forbids: [.writesReorderedAgainstRealTime],
      source: "Elle (Kingsbury & Alvaro, VLDB 2020)",
      caveat: unclassed),
    Entry(
      "strong-session-read-uncommitted", "strong session read uncommitted",
      "writes have one order, consistent with each session",
      .transactional, .sticky,
      forbids: [.ownWritesReordered],
      source: "Elle (Kingsbury & Alvaro, VLDB 2020)",
      caveat: unclassed),
    Entry(
      "read-uncommitted", "read uncommitted",
      "the writes of transactions have one order",
      .transactional, .total,
      forbids: [.dirtyWrite],
      source: "Adya 1999, PL-1; Bailis et al., VLDB 2013"),
    Entry(
      "linearizable", "linearizability",
      "each operation takes effect at one instant between its call and its return",
      .singleObject, .unavailable,
      forbids: [.staleRead, .writesReorderedAgainstRealTime],
      source: "Herlihy & Wing 1990",
      caveat: "says nothing about operations on several objects as one"),
    Entry(
      "regular", "regular register",
      "a read returns the last completed write or one that overlaps it",
      .singleObject, .unavailable,
      forbids: [.staleRead, .ownStaleRead, .staleBeyondBound],
      source: "Lamport 1986; Bailis et al., VLDB 2013",
      caveat: "single writer"),
    Entry(
      "safe", "safe register",
      "a read that overlaps no write returns the last write",
      .singleObject, .unavailable,
      forbids: [.staleReadAtRest],
      undecided: [
        .staleBeyondBound,
        .neverConverges,
        .divergence,
        .ownWritesReordered,
        .writesReorderedAgainstRealTime,
        .prefixGap,
        .causalReversal,
        .replyBeforeQuestion,
      ],
      source: "Lamport 1986; Bailis et al., VLDB 2013",
      caveat: "single writer"),
    Entry(
      "sequential", "sequential consistency",
      "one total order of all operations, consistent with every process's order",
      .singleObject, .unavailable,
      forbids: [.orderDisagreement],
      undecided: [.divergence],
      source: "Lamport 1979; jepsen.io/consistency",
      caveat: "reads may be stale"),
    Entry(
      "bounded-staleness", "bounded staleness",
      "a read is at most a stated time or number of versions behind",
      .singleObject, .unavailable,
      forbids: [.staleBeyondBound],
      undecided: [
        .orderDisagreement,
        .ownWritesReordered,
        .writesReorderedAgainstRealTime,
        .prefixGap,
        .divergence,
        .neverConverges,
      ],
      source: "Terry 2013; Bailis et al., VLDB 2013, recency",
      caveat: "unavailable once a partition outlasts the bound: reads fail or writers stall"),
    Entry(
      "consistent-prefix", "consistent prefix",
      "every read sees some prefix of the global order of writes",
      .singleObject, .total,
      forbids: [.prefixGap, .orderDisagreement],
      undecided: [
        .causalReversal,
        .replyBeforeQuestion,
        .ownWritesReordered,
        .writesReorderedAgainstRealTime,
        .divergence,
      ],
      source: "Terry 2013",
      caveat: "available for reads; the order of writes comes from one log"),
    Entry(
      "causal-plus", "causal+ consistency",
      "causal, and replicas with the same updates are equal",
      .singleObject, .sticky,
      source: "Lloyd et al., COPS, SOSP 2011"),
    Entry(
      "causal", "causal consistency",
      "everyone agrees on the order of causally related operations",
      .singleObject, .sticky,
      forbids: [.causalReversal],
      source: "Ahamad et al. 1995; Mahajan et al. 2011; Bailis et al., VLDB 2013",
      caveat: "concurrent writes may be seen in different orders"),
    Entry(
      "pram", "PRAM (pipelined RAM)",
      "each process's writes are seen by all in the order it made them",
      .singleObject, .sticky,
      source: "Lipton & Sandberg 1988; Bailis et al., VLDB 2013"),
    Entry(
      "writes-follow-reads", "writes follow reads",
      "a write is ordered after the writes that its session had read",
      .session, .total,
      forbids: [.replyBeforeQuestion],
      source: "Terry et al., PDIS 1994; Bailis et al., VLDB 2013"),
    Entry(
      "read-your-writes", "read your writes",
      "a session sees its own earlier writes",
      .session, .sticky,
      forbids: [.ownStaleRead],
      source: "Terry et al., PDIS 1994; Bailis et al., VLDB 2013"),
    Entry(
      "monotonic-reads", "monotonic reads",
      "a session's reads never go back",
      .session, .total,
      forbids: [.backwardRead],
      source: "Terry et al., PDIS 1994; Bailis et al., VLDB 2013"),
    Entry(
      "monotonic-writes", "monotonic writes",
      "a session's writes are applied everywhere in order",
      .session, .total,
      forbids: [.ownWritesReordered],
      source: "Terry et al., PDIS 1994; Bailis et al., VLDB 2013"),
    Entry(
      "strong-eventual", "strong eventual consistency",
      "replicas that have received the same updates are equal, and all receive them in the end",
      .liveness, .total,
      forbids: [.divergence],
      source: "Shapiro et al., SSS 2011"),
    Entry(
      "eventual", "eventual consistency",
      "if writes stop, replicas converge",
      .liveness, .total,
      forbids: [.neverConverges],
      source: "Vogels 2009; Bailis & Ghodsi 2013",
      caveat: "promises nothing about any single read"),
  ]
}
