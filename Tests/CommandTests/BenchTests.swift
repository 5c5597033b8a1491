import Foundation
import Testing

/// `bench` as a user runs it, with as few rounds as there can be: figures of a debug build say nothing.
@Suite struct BenchTests {
  private func bench(_ arguments: String...) throws -> Tool.Outcome {
    try Tool.run(["bench", "--rounds", "1", "--sample-time", "10us"] + arguments)
  }

  @Test func `the list names both kinds apart, and stops there`() throws {
    let outcome = try bench("--list")
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "Operation benchmarks (wall clock on this machine)")
    #expect(lines.contains("Protocol benchmarks (virtual time on a topology)"))
    #expect(lines.contains { $0.hasPrefix("  vector-clock ") })
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: [
    ("vectorclock", "did you mean 'vector-clock'?"), ("raf", "did you mean 'raft'?"),
    ("two-phase-comit", "did you mean 'two-phase-commit'?"), ("zzz", "bench --list"),
  ])
  func `an unknown name ends with 2 and the nearest`(_ name: String, help: String) throws {
    let outcome = try bench(name)
    #expect(outcome.code == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(help), "\(outcome.errors)")
  }

  @Test(arguments: [
    ["--rounds", "0"], ["--rounds", "100"], ["--sample-time", "1us"], ["--sample-time", "soon"],
    ["--only", "both"], ["--only", "protocols"], ["--format", "xml"],
    ["--baseline", "README.md"], ["--baseline", "no-such-file"], ["--save", "no-such-folder/run"],
  ])
  func `wrong options end with 2 before anything is measured`(_ arguments: [String]) throws {
    let outcome = try Tool.run(["bench", "lamport-clock"] + arguments)
    #expect(outcome.code == 2 && outcome.output.isEmpty, "\(outcome.output)")
    #expect(!outcome.errors.isEmpty)
  }

  @Test func `a run is measured, kept and compared with`() throws {
    let folder = try TemporaryFolder()
    let kept = folder.url.appending(path: "run.json").path
    let first = try bench("lamport-clock", "--save", kept)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("Operation benchmarks (wall clock on this machine)\n"))
    #expect(first.output.contains("Warning: this build is not optimised"))
    #expect(!first.output.contains("Protocol benchmarks"))
    let second = try bench("lamport-clock", "--baseline", kept)
    #expect(second.output.contains("Too few rounds to tell any change"))
    #expect(second.errors.isEmpty)
  }

  @Test func `JSON and Markdown have the same figures`() throws {
    let json = try bench("hlc", "--format", "json")
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(root["dsdesign_bench"] as? Int == 1 && root["protocols"] == nil)
    let operations = try #require(root["operations"] as? [String: Any])
    let algorithms = try #require(operations["algorithms"] as? [[String: Any]])
    #expect(algorithms.map { $0["algorithm"] as? String } == ["hybrid-clock"])
    let sizes = try #require(algorithms[0]["sizes"] as? [[String: Any]])
    #expect(sizes.map { $0["metadata_bytes"] as? Int } == Array(repeating: 8, count: 6))
    let markdown = try bench("hlc", "--format", "markdown").output
    #expect(markdown.hasPrefix("# Operation benchmarks"))
    #expect(markdown.contains("| nodes | metadata B |"))
  }

  @Test func `protocols run on the topology of a description`() throws {
    let outcome = try bench("swim", "--system", "templates/systems/order-platform.yaml")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("Protocol benchmarks (virtual time on a topology)"))
    let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("us-east to eu-west 76 ms"), "\(text)")
    #expect(text.contains("clients in us-east/a, eu-west/a"))
  }

  @Test func `a description without topology, or names without protocols, end with 2`() throws {
    let bare = try Tool.run(
      ["bench", "swim", "--system", "-"],
      input: Data("dsdesign: 1\nsystem: {name: Bare}\noperations: {look: {}}\n".utf8))
    #expect(bare.code == 2 && bare.errors.contains("no topology to run on"), "\(bare.errors)")
    let clock = try bench("vector-clock", "--system", "templates/systems/order-platform.yaml")
    #expect(clock.code == 2 && clock.errors.contains("operation benchmarks only"))
  }

  @Test func `a protocol's figures are the same twice, and say so`() throws {
    let folder = try TemporaryFolder()
    let kept = folder.url.appending(path: "run.json").path
    let first = try bench("heartbeat", "--save", kept)
    #expect(first.code == 0 && first.output.contains("heartbeat: a member lost"), "\(first.errors)")
    let second = try bench("heartbeat", "--baseline", kept)
    #expect(second.output.contains("figures are those of the baseline."))
  }
}
