/// A description that states every field of the format.
let fullDescription = """
  dsdesign: 1
  system: {name: Order platform, summary: Takes orders, stage: production, scale: {peak_rate: 2500/s, data_size: 800GiB, growth: 2x/year, users: 5}}
  team: {engineers: 8, operators: 2, skills: {postgresql: expert, raft: none}}
  priorities: [correctness, availability]
  constraints: {managed_only: true, residency: [us-east], forbidden: [redis], required: [etcd]}
  requirements: {consistency: linearizable, staleness: any, session: [read-your-writes], ordering: per-key, atomicity: none, on_partition: refuse, availability: 99.95%, latency: {p99: 500ms, p99.9: 2s}, data_loss: 5m, recovery_time: 1h, survive: power-loss, tolerate_faults: 1, byzantine: false, exactly_once: true}
  topology:
    regions:
      us-east: {zones: [a, b, c], provider: "aws:us-east-1", availability: 99.9%, location: {lat: 38.9, lon: -77.0}}
      eu-west: {zones: [a, b]}
    links:
      - {between: [us-east, eu-west], rtt: {p50: 76ms, p99: 90ms}, jitter: 2ms, loss: 0.01%, bandwidth: 10GB/s, outage: 5m, partial: true}
    clocks: {sync: ntp, max_offset: 20ms, enforced: true, drift: 200ppm, leap: smear, steps: false}
    shared_fate: [{of: power, places: [us-east/a, us-east/b]}]
    pauses: {max: 1500ms}
    fault_model: crash
    trust: public
  services:
    checkout:
      runs_in: [us-east/a, us-east/b]
      instances: 6
      external: false
      availability: 99.9%
      latency: {p50: 5ms}
      idempotency_keys: true
      legacy: false
      failover: {mode: automatic, timeout: 30s, fencing: none, cross_region: false}
      depends_on: [orders-db]
      recovers_with: [card-processor]
      health_check: {depth: deep, seen_from: peers, interval: 5s, missed: 3}
      capacity: {headroom: 30%, without_cache: 40%, cold_start: 10m, survives_loss_of: zone}
      on_bad_input: skip
      queue: {bound: none, overflow: shed}
      limits: [{of: threads, at: 10000, now: 90%, grows: linear, monitored: false}]
      cells: 3
      tenants: 10
      integrity: {checksums: end-to-end, compares_replicas: true, validates_input: false}
      diverse: false
      failover_tested: 90d
      full_restart_tested: never
    card-processor: {external: true}
  stores:
    orders-db:
      product: postgresql
      version: 16
      settings: {synchronous_commit: "on", writeConcern: {w: 1}, l: [a, b]}
      replicas: [us-east/a, {place: us-east/b, role: follower, count: 2}]
      shards: 4
      failover: {mode: manual}
      guarantees: {reads: linearizable, writes: linearizable, isolation: serializable, replication: quorum, quorum: {read: 2, write: 2, replicas: 3}, flush: each-write, fails_over: majority, local_reads: false, bounded_clock: 500ms}
      per: region
      backups: {every: 1h, restore_tested: true, restore_takes: 4h, point_in_time: true, isolated: true, at: [eu-west/a], monitored: true}
      latency: {read: {p50: 1ms}, write: {p50: 2ms}, flush: {p99: 10ms}}
      role: cache
      cache: {invalidation: ttl, ttl: 60s, coalesces_misses: true}
      verifies_before_leading: true
      legacy: false
      max_clock_offset: 500ms
      depends_on: [events]
      recovers_with: [card-processor]
      health_check: {depth: deep, seen_from: peers, interval: 5s, missed: 3}
      capacity: {headroom: 30%, without_cache: 40%, cold_start: 10m, survives_loss_of: zone}
      on_bad_input: skip
      queue: {bound: none, overflow: shed}
      limits: [{of: threads, at: 10000, now: 90%, grows: linear, monitored: false}]
      cells: 3
      tenants: 10
      integrity: {checksums: end-to-end, compares_replicas: true, validates_input: false}
      diverse: false
      failover_tested: 90d
      full_restart_tested: never
    events: {product: kafka, backups: none}
  data:
    order: {store: orders-db, class: order, type: register, invariants: [unique], conflict: reject, timestamps: hybrid, written_in: [us-east], home: per-item, size: 10GB, items: 1000}
    feed: {stores: [orders-db, events]}
  operations:
    place-order:
      service: checkout
      reads: [order]
      writes: [order]
      calls: [card-processor]
      steps: [{do: a, reads: [order], writes: [feed], calls: card-processor, undo: c, undo_reliable: true, idempotent: true, retriable: true, duration: 5ms}]
      coordinated_by: 2pc
      progress: durable
      session_by: leader
      isolation: serializable
      guard: row-lock
      publishes: {E: {to: events, via: outbox}}
      consumes: {F: {from: events, delivery: at-least-once, dead_letter: true, ordering: per-key}}
      from: [us-east]
      reads_from: quorum
      rate: 40k/s
      idempotent: true
      idempotency_key: order-id
      commutative: false
      repeated_by_users: true
      timers: monotonic
      timeout: 2s
      retries: {attempts: unbounded, backoff: exponential, jitter: true, budget: 10%}
      circuit_breaker: true
      fallback: cached
      load_shedding: false
      ordering_by: hlc
      requirements: {availability: 99%}
      settings: {readConcern: majority}
  coordination:
    c: {purpose: leader-election, store: orders-db, mechanism: redlock, lease: {ttl: 1s, renew_every: 400ms, clock: local}, fencing: none, protects: [orders-db], holders: 3}
  failure_detection:
    f: {watches: orders-db, method: phi-accrual, interval: 1s, missed: 3, phi: 8.5, timeout: 5s, on_suspect: failover, observers: 3, quorum_of_observers: true}
  changes:
    d: {of: code, affects: [checkout], scope: canary, mixed_versions: untested, validated: true, rollback: true}
  automation:
    a: {acts_on: [checkout], does: scale, concurrency: 5, backoff: none, floor: true, checks_current_state: once, kill_switch: true, instances: 2, fencing: token}
  accepted_risks:
    - {rule: even-voter-count, subject: orders-db, because: cheap, until: 2026-12-31}
  """
