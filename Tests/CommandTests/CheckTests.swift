import Foundation
import Testing

/// `check` as a user runs it: exit codes, and where answers go.
@Suite struct CheckTests {
  private func check(_ name: String, _ arguments: String...) throws -> Tool.Outcome {
    try Tool.run(["check", "Tests/Fixtures/histories/\(name)"] + arguments)
  }

  @Test func `a history that holds ends with 0`() throws {
    let outcome = try check("key-value.jsonl", "--model", "key-value")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("linearizable holds (3 operations, key-value)"))
    #expect(outcome.errors.isEmpty)
  }

  @Test func `a violation ends with 1 and shows its operations`() throws {
    let outcome = try check("stale-read.log", "--model", "cas-register")
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("|(1) cas [1 2]|"), "\(outcome.output)")
    #expect(outcome.output.contains("lines 7-8  process 0"), "\(outcome.output)")
  }

  @Test func `the model that is asked for decides`() throws {
    let serializable = try check(
      "write-skew.edn", "--model", "list-append", "--consistency", "serializable")
    #expect(serializable.code == 1)
    #expect(serializable.output.contains("G2-item (write skew)"))
    #expect(serializable.output.contains("snapshot-isolation"))
    let snapshot = try check(
      "write-skew.edn", "--model", "list-append", "--consistency", "snapshot-isolation")
    #expect(snapshot.code == 0)
  }

  @Test func `JSON is one object`() throws {
    let outcome = try check("stale-read.log", "--model", "cas-register", "--format", "json")
    #expect(outcome.code == 1)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let report = try #require(object as? [String: Any])
    #expect(report["verdict"] as? String == "violation")
    #expect(report["check"] as? Int == 1)
  }

  @Test func `a name that histories do not decide is refused with the nearest`() throws {
    let outcome = try check(
      "stale-read.log", "--model", "cas-register", "--consistency", "linearisable")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("did you mean 'linearizable'?"))
  }

  @Test func `a wrong model ends with 2 at the line`() throws {
    let outcome = try check("stale-read.log", "--model", "register")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("stale-read.log:3:"))
    #expect(outcome.errors.contains("use --model cas-register"))
  }

  @Test func `what cannot be decided ends with 2 and says why`() throws {
    let folder = try TemporaryFolder()
    let twice = """
      {:process 0 :type :invoke :f :write :value 1} {:process 0 :type :ok :f :write :value 1}
      {:process 1 :type :invoke :f :write :value 1} {:process 1 :type :ok :f :write :value 1}
      {:process 1 :type :invoke :f :read :value nil} {:process 1 :type :ok :f :read :value 1}
      """
    let path = try folder.file("twice.edn", Data(twice.utf8))
    let outcome = try Tool.run("check", path, "--model", "register", "--consistency", "causal")
    #expect(outcome.code == 2)
    #expect(outcome.output.contains("undecided"))
    #expect(outcome.output.contains("lines 1, 2"))
  }
}
