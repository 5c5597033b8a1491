import Testing

/// Pairs of systems that differ in one fact, and all that follows from it.
///
/// A line of `differs` is `-` or `+` with the rule and subject of a finding that goes or comes, or
/// `~` with the topic and subject of a decision: what was advised and what is. *(kept)* marks
/// advice that the design follows already.
struct Pair: Sendable, CustomTestStringConvertible {
  let fact: String
  let base: String
  let first: String
  let second: String
  let differs: [String]
  var testDescription: String { fact }

  init(_ fact: String, _ base: String, _ first: String, _ second: String, _ differs: String...) {
    self.fact = fact
    self.base = base
    self.first = first
    self.second = second
    self.differs = differs
  }
}

extension Pair {
  private static let orders = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
      replicas: [r/a, r/b], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
    data: {order: {store: db, class: order}}
    operations: {place: {reads: [order], writes: [order], guard: compare-and-set}}
    """

  private static let lock = """
    topology: {pauses: {max: 1s}, regions: {r: {zones: [a, b, c]}}}
    stores:
      zk: {product: zookeeper, role: coordination, replicas: [r/a, r/b, r/c]}
      db: {product: postgresql, replicas: [r/a]}
    data: {job: {store: db, class: other}}
    operations: {run: {writes: [job]}}
    coordination: {scheduler: {purpose: leader-election, store: zk, lease: {ttl: 10s,
      renew_every: 3s}, fencing: token, protects: [db]}}
    """

  private static let call = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    services: {card: {external: true, idempotency_keys: true, latency: {p50: 100ms,
      p99: 900ms}}}
    operations: {pay: {calls: [card], timeout: 2s, idempotency_key: payment,
      retries: {attempts: 3, backoff: exponential, jitter: true, budget: 10%}}}
    """

  private static let events = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    stores:
      db: {product: postgresql, replicas: [r/a]}
      log: {product: kafka, role: broker, settings: {acks: all, min.insync.replicas: 2,
        replication.factor: 3}, replicas: [r/a, r/b, r/c]}
    data: {order: {store: db, class: order}}
    operations:
      place: {writes: [order], idempotent: true, publishes: {Placed: {to: log, via: outbox}}}
      ship: {consumes: {Placed: {from: log, delivery: at-least-once, dead_letter: true,
        ordering: none}}, idempotent: true, writes: [order]}
    """

  private static let log = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    stores:
      db: {product: postgresql, replicas: [r/a]}
      log: {product: kafka, role: broker, settings: {acks: all, min.insync.replicas: 2,
        replication.factor: 3}, replicas: [r/a, r/b, r/c]}
    data: {line: {store: log, class: order}, order: {store: db, class: order}}
    operations:
      place: {writes: [order, line], idempotent: true, publishes: {Placed: {to: log,
        via: outbox}}}
      ship: {consumes: {Placed: {from: log, delivery: at-least-once, dead_letter: true,
        ordering: none}}, idempotent: true, writes: [order]}
    """

  private static let backups = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    stores: {db: {product: postgresql, replicas: [r/a], backups: {every: 1h,
      point_in_time: true, restore_tested: true, restore_takes: 30m, isolated: true,
      monitored: true}}}
    data: {doc: {store: db, class: content}}
    operations: {save: {writes: [doc], requirements: {recovery_time: 1h}}}
    """

  private static let twoRegions = """
    topology: {regions: {us: {zones: [a, b, c]}, eu: {zones: [a, b, c]}}}
    stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1},
      replicas: [us/a, us/b, eu/a], failover: {mode: automatic, timeout: 30s, fencing: stonith,
      cross_region: false}}}
    data: {doc: {store: db, class: content}}
    operations: {save: {writes: [doc]}}
    """

  private static let stock = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
      replicas: [r/a, r/b]}}
    data: {stock: {store: db, class: inventory, invariants: [non-negative]}}
    operations: {take: {reads: [stock], writes: [stock], guard: row-lock, reads_from: leader}}
    """

  private static let cache = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    stores:
      db: {product: postgresql, replicas: [r/a], capacity: {without_cache: 100%}}
      hot: {product: redis, role: cache, replicas: [r/a], cache: {invalidation: before-ack,
        ttl: 10m, coalesces_misses: true}}
    data: {page: {stores: [db, hot], class: content}}
    operations: {view: {reads: [page], reads_from: cache, requirements: {staleness: 30s}}}
    """

  private static let change = """
    topology: {regions: {us: {zones: [a]}, eu: {zones: [a]}}}
    services: {front: {runs_in: [us/a, eu/a], instances: 4, diverse: true}}
    operations: {view: {service: front}}
    changes: {rules: {of: configuration, affects: [front], scope: canary, validated: true,
      rollback: true}}
    """

  private static let automation = """
    services: {fleet: {instances: 10}}
    operations: {view: {service: fleet}}
    automation: {scaler: {acts_on: [fleet], does: remove, concurrency: 1, floor: true,
      kill_switch: true, checks_current_state: each-action, instances: 1}}
    """

  private static let saga = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    services: {card: {external: true, idempotency_keys: true}}
    stores: {orders: {product: postgresql, replicas: [r/a]}, stock: {product: postgresql,
      replicas: [r/b]}}
    data: {order: {store: orders, class: order}, item: {store: stock, class: inventory}}
    operations:
      buy:
        coordinated_by: saga-orchestration
        progress: durable
        idempotent: true
        steps:
          - {do: create, writes: [order], undo: cancel, undo_reliable: true, idempotent: true,
              retriable: true}
          - {do: reserve, writes: [item], undo: release, undo_reliable: true, idempotent: true,
              retriable: true}
          - {do: charge, calls: card, idempotent: true, retriable: true}
    """

  private static let detection = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1},
      replicas: [r/a, r/b, r/c], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
    data: {doc: {store: db, class: content}}
    operations: {save: {writes: [doc]}}
    failure_detection: {watch: {watches: db, method: heartbeat, interval: 2s, missed: 5,
      on_suspect: failover, observers: 3, quorum_of_observers: true}}
    """

  static let all: [Pair] = [
    Pair(
      "failover fencing", orders,
      "fencing: stonith", "fencing: none",
      "+ unfenced-automatic-failover db"),
    Pair(
      "sync or async replication", orders,
      "synchronous_standby_names: \"\"", "synchronous_standby_names: \"s1\"",
      "- async-failover-loses-writes db",
      "~ replication db: sync-standbys -> sync-standbys (kept)"),
    Pair(
      "automatic or manual failover", orders,
      "mode: automatic", "mode: manual",
      "- async-failover-loses-writes db", "+ async-promotion-loses-writes db"),
    Pair(
      "class of one data item", orders,
      "class: order", "class: content",
      "- async-failover-loses-writes db",
      "~ backup db: point-in-time-apart -> copies-apart",
      "~ replication db: sync-standbys -> async-standby (kept)"),
    Pair(
      "partition preference",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: cassandra, settings: {replication_factor: 3,
        write_consistency: QUORUM, read_consistency: QUORUM}, replicas: [r/a, r/b, r/c]}}
      data: {note: {store: db, class: content, type: register, conflict: application}}
      operations: {edit: {writes: [note], requirements: {on_partition: continue}}}
      """,
      "on_partition: continue", "on_partition: refuse",
      "~ cap-stance edit: ap -> cp (kept)"),
    Pair(
      "replica count",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: etcd, role: coordination, replicas: [r/a, r/b, r/c]}}
      data: {flag: {store: db, class: configuration}}
      operations: {set: {writes: [flag], requirements: {survive: zone}}}
      """,
      "[r/a, r/b, r/c]", "[r/a, r/b]",
      "+ quorum-lost-with-one-zone db",
      "+ two-voters-need-both db",
      "~ voter-placement db: three-voters (kept) -> three-voters"),
    Pair(
      "zone of one replica",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: etcd, role: coordination, replicas: [r/a, r/b, r/c]}}
      data: {flag: {store: db, class: configuration}}
      operations: {set: {writes: [flag], requirements: {survive: zone}}}
      """,
      "[r/a, r/b, r/c]", "[r/a, r/b, r/a]",
      "+ quorum-lost-with-one-zone db",
      "+ voters-in-two-domains db",
      "~ voter-placement db: three-voters (kept) -> three-voters"),
    Pair(
      "four voters instead of three",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: etcd, role: coordination, replicas: [r/a, r/b, r/c]}}
      data: {flag: {store: db, class: configuration}}
      operations: {set: {writes: [flag]}}
      """,
      "[r/a, r/b, r/c]", "[r/a, r/b, r/c, r/a]",
      "+ even-number-of-voters db",
      "~ voter-placement db: three-voters (kept) -> three-voters"),
    Pair(
      "trust",
      """
      topology: {trust: single-organization, regions: {r: {zones: [a, b, c, d]}}}
      stores: {db: {product: etcd, role: source-of-truth, replicas: [r/a, r/b, r/c]}}
      data: {entry: {store: db, class: audit-log}}
      operations: {append: {writes: [entry]}}
      """,
      "single-organization", "multi-organization",
      "+ distrusting-parties-share-a-crash-protocol db"),
    Pair(
      "fault model",
      """
      topology: {fault_model: crash, regions: {r: {zones: [a, b, c, d]}}}
      stores: {db: {product: etcd, role: source-of-truth, replicas: [r/a, r/b, r/c]}}
      data: {entry: {store: db, class: audit-log}}
      operations: {append: {writes: [entry]}}
      """,
      "fault_model: crash", "fault_model: byzantine",
      "+ lying-nodes-break-a-crash-protocol db", "~ consensus db: existing-raft (kept) -> pbft",
      "~ replication db: consensus (kept) -> byzantine"),
    Pair(
      "lock fencing", lock,
      "fencing: token", "fencing: none",
      "+ lock-without-fencing scheduler"),
    Pair(
      "longest pause beyond the lease",
      """
      topology: {pauses: {max: 1s}, regions: {r: {zones: [a, b, c]}}}
      stores:
        zk: {product: zookeeper, role: coordination, replicas: [r/a, r/b, r/c]}
        db: {product: postgresql, replicas: [r/a]}
      data: {job: {store: db, class: other}}
      operations: {run: {writes: [job]}}
      coordination: {scheduler: {purpose: leader-election, store: zk, lease: {ttl: 10s,
        renew_every: 3s}, fencing: none, protects: [db]}}
      """,
      "max: 1s", "max: 20s",
      "+ lease-shorter-than-a-pause scheduler"),
    Pair(
      "renewal interval of a lease", lock,
      "renew_every: 3s", "renew_every: 8s",
      "+ renewal-survives-no-loss scheduler"),
    Pair(
      "lock kept where grants are forgotten", lock,
      "product: zookeeper", "product: redis",
      "+ lock-store-forgets-grants scheduler",
      "~ consensus zk: existing-raft (kept) -> existing-raft",
      "~ leader-election scheduler: lease-with-token (kept) -> database-row",
      "~ voter-placement zk: three-voters (kept) -> none"),
    Pair(
      "purpose of a lock",
      """
      topology: {pauses: {max: 1s}, regions: {r: {zones: [a, b, c]}}}
      stores:
        zk: {product: zookeeper, role: coordination, replicas: [r/a, r/b, r/c]}
        db: {product: postgresql, replicas: [r/a]}
      data: {job: {store: db, class: other}}
      operations: {run: {writes: [job]}}
      coordination: {scheduler: {purpose: leader-election, store: zk, lease: {ttl: 10s,
        renew_every: 3s}, fencing: none, protects: [db]}}
      """,
      "purpose: leader-election", "purpose: efficiency",
      "- lock-without-fencing scheduler",
      "~ leader-election scheduler: lease-with-token (kept) -> efficiency-lock (kept)"),
    Pair(
      "time-out below the callee's answers", call,
      "timeout: 2s", "timeout: 500ms",
      "+ gives-up-before-callee-answers pay"),
    Pair(
      "back-off of retries", call,
      "backoff: exponential", "backoff: none",
      "+ retries-without-backoff pay", "~ retries pay: bounded-backoff (kept) -> bounded-backoff"),
    Pair(
      "idempotency key", call,
      "idempotency_key: payment", "idempotent: false",
      "+ retried-without-idempotency pay", "~ retries pay: bounded-backoff (kept) -> no-retry"),
    Pair(
      "keys the callee knows", call,
      "idempotency_keys: true", "idempotency_keys: false",
      "+ key-unknown-to-callee pay"),
    Pair(
      "jitter",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      services: {stock: {}}
      operations: {ask: {calls: [stock], idempotent: true, retries: {attempts: 5,
        backoff: constant, jitter: true}}}
      """,
      "jitter: true", "jitter: false",
      "+ retries-in-step ask"),
    Pair(
      "retries at two layers",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      services: {front: {}, stock: {}}
      operations:
        ask: {service: front, calls: [stock], idempotent: true, retries: {attempts: 3,
          backoff: exponential, jitter: true}}
        look: {service: stock, idempotent: true, retries: {attempts: 1, backoff: exponential,
          jitter: true}}
      """,
      "attempts: 1", "attempts: 3",
      "+ retries-multiply-along-calls ask"),
    Pair(
      "event publishing", events,
      "via: outbox", "via: dual-write",
      "+ event-beside-the-write place",
      "~ event-publishing place: outbox-polling (kept) -> outbox-polling"),
    Pair(
      "acknowledgements of the broker", log,
      "acks: all", "acks: \"1\"",
      "+ async-failover-loses-writes log",
      "~ replication log: sync-standbys (kept) -> sync-standbys"),
    Pair(
      "smallest in-sync set", log,
      "min.insync.replicas: 2", "min.insync.replicas: 1",
      "+ in-sync-set-may-shrink-to-one log"),
    Pair(
      "dead letters", events,
      "dead_letter: true", "dead_letter: false",
      "+ failing-message-never-set-aside ship",
      "~ dead-letters ship: set-aside (kept) -> set-aside"),
    Pair(
      "order of consumption",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores:
        db: {product: postgresql, replicas: [r/a]}
        log: {product: kafka, role: broker, settings: {acks: all, min.insync.replicas: 2,
          replication.factor: 3}, replicas: [r/a, r/b, r/c]}
      data: {order: {store: db, class: order}}
      operations:
        place: {writes: [order], idempotent: true, publishes: {Placed: {to: log, via: outbox}}}
        ship: {requirements: {ordering: per-key}, consumes: {Placed: {from: log,
          delivery: at-least-once, dead_letter: true, ordering: per-key}}, idempotent: true,
          writes: [order]}
      """,
      "dead_letter: true, ordering: per-key", "dead_letter: true, ordering: none",
      "- dead-letter-breaks-order ship", "+ consumers-without-order ship"),
    Pair(
      "backups never restored", backups,
      "restore_tested: true", "restore_tested: false",
      "+ restore-never-tested db"),
    Pair(
      "backups within reach", backups,
      "isolated: true", "isolated: false",
      "+ backup-within-reach db",
      "~ backup db: point-in-time-apart (kept) -> point-in-time-apart"),
    Pair(
      "time of a restore",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, replicas: [r/a, r/b], backups: {every: 1h,
        point_in_time: true, restore_tested: true, restore_takes: 30m, isolated: true,
        monitored: true}}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc], requirements: {recovery_time: 1h}}}
      """,
      "restore_takes: 30m", "restore_takes: 3h",
      "+ restore-too-slow db"),
    Pair(
      "point in time",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, replicas: [r/a], backups: {every: 1h,
        point_in_time: true, restore_tested: true, restore_takes: 30m, isolated: true,
        monitored: true}}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc], requirements: {data_loss: 5m}}}
      """,
      "point_in_time: true", "point_in_time: false",
      "+ backup-too-rare db",
      "~ backup db: point-in-time-apart (kept) -> point-in-time-apart"),
    Pair(
      "clock synchronisation",
      """
      topology: {clocks: {sync: chrony}, regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: cockroachdb, replicas: [r/a, r/b, r/c]}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc]}}
      """,
      "sync: chrony", "sync: none",
      "+ unsynchronised-clocks-under-a-bound db"),
    Pair(
      "clock error",
      """
      topology: {clocks: {sync: chrony, max_offset: 100ms, enforced: false},
        regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: cockroachdb, max_clock_offset: 500ms, replicas: [r/a, r/b, r/c]}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc]}}
      """,
      "max_offset: 100ms", "max_offset: 900ms",
      "+ clock-error-beyond-the-bound db"),
    Pair(
      "failover across regions",
      """
      topology: {regions: {us: {zones: [a, b, c]}, eu: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
        replicas: [us/a, us/b, eu/a], failover: {mode: automatic, timeout: 30s, fencing: stonith,
        cross_region: false}}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc]}}
      """,
      "cross_region: false", "cross_region: true",
      "+ automatic-failover-across-regions db"),
    Pair(
      "read target of a decision",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
        replicas: [r/a, r/b]}}
      data: {stock: {store: db, class: inventory, invariants: [non-negative]}}
      operations: {take: {reads: [stock], writes: [stock], guard: none, reads_from: leader}}
      """,
      "reads_from: leader", "reads_from: follower",
      "+ decides-from-a-replica take",
      "~ consistency-model take: linearizable (kept) -> linearizable"),
    Pair(
      "guard of a read-then-write", stock,
      "guard: row-lock", "guard: none",
      "+ check-then-act-unguarded take",
      "~ concurrency-guard take: row-lock (kept) -> conditional-write"),
    Pair(
      "read target and stated session",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
        replicas: [r/a, r/b]}}
      data: {profile: {store: db, class: preferences}}
      operations: {view: {reads: [profile], reads_from: leader, session_by: none}}
      """,
      "reads_from: leader", "reads_from: follower",
      "+ own-edit-vanishes view",
      "~ consistency-model view: eventual-with-session (kept) -> eventual-with-session"),
    Pair(
      "cache invalidation", cache,
      "invalidation: before-ack", "invalidation: ttl",
      "+ cache-outlives-staleness view",
      "~ caching hot: invalidate-before-ack (kept) -> expiry (kept)"),
    Pair(
      "coalesced cache misses", cache,
      "coalesces_misses: true", "coalesces_misses: false",
      "+ cache-misses-not-coalesced hot"),
    Pair(
      "capacity with cold caches", cache,
      "without_cache: 100%", "without_cache: 40%",
      "+ store-cannot-carry-cold-caches db"),
    Pair(
      "queue bound",
      """
      services: {worker: {queue: {bound: 1000, overflow: grow}}}
      operations: {run: {service: worker}}
      """,
      "bound: 1000", "bound: none",
      "+ service-queue-without-bound worker"),
    Pair(
      "depth of a health check",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
        replicas: [r/a, r/b], failover: {mode: automatic, timeout: 30s, fencing: stonith},
        health_check: {depth: deep, seen_from: peers}}}
      data: {order: {store: db, class: order}}
      operations: {place: {reads: [order], writes: [order], guard: compare-and-set}}
      """,
      "depth: deep", "depth: liveness",
      "+ failover-blind-to-stalls db"),
    Pair(
      "scope of a change", change,
      "scope: canary", "scope: global",
      "+ change-reaches-all-regions-at-once rules",
      "~ rollout rules: canary-then-waves (kept) -> canary-then-waves"),
    Pair(
      "check of a change",
      """
      topology: {regions: {us: {zones: [a]}, eu: {zones: [a]}}}
      services: {front: {runs_in: [us/a, eu/a], instances: 4, diverse: true}}
      operations: {view: {service: front}}
      changes: {rules: {of: configuration, affects: [front], scope: region, validated: true,
        rollback: true}}
      """,
      "validated: true", "validated: false",
      "+ configuration-takes-effect-unchecked rules"),
    Pair(
      "way back of a change",
      """
      topology: {regions: {us: {zones: [a]}, eu: {zones: [a]}}}
      services: {front: {runs_in: [us/a, eu/a], instances: 4, diverse: true}}
      operations: {view: {service: front}}
      changes: {rules: {of: configuration, affects: [front], scope: region, validated: true,
        rollback: true}}
      """,
      "rollback: true", "rollback: false",
      "+ change-cannot-be-taken-back rules"),
    Pair(
      "kill switch", automation,
      "kill_switch: true", "kill_switch: false",
      "+ automation-without-stop scaler"),
    Pair(
      "floor of an automation", automation,
      "floor: true", "floor: false",
      "+ automation-without-floor scaler"),
    Pair(
      "limit per step", automation,
      "concurrency: 1", "concurrency: unbounded",
      "+ automation-without-limit-per-step scaler"),
    Pair(
      "progress of a saga", saga,
      "progress: durable", "progress: memory",
      "+ half-done-operation-forgotten buy"),
    Pair(
      "compensation of a step", saga,
      "undo: cancel, undo_reliable: true, ", "",
      "+ saga-write-without-undo buy"),
    Pair(
      "reliability of a compensation", saga,
      "undo: release, undo_reliable: true", "undo: release, undo_reliable: false",
      "+ undo-may-fail buy"),
    Pair(
      "two-phase commit with an outsider", saga,
      "saga-orchestration", "2pc",
      "+ two-phase-commit-with-outsider buy",
      "~ transaction-pattern buy: saga-orchestration (kept) -> saga-orchestration"),
    Pair(
      "conflict rule of a set",
      """
      topology: {regions: {us: {zones: [a, b, c]}, eu: {zones: [a, b, c]}}}
      stores: {db: {product: cassandra, settings: {replication_factor: 3, write_consistency: ONE,
        read_consistency: ONE}, replicas: [us/a, us/b, eu/a]}}
      data: {cart: {store: db, class: cart, type: set, conflict: merge}}
      operations: {add: {writes: [cart], from: [us, eu]}}
      """,
      "conflict: merge", "conflict: last-writer-wins",
      "+ last-writer-drops-members cart", "~ conflict-handling cart: or-set (kept) -> or-set"),
    Pair(
      "missed heartbeats", detection,
      "missed: 5", "missed: 1",
      "+ one-missed-heartbeat-fails-over watch"),
    Pair(
      "quorum of observers",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1},
        replicas: [r/a, r/b], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc]}}
      failure_detection: {watch: {watches: db, method: heartbeat, interval: 2s, missed: 5,
        on_suspect: failover, observers: 3, quorum_of_observers: true}}
      """,
      "quorum_of_observers: true", "quorum_of_observers: false",
      "+ pair-can-shoot-each-other db",
      "+ two-voters-without-a-tie-breaker db",
      "~ failure-detection watch: quorum-of-observers (kept) -> quorum-of-observers"),
    Pair(
      "longest pause against the detection",
      """
      topology: {pauses: {max: 1s}, regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1},
        replicas: [r/a, r/b, r/c], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc]}}
      failure_detection: {watch: {watches: db, method: heartbeat, interval: 2s, missed: 5,
        on_suspect: failover, observers: 3, quorum_of_observers: true}}
      """,
      "max: 1s", "max: 30s",
      "+ detection-shorter-than-a-pause watch"),
    Pair(
      "required recovery time",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1},
        replicas: [r/a, r/b, r/c], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc], requirements: {recovery_time: 2m}}}
      failure_detection: {watch: {watches: db, method: heartbeat, interval: 2s, missed: 5,
        on_suspect: failover, observers: 3, quorum_of_observers: true}}
      """,
      "recovery_time: 2m", "recovery_time: 5s",
      "+ detection-slower-than-recovery-time watch", "+ failover-slower-than-recovery-time db",
      "~ replication db: sync-standbys (kept) -> consensus"),
    Pair(
      "isolation level",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, replicas: [r/a]}}
      data: {shift: {store: db, class: other, invariants: [exactly-one]}}
      operations: {leave: {reads: [shift], writes: [shift], isolation: serializable, guard: none}}
      """,
      "isolation: serializable", "isolation: snapshot-isolation",
      "+ snapshot-lets-write-skew leave"),
    Pair(
      "forbidden product",
      """
      constraints: {forbidden: [mysql]}
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
        replicas: [r/a, r/b], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
      data: {order: {store: db, class: order}}
      operations: {place: {reads: [order], writes: [order], guard: compare-and-set}}
      """,
      "[mysql]", "[postgresql]",
      "+ forbidden-product db"),
    Pair(
      "residency",
      """
      constraints: {residency: [us, eu]}
      topology: {regions: {us: {zones: [a, b, c]}, eu: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1},
        replicas: [us/a, us/b, eu/a], failover: {mode: automatic, timeout: 30s, fencing: stonith,
        cross_region: false}}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc]}}
      """,
      "residency: [us, eu]", "residency: [us]",
      "+ data-outside-residency db"),
    Pair(
      "skills of the team",
      """
      team: {skills: {postgresql: expert}}
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
        replicas: [r/a, r/b], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
      data: {order: {store: db, class: order}}
      operations: {place: {reads: [order], writes: [order], guard: compare-and-set}}
      """,
      "expert", "none",
      "+ nobody-knows-the-product db"),
    Pair(
      "legacy",
      """
      system: {name: x, stage: production}
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
        replicas: [r/a, r/b], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
      data: {order: {store: db, class: order}}
      operations: {place: {reads: [order], writes: [order], guard: compare-and-set}}
      """,
      "stage: production", "stage: legacy",
      "+ legacy-without-stated-path x"),
    Pair(
      "latency budget below the floor",
      """
      topology: {regions: {us: {zones: [a, b, c]}, eu: {zones: [a, b, c]}},
        links: [{between: [us, eu], rtt: 80ms}]}
      stores: {db: {product: postgresql, replicas: [us/a]}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc], from: [eu], requirements: {latency: {p99: 500ms}}}}
      """,
      "500ms", "50ms",
      "+ latency-below-round-trips save"),
    Pair(
      "survive",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, replicas: [r/a]}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc], requirements: {survive: power-loss}}}
      """,
      "survive: power-loss", "survive: zone",
      "+ single-node-must-survive db",
      "~ replication db: backup-only (kept) -> async-standby"),
    Pair(
      "checksums",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, replicas: [r/a], integrity: {checksums: end-to-end}}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc]}}
      """,
      "end-to-end", "none",
      "+ store-without-checksums db"),
    Pair(
      "data loss that is allowed",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: ""},
        replicas: [r/a, r/b], failover: {mode: automatic, timeout: 30s, fencing: stonith}}}
      data: {order: {store: db, class: content}}
      operations: {place: {reads: [order], writes: [order], guard: compare-and-set,
        requirements: {data_loss: none}}}
      """,
      "data_loss: none", "data_loss: 1h",
      "- async-failover-loses-writes db",
      "~ backup db: point-in-time-apart -> copies-apart",
      "~ replication db: sync-standbys -> async-standby (kept)"),
    Pair(
      "regions that call an operation",
      """
      topology: {regions: {us: {zones: [a, b, c]}, eu: {zones: [a, b, c]}},
        links: [{between: [us, eu], rtt: 80ms}]}
      stores: {db: {product: postgresql, replicas: [us/a]}}
      data: {doc: {store: db, class: content}}
      operations: {save: {writes: [doc], from: [us], requirements: {latency: {p99: 50ms}}}}
      """,
      "from: [us]", "from: [eu]",
      "+ latency-below-round-trips save"),
    Pair(
      "ordering by",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, replicas: [r/a]}}
      data: {line: {store: db, class: audit-log, type: log}}
      operations: {append: {writes: [line], ordering_by: sequence,
        requirements: {ordering: per-key}}}
      """,
      "ordering_by: sequence", "ordering_by: wall-clock",
      "+ events-ordered-by-wall-clock append",
      "~ clocks-and-ordering append: sequence (kept) -> sequence"),
    Pair(
      "order of messages that can fail",
      """
      topology: {regions: {r: {zones: [a]}}}
      stores:
        q: {product: rabbitmq, role: broker, replicas: [r/a]}
        db: {product: postgresql, replicas: [r/a]}
      data: {note: {store: db, class: content}}
      operations: {keep: {writes: [note], idempotent: true, consumes: {Noted: {from: q,
        delivery: at-least-once, ordering: none, dead_letter: true}}}}
      """,
      "ordering: none", "ordering: per-key",
      "~ clocks-and-ordering keep: none -> sequence",
      "~ dead-letters keep: set-aside (kept) -> park-the-key"),
    Pair(
      "region that reads come from",
      """
      topology: {regions: {us: {zones: [a, b, c]}, eu: {zones: [a]}},
        links: [{between: [us, eu], rtt: 76ms}]}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1},
        replicas: [us/a, us/b, eu/a]}}
      data: {page: {store: db, class: content}}
      operations: {view: {reads: [page], reads_from: leader, from: [us]}}
      """,
      "from: [us]", "from: [eu]",
      "~ read-path view: leader (kept) -> near"),
    Pair(
      "what a change is of",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      services: {front: {runs_in: [r/a, r/b, r/c], instances: 6, diverse: true}}
      operations: {view: {service: front}}
      changes: {next: {of: code, affects: [front], scope: canary, validated: true, rollback: true,
        mixed_versions: compatible}}
      """,
      "of: code", "of: schema",
      "~ rollout next: canary-then-waves (kept) -> expand-migrate-contract"),
    Pair(
      "zones of the voters",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {kv: {product: etcd, role: coordination, replicas: [r/a, r/b, r/c]}}
      data: {flag: {store: kv, class: configuration}}
      operations: {set: {writes: [flag], requirements: {tolerate_faults: 1}}}
      """,
      "tolerate_faults: 1", "tolerate_faults: 2",
      "+ fewer-replicas-than-faults-need kv",
      "~ voter-placement kv: three-voters (kept) -> five-voters"),
    Pair(
      "whether an effect commutes",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1},
        replicas: [r/a, r/b]}}
      data: {likes: {store: db, class: counter, type: counter}}
      operations: {like: {reads: [likes], writes: [likes], reads_from: leader,
        commutative: true}}
      """,
      "commutative: true", "commutative: false",
      "~ concurrency-guard like: one-statement -> conditional-write"),
    Pair(
      "who answers a call",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      services: {stock: {external: false, instances: 3, latency: {p50: 10ms, p99: 50ms}}}
      operations: {show: {calls: [stock], timeout: 1s, idempotent: true}}
      """,
      "external: false", "external: true",
      "~ slow-callee show: deadline -> breaker"),
    Pair(
      "writes a second",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores: {db: {product: postgresql, settings: {synchronous_standby_names: s1}, shards: 4,
        tenants: 1, replicas: [r/a, r/b, r/c]}}
      data: {event: {store: db, class: content}}
      operations: {take: {writes: [event], rate: 400/s}}
      """,
      "400/s", "60000/s",
      "~ sharding db: one-whole -> by-hash"),
    Pair(
      "atomicity",
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores:
        a-db: {product: postgresql, settings: {synchronous_standby_names: s1}, replicas: [r/a, r/b]}
        b-db: {product: postgresql, settings: {synchronous_standby_names: s1}, replicas: [r/a, r/b]}
      data: {left: {store: a-db, class: content}, right: {store: b-db, class: content}}
      operations: {move: {writes: [left, right], coordinated_by: none,
        requirements: {atomicity: none}}}
      """,
      "atomicity: none", "atomicity: all-or-nothing",
      "+ all-or-nothing-over-several-stores move",
      "~ transaction-pattern move: step-after-step (kept) -> saga-orchestration"),
  ]
}
