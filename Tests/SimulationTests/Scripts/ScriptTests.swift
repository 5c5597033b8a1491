import Foundation
import Testing

/// Scenarios named for their hazards, in `Tests/Scripts`, with what comes of them.
private let folder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "Scripts")

private func names() throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path)
    .filter { $0.hasSuffix(".txt") }.sorted()
}

@Test(arguments: try names())
func `a scripted scenario comes out as recorded`(name: String) throws {
  let file = folder.appending(path: name)
  let recorded = try String(contentsOf: file, encoding: .utf8)
  let script = try Script(recorded)
  let played = script.text(outcomes: try play(script))
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    try played.write(to: file, atomically: true, encoding: .utf8)
  } else {
    #expect(played == recorded, "\(name); if it is right, record it with UPDATE_GOLDEN=1")
  }
}

@Test func `a script says what is wrong with it`() {
  for (text, words) in [
    ("raft\nrun 1s", "no ----"), ("rift\n----", "rift"), ("raft modes=3\n----", "modes"),
    ("raft\nrun 5\n----", "'5' is not a span"), ("raft\ncrash q\n----", "no node 'q'"),
    ("raft\nrun 1s\nexpect a role=king\n----", "it is role="),
  ] {
    let error = #expect(throws: ScriptError.self) { _ = try play(Script(text)) }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }
}

private func play(_ script: Script) throws -> [[String]] {
  var blocks = script.blocks.map(\.commands)
  guard let first = blocks.first?.first else { throw ScriptError("nothing to play") }
  let words = first.split(separator: " ").map(String.init)
  blocks[0].removeFirst()
  var options = try ScriptOptions(Array(words.dropFirst()))
  switch words[0] {
  case "raft": return try play(ScriptedRaft.self, &options, blocks)
  case "paxos": return try play(ScriptedPaxos.self, &options, blocks)
  case "two-phase-commit": return try play(ScriptedTwoPhaseCommit.self, &options, blocks)
  case "saga": return try play(ScriptedSaga.self, &options, blocks)
  case "quorum": return try play(ScriptedQuorum.self, &options, blocks)
  case "primary-backup": return try play(ScriptedPrimaryBackup.self, &options, blocks)
  case "lease": return try play(ScriptedLease.self, &options, blocks)
  default: throw ScriptError("there is no algorithm '\(words[0])'")
  }
}

private func play<A: ScriptedAlgorithm>(
  _: A.Type, _ options: inout ScriptOptions, _ blocks: [[String]]
) throws -> [[String]] {
  var run = try ScriptRun<A>(&options)
  return try blocks.map { try run.play($0) }
}
