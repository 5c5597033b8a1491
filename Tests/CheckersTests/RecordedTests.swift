import Checkers
import Diagnostics
import JSONDocument
import Testing

private func check(
  _ text: String, _ model: RecordedModel = .casRegister, _ consistency: String? = nil
) -> (CheckReport?, [Diagnostic]) {
  RecordedCheck(
    model: model, consistency: consistency.flatMap { CheckedConsistency($0, for: model) }
  ).run(SourceFile(name: "history", text: text))
}

private func verdict(
  _ text: String, _ model: RecordedModel = .casRegister, _ consistency: String? = nil
) -> CheckReport.Verdict? {
  let (report, problems) = check(text, model, consistency)
  for problem in problems { Issue.record("\(problem.message)") }
  return report?.verdict
}

private let staleLog = """
  INFO  jepsen.core - Node setup complete
  INFO  jepsen.util - 0\t:invoke\t:write\t1
  INFO  jepsen.util - :nemesis\t:info\t:start\tnil
  INFO  jepsen.util - 0\t:ok\t:write\t1
  INFO  jepsen.util - 1\t:invoke\t:read\tnil
  INFO  jepsen.util - 1\t:ok\t:read\tnil
  """

@Suite struct RecordedTests {
  @Test(arguments: [
    // The same stale read in every form.
    staleLog,
    """
    2026-01-02 10:00:00,123{GMT}\tINFO\t[jepsen worker 0] jepsen.util: 0\t:invoke\t:write\t1
    2026-01-02 10:00:00,124{GMT}\tINFO\t[jepsen worker 0] jepsen.util: 0\t:ok\t:write\t1
    2026-01-02 10:00:00,125{GMT}\tINFO\t[jepsen worker 1] jepsen.util: 1\t:invoke\t:read\tnil
    2026-01-02 10:00:00,126{GMT}\tINFO\t[jepsen worker 1] jepsen.util: 1\t:ok\t:read\tnil
    """,
    """
    {:process 0, :type :invoke, :f :write, :value 1} ; a comment
    {:process :nemesis, :type :info, :f :start, :value {:n1 #{:n2}}}
    {:process 0 :type :ok :f :write :value 1}
    #_ {:process 3 :type :invoke :f :read :value nil}
    {:type :invoke, :process 1, :value nil, :f :read, :time 12, :index 4}
    {:type :ok, :process 1, :value nil, :f :read, :time 13, :index 5}
    """,
    """
    [#jepsen.history.Op{:index 0, :time 1, :type :invoke, :process 0, :f :write, :value 1}
     #jepsen.history.Op{:index 1, :time 2, :type :ok, :process 0, :f :write, :value 1}
     #knossos.op.Op{:index 2, :time 3, :type :invoke, :process 1, :f :read, :value nil}
     #knossos.op.Op{:index 3, :time 4, :type :ok, :process 1, :f :read, :value nil}]
    """,
    """
    {"process": 0, "type": "invoke", "f": "write", "value": 1}
    {"process": 0, "type": "ok", "f": "write", "value": 1}

    {"process": "nemesis", "type": "info", "f": "kill"}
    {"process": 1, "type": "invoke", "f": "read", "value": null}
    {"process": 1, "type": "ok", "f": "read", "value": null}
    """,
    """
    [{"process": "a", "type": "invoke", "f": "write", "value": 1},
     {"process": "a", "type": "ok", "f": "write", "value": 1},
     {"process": "b", "type": "invoke", "f": "read"},
     {"process": "b", "type": "ok", "f": "read", "value": null}]
    """,
    // Lines of JSON in the order of the processes: time tells.
    """
    {"process": 1, "type": "invoke", "f": "read", "value": null, "time": 30}
    {"process": 1, "type": "ok", "f": "read", "value": null, "time": 40}
    {"process": 0, "type": "invoke", "f": "write", "value": 1, "time": 10}
    {"process": 0, "type": "ok", "f": "write", "value": 1, "time": 20}
    """,
    // Independent keys.
    """
    {:process 0 :type :invoke :f :write :value [x 1]}
    {:process 2 :type :invoke :f :write :value [y 1]}
    {:process 0 :type :ok :f :write :value [x 1]}
    {:process 1 :type :invoke :f :read :value [x nil]}
    {:process 1 :type :ok :f :read :value [x nil]}
    """,
  ])
  func `a stale read is seen in every form`(_ text: String) {
    #expect(verdict(text) == .violation)
    #expect(verdict(text, .register) == .violation)
    #expect(verdict(text, .register, "sequential") == .holds)
  }

  @Test(arguments: [
    // A write that timed out may take effect late, or never.
    ("0 :invoke :write 1\n0 :info :write :timed-out\n1 :invoke :read nil\n1 :ok :read nil", true),
    (
      "0 :invoke :write 1\n0 :info :write :timed-out\n1 :invoke :read nil\n1 :ok :read nil\n"
        + "1 :invoke :read nil\n1 :ok :read 1", true
    ),
    (
      "0 :invoke :write 1\n0 :fail :write :timed-out\n1 :invoke :read nil\n1 :ok :read nil\n"
        + "1 :invoke :read nil\n1 :ok :read 1", true
    ),
    (
      "0 :invoke :write 1\n0 :info :write :timed-out\n1 :invoke :read nil\n1 :ok :read 1\n"
        + "1 :invoke :read nil\n1 :ok :read nil", false
    ),
    // One that failed did not.
    ("0 :invoke :write 1\n0 :fail :write 1\n1 :invoke :read nil\n1 :ok :read 1", false),
    // A read that timed out says nothing.
    ("1 :invoke :read nil\n1 :fail :read :timed-out", true),
    ("1 :invoke :read nil", true),
    // A failed cas found another value; with an error it says nothing.
    (
      "0 :invoke :write 1\n0 :ok :write 1\n1 :invoke :cas [1 2]\n1 :fail :cas [1 2]", false
    ),
    (
      "0 :invoke :write 1\n0 :ok :write 1\n1 :invoke :cas [1 2]\n1 :fail :cas [1 2] :refused", true
    ),
    ("0 :invoke :write 1\n0 :ok :write 1\n1 :invoke :cas [0 2]\n1 :fail :cas [0 2]", true),
  ])
  func `what is not known may or may not have happened`(_ lines: String, _ holds: Bool) {
    let text = lines.split(separator: "\n").map { "INFO  jepsen.util - \($0)" }
      .joined(separator: "\n")
    #expect(verdict(text) == (holds ? .holds : .violation))
  }

  @Test func `texts are put, appended to and got`() {
    func history(_ got: String) -> String {
      """
      {:process 0, :type :invoke, :f :put, :key "k", :value "a"}
      {:process 0, :type :ok, :f :put, :key "k", :value "a"}
      {:process 0, :type :invoke, :f :append, :key "k", :value "b"}
      {:process 1, :type :invoke, :f :append, :key "k", :value "c"}
      {:process 1, :type :ok, :f :append, :key "k", :value "c"}
      {:process 0, :type :ok, :f :append, :key "k", :value "b"}
      {:process 2, :type :invoke, :f :get, :key "k", :value nil}
      {:process 2, :type :ok, :f :get, :key "k", :value "\(got)"}
      """
    }
    #expect(verdict(history("abc"), .keyValue) == .holds)
    #expect(verdict(history("acb"), .keyValue) == .holds)
    #expect(verdict(history("ac"), .keyValue) == .violation)
    #expect(verdict(history("bca"), .keyValue, "sequential") == .violation)
  }

  @Test func `transactions are read from EDN and JSON`() {
    let edn = """
      {:process 0 :type :invoke :f :txn :value [[:append :x 1] [:r :y nil]]}
      {:process 1 :type :invoke :f :txn :value [[:append :y 2] [:r :x nil]]}
      {:process 0 :type :ok :f :txn :value [[:append :x 1] [:r :y [2]]]}
      {:process 1 :type :ok :f :txn :value [[:append :y 2] [:r :x [1]]]}
      """
    #expect(verdict(edn, .listAppend) == .violation)
    #expect(verdict(edn, .listAppend, "read-uncommitted") == .holds)
    let json = """
      {"process":0,"type":"invoke","f":"txn","value":[["append","x",1],["r","y",null]]}
      {"process":0,"type":"ok","f":"txn","value":[["append","x",1],["r","y",[]]]}
      """
    #expect(verdict(json, .listAppend) == .holds)
  }

  @Test(arguments: [
    ("", "empty", 1),
    ("{:process 0 :type :invoke :f :read", "never closed", 1),
    ("{:process 0 :type :invoke :f :read :value \"a}", "never closed", 1),
    ("{:process 0 :type :ok :f :read :value 1}", "no call", 1),
    (
      "{:process 0 :type :invoke :f :read :value nil}\n{:process 0 :type :invoke :f :read}",
      "before its last call", 2
    ),
    (
      "{:process 0 :type :invoke :f :read :value nil}\n{:process 0 :type :ok :f :write :value 1}",
      "was called", 2
    ),
    ("{:type :invoke :f :read}", "no process", 1),
    ("{:process 0 :f :read}", "no type", 1),
    ("{:process 0 :type :maybe :f :read}", "unknown type", 1),
    ("42", "expected an event", 1),
    ("[{:process 0 :type :invoke :f :read}", "never closed", 1),
    ("{:process 0 :type :invoke :f :jump}", "unknown operation", 1),
    ("{:process 0 :type :invoke :f :cas :value 3}", "two values", 1),
    ("{\"process\": 0, \"type\": \"invoke\", \"f\": \"read\"}\n{\"process\": 0,", "key", 2),
    ("INFO jepsen.util - 0\t:invoke", "no operation", 1),
    (String(repeating: "[", count: 100_000), "deep", 1),
    (String(repeating: "#a ", count: 100_000), "deep", 1),
    (String(repeating: "#_ ", count: 100_000), "deep", 1),
    (String(repeating: "^a ", count: 100_000), "deep", 1),
    (String(repeating: "#:a ", count: 100_000), "deep", 1),
  ])
  func `wrong input is told with its place`(_ text: String, _ words: String, _ line: Int) {
    let (report, problems) = check(text)
    #expect(report == nil)
    #expect(problems.first?.message.contains(words) ?? false, "\(problems.map(\.message))")
    #expect(problems.first?.location?.start.line == line)
  }

  /// Every prefix and every changed byte of a history is read or refused, without a crash.
  @Test func `damaged histories crash nothing`() {
    let whole = Array(staleLog.utf8)
    let edn = Array("{:process 0, :type :invoke, :f :cas, :value [1 #{\\a}], :x \"\\u00e9\"}".utf8)
    for bytes in [whole, edn] {
      for length in 0...bytes.count {
        _ = RecordedCheck(model: .casRegister).run(
          SourceFile(name: "h", bytes: Array(bytes[..<length])))
      }
      var dice = Dice(7)
      for _ in 0..<2000 {
        var damaged = bytes
        for _ in 0...dice.roll(3) { damaged[dice.roll(bytes.count)] = UInt8(dice.roll(256)) }
        for model in RecordedModel.allCases {
          _ = RecordedCheck(model: model).run(SourceFile(name: "h", bytes: damaged))
        }
      }
    }
  }

  @Test func `a violation is drawn on lanes`() throws {
    let report = try #require(check(staleLog).0)
    #expect(
      CheckText(report, file: "history", width: 80).text == """
        history: violates linearizable (2 operations, cas-register)

        not linearizable:
          No order of these operations, each at an instant between its call and its
            return, explains every answer: none gets past the return of (2).

          process 0  |(1) write 1|
          process 1               |(2) read -> nil|

          (1)  lines 2-4  process 0  write 1
          (2)  lines 5-6  process 1  read -> nil

        """)
  }

  @Test func `nothing of a history steers the terminal, and lines keep to the width`() throws {
    let text = """
      {:process "\u{1B}[31m\u{202E}é", :type :invoke, :f "wr\u{7}ite", :value 1}
      {:process 0, :type :invoke, :f :write, :value "\u{1B}]0;title\u{7}\\nx"}
      {:process 0, :type :ok, :f :write, :value 1}
      {:process 1, :type :invoke, :f :read, :value nil}
      {:process 1, :type :ok, :f :read, :value "\u{9B}2J\(String(repeating: "long ", count: 40))"}
      """
    let (none, problems) = check(text)
    #expect(none == nil)
    #expect(DiagnosticRenderer(color: false).render(problems).utf8.allSatisfy { $0 != 0x1B })
    let rest = text.split(separator: "\n").dropFirst().joined(separator: "\n")
    let report = try #require(check(rest).0)
    #expect(report.verdict == .violation)
    for width in [40, 60, 200] {
      let shown = CheckText(report, file: "history", width: width).text
      #expect(shown.utf8.allSatisfy { $0 == 0x0A || 0x20...0x7E ~= $0 })
      let longest = shown.split(separator: "\n").map(\.utf8.count).max() ?? 0
      #expect(longest <= max(width, 80), "\(shown)")
    }
  }

  @Test func `programs get one object`() throws {
    let report = try #require(check(staleLog).0)
    let value = CheckJSON.value(report, file: "history")
    #expect(value["verdict"] == "violation")
    #expect(value["model"] == "cas-register")
    guard case .array(let findings)? = value["findings"], let first = findings.first,
      case .array(let operations)? = first["operations"]
    else {
      Issue.record("a violation has findings with operations")
      return
    }
    #expect(operations.count == 2)
    #expect(operations.last?["line"] == 5)
    #expect(operations.last?["answer_line"] == 6)
  }
}
