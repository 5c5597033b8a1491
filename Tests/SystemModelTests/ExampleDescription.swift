/// The example that the format is explained with.
let exampleDescription = """
  dsdesign: 1

  system:
    name: Order platform
    summary: Takes orders, charges cards, ships goods.
    stage: production                  # greenfield | production | legacy
    scale: {peak_rate: 2500/s, data_size: 800GiB, growth: 2x/year}

  team:
    engineers: 8
    skills: {postgresql: expert, kafka: working, raft: none}

  priorities: [correctness, availability, latency, simplicity, cost]

  requirements:                        # defaults for every operation
    availability: 99.95%
    latency: {p99: 500ms}
    data_loss: none

  topology:
    regions:
      us-east: {zones: [a, b, c]}
      eu-west: {zones: [a, b]}
    links:
      - {between: [us-east, eu-west], rtt: 76ms, jitter: 2ms, loss: 0.01%}
    clocks: {sync: ntp, max_offset: 20ms}
    pauses: {max: 1500ms}

  services:
    checkout: {runs_in: [us-east/a, us-east/b, us-east/c], instances: 6}
    card-processor: {external: true}

  stores:
    orders-db:
      product: postgresql
      version: "16"
      settings: {synchronous_commit: "on", synchronous_standby_names: ""}
      replicas: [us-east/a, us-east/b, eu-west/a]
      failover: {mode: automatic, timeout: 30s, fencing: none}
    carts-db:
      product: cassandra
      settings: {replication_factor: 3, write_consistency: ONE, read_consistency: ONE}
      replicas: [us-east/a, us-east/b, us-east/c, eu-west/a, eu-west/b]
    events: {product: kafka, settings: {acks: "1", min.insync.replicas: 1, replication.factor: 3}, replicas: [us-east/a, us-east/b, us-east/c]}
    locks: {product: redis, replicas: [us-east/a, us-east/b]}

  data:
    order: {store: orders-db, class: order}
    stock: {store: orders-db, class: inventory, type: counter, invariants: [non-negative]}
    cart:  {store: carts-db, class: cart, type: set, conflict: last-writer-wins}

  operations:
    add-to-cart:
      service: checkout
      writes: [cart]
      rate: 1200/s
      from: [us-east, eu-west]
      requirements: {on_partition: continue, latency: {p99: 50ms}}
    place-order:
      service: checkout
      rate: 90/s
      from: [us-east]
      requirements: {atomicity: all-or-nothing, consistency: linearizable}
      steps:
        - {do: create-order, writes: [order], undo: cancel-order}
        - {do: reserve-stock, writes: [stock], undo: release-stock}
        - {do: charge-card, calls: card-processor}
      publishes: {OrderPlaced: {to: events, via: dual-write}}
      retries: {attempts: 5, backoff: none}
    ship-order:
      consumes: {OrderPlaced: {from: events, delivery: at-least-once}}
      writes: [order]
      idempotent: false

  coordination:
    shipping-scheduler: {purpose: leader-election, store: locks, lease: {ttl: 1s, renew_every: 400ms}, fencing: none, protects: [orders-db]}

  failure_detection:
    orders-failover: {watches: orders-db, method: heartbeat, interval: 1s, missed: 3, on_suspect: failover}
  """
