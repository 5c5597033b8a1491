/// A description with many mistakes.
let mistakenDescription = """
  dsdesign: 2
  system:
    nam: Shop
    stage: prod
    scale: {peak_rate: 2500, data_size: 800Gb, growth: 2x/yr, users: -3}
  team: {engineers: "8", skills: [raft]}
  priorities: [speed, correctness]
  requirements:
    availability: 101%
    latency: {p99: 500, q50: 3ms, p95: 0ms}
    data_loss: nothing
    staleness: 5 minutes
  topology:
    regions:
      us-east: {zones: [a, b, a]}
    links:
      - {between: [us-east], rtt: 76}
      - {rtt: 76ms, bandwidth: 10Gbit/s}
      - {between: [us-east/a, us-eats/b], rtt: 0ms, loss: -1%}
    clocks: {sync: ntpd, max_offset: -5ms, drift: 200}
  services:
    checkout: {runs_in: [us-east/d, us-east/a], instances: 0, external: yes}
  stores:
    orders-db:
      product: postgresql
      replicas: [us-east/a, {role: leader}, {place: us-west, role: primary}]
      failover: {mode: automatic, timeout: 30sec}
      settings: {min.insync.replicas: 1, min_insync_replicas: 2, empty: }
      role: source
      backups: never
      depends_on: checkout
      queue: {bound: 10k}
  data:
    order: {store: order-db, class: orders}
    cart: {store: checkout}
  operations:
    place-order:
      service: chekout
      rate: 90rps
      reads: [ordr]
      writes: {a: b}
      frm: [us-east]
      steps:
        - {do: a, undo: b}
        - {do: b, undo: a}
        - {do: a}
        - {undo: x}
      retries: {attempts: 0, budget: 20}
      timeout: 0s
      fallback: [x]
  failure_detection:
    fd: {watches: nothing-here, phi: 0, on_suspect: restart}
  accepted_risks:
    - {because: later, until: 2026-02-30}
  zzz: 1
  """
