import Diagnostics
import SystemModel
import Testing

/// Every problem of a file is reported in one run.
struct MistakeTests {
  @Test func `all mistakes of a file are found, in the order of their places`() {
    let (description, diagnostics) = read(mistakenDescription)
    #expect(description == nil)
    #expect(diagnostics.map(summary) == Self.mistakes)
    let places = diagnostics.compactMap(\.location?.span)
    #expect(places == places.sorted())
    #expect(diagnostics.allSatisfy { $0.label?.isEmpty == false })
  }

  static let mistakes = [
    "1:11 version 2 of the format is not known",
    "2:1 a system needs `name`",
    "3:3 unknown key `nam` in a system",
    "4:10 `stage` cannot be 'prod'",
    "5:22 `peak_rate`: '2500' has no unit",
    "5:39 `data_size`: '800Gb' has the unit 'Gb', which is no unit of size",
    "5:54 `growth`: '2x/yr' has the unit 'x/yr', which is no unit of growth",
    "5:68 `users` must not be negative, as -3 is",
    "6:19 `engineers` must be a whole number, not the text '8'",
    "6:32 `skills` must be a map of names, not a list",
    "7:14 `priorities` cannot be 'speed'",
    "9:17 `availability`: '101%' is more than 100%",
    "10:18 `p99`: '500' has no unit",
    "10:23 `q50` is no percentile",
    "10:38 `p95` must be more than zero, not 0ms",
    "11:14 `data_loss` must be a duration such as 80ms, or `none`, not 'nothing'",
    "12:14 `staleness`: '5 minutes' has the unit 'minutes', which is no unit of duration",
    "15:29 the zone 'a' is listed twice",
    "17:17 `between` must be a list of 2 places, not of 1",
    "17:33 `rtt`: '76' has no unit",
    "18:8 a link needs `between`",
    "18:30 `bandwidth`: '10Gbit/s' has the unit 'Gbit/s', which is no unit of bandwidth",
    "19:29 no region is named 'us-eats'",
    "19:46 `rtt` must be more than zero, not 0ms",
    "19:57 `loss`: '-1%' is negative",
    "20:18 `sync` cannot be 'ntpd'",
    "20:36 `max_offset`: '-5ms' is negative",
    "20:49 `drift`: '200' has no unit",
    "22:32 the region 'us-east' has no zone 'd'",
    "22:58 `instances` must be at least 1, not 0",
    "22:71 `external` must be true or false, not 'yes'",
    "26:28 a replica needs `place`",
    "26:51 no region is named 'us-west'",
    "26:66 `role` cannot be 'primary'",
    "27:42 `timeout`: '30sec' has the unit 'sec', which is no unit of duration",
    "28:40 the setting 'min_insync_replicas' is stated twice",
    "28:64 `empty` has no value",
    "29:11 `role` cannot be 'source'",
    "30:14 `backups` must be `none`, or a map such as {every: 1h}, not 'never'",
    "31:17 `depends_on` must be a list, not 'checkout'",
    "32:20 `bound` must be a whole number, not '10k'",
    "34:18 no store is named 'order-db'",
    "34:35 `class` cannot be 'orders'",
    "35:17 no store is named 'checkout'",
    "38:14 no service is named 'chekout'",
    "39:11 `rate`: '90rps' has the unit 'rps', which is no unit of rate",
    "40:13 no data item is named 'ordr'",
    "41:13 `writes` must be a list, not a map",
    "42:5 unknown key `frm` in an operation",
    "44:23 steps are undone by each other in a circle: a → b → a",
    "46:14 the step 'a' is done twice",
    "47:10 a step needs `do`",
    "48:25 `attempts` must be at least 1, not 0",
    "48:36 `budget`: '20' has no unit",
    "49:14 `timeout` must be more than zero, not 0s",
    "50:15 `fallback` must be true, false or a text, not a list",
    "52:17 no store, service or region is named 'nothing-here'",
    "52:36 `phi` must be more than zero, not 0",
    "52:51 `on_suspect` cannot be 'restart'",
    "54:6 an accepted risk needs `rule`",
    "54:29 `until` must be a date such as 2026-12-31, not '2026-02-30'",
    "55:1 unknown key `zzz` in a description",
  ]

  @Test(arguments: [
    ("", "the file is empty"), ("# nothing\n", "the document is empty"),
    ("~", "the description is empty"),
    ("[a, b]", "a description is a map, not a list"),
    ("hello", "a description is a map, not 'hello'"),
    ("{}", "a description needs `dsdesign`"),
  ])
  func `a file that is no description says so`(text: String, message: String) {
    let (description, diagnostics) = read(text)
    #expect(description == nil)
    #expect(diagnostics.first?.message == message)
  }

  @Test(arguments: [
    ("system: {name: a}\noperations: {b: }", "1:1 a description needs `dsdesign`"),
    ("dsdesign: 1\noperations: {b: }", "1:1 a description needs `system`"),
    ("dsdesign: 1\nsystem:\noperations: {b: }", "2:1 a system needs `name`"),
    ("dsdesign: 1\nsystem: {}\noperations: {b: }", "2:1 a system needs `name`"),
    ("dsdesign: 1\nsystem: {name: }\noperations: {b: }", "2:10 `name` has no value"),
    ("dsdesign: 1\nsystem: {name: ''}\noperations: {b: }", "2:10 `name` must not be empty"),
    ("dsdesign: 1\nsystem: {name: a}", "1:1 a description needs `operations`"),
    ("dsdesign: 1\nsystem: {name: a}\noperations:", "3:1 `operations` must not be empty"),
    (
      "dsdesign: 1\nsystem: {name: a}\noperations: {}",
      "3:1 `operations` must have at least 1 entry"
    ),
    (
      "dsdesign: 2\nsystem: {name: a}\noperations: {b: }",
      "1:11 version 2 of the format is not known"
    ),
    (
      "dsdesign: '1'\nsystem: {name: a}\noperations: {b: }",
      "1:11 `dsdesign` must be a whole number, not the text '1'"
    ),
  ])
  func `what is required must be there`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test func `the smallest description is enough`() {
    #expect(problems("dsdesign: 1\nsystem: {name: a}\noperations: {b: }") == [])
  }

  @Test func `mistakes of the YAML stand beside those of the content`() {
    let text = description(with: "stores: {a: , a: }\nstors: {}")
    #expect(problems(text).count == 2)
    #expect(read(text).0 == nil)
  }

  @Test func `what an alias repeats is reported once`() {
    let text = description(with: "stores: {a: &s {role: boss}, b: *s, c: *s}")
    #expect(problems(text) == ["4:23 `role` cannot be 'boss'"])
  }

  @Test func `a file of nothing but mistakes is cut short`() {
    let names = (0..<1500).map { "n\($0)" }.joined(separator: ", ")
    let diagnostics = read(description(operation: "{reads: [\(names)]}")).1
    #expect(diagnostics.count == 1001)
    #expect(diagnostics.last?.message == "too many errors; 500 more are left out")
  }

  @Test(arguments: [
    ("steps: [{do: a}, {do: b}, {do: a}]", ["the step 'a' is done twice"]),
    ("steps: [{do: a, undo: a}]", ["the step 'a' is undone by itself"]),
    (
      "steps: [{do: a, undo: b}, {do: b, undo: a}]",
      ["steps are undone by each other in a circle: a → b → a"]
    ),
    (
      "steps: [{do: z, undo: c}, {do: a, undo: b}, {do: b, undo: c}, {do: c, undo: a}]",
      ["steps are undone by each other in a circle: a → b → c → a"]
    ),
    (
      "steps: [{do: a, undo: b}, {do: b, undo: a}, {do: c, undo: d}, {do: d, undo: c}]",
      [
        "steps are undone by each other in a circle: a → b → a",
        "steps are undone by each other in a circle: c → d → c",
      ]
    ),
    ("steps: [{do: a, undo: b}, {do: b}]", []),
    ("steps: [{do: a, undo: x}, {do: b, undo: x}]", []),
    ("steps: [{do: a, undo: b}, {do: b, undo: x}, {do: c, undo: b}]", []),
  ])
  func `steps have an order`(steps: String, messages: [String]) {
    #expect(problems(operation: steps) == messages)
  }

  @Test func `a region's name has no slash`() {
    let text = description(with: "topology: {regions: {a/b: , c: }}")
    #expect(problems(text) == ["4:22 the region 'a/b' has a slash in its name"])
  }

  @Test func `a zone is listed once`() {
    let text = description(with: "topology: {regions: {r: {zones: [a, b, a]}}}")
    let diagnostics = read(text).1
    #expect(diagnostics.map(\.message) == ["the zone 'a' is listed twice"])
    #expect(diagnostics[0].notes.map(\.message) == ["first listed here"])
  }

  @Test func `each node of a store is a replica, also where two share a zone`() {
    let text = description(
      with: "topology: {regions: {r: {zones: [a]}}}\nstores: {db: {replicas: [r/a, r/a]}}")
    #expect(read(text).0?.stores["db"]?.replicas.count == 2)
  }

  @Test func `each field of a quantity says what it needs`() {
    let diagnostics = read(description(operation: "{rate: 90, timeout: 80 msecs}")).1
    #expect(diagnostics.map(\.label) == ["the unit is missing", "unknown unit"])
    #expect(diagnostics.map(pointedAt) == ["90", "80 msecs"])
    #expect(diagnostics[0].help == "write a rate as in 2500/s; units: /s, /m, /h, /d")
  }
}
