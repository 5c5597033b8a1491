import Foundation
import Glibc
import Testing

/// The checklist as a team uses it: at a terminal, through a pipe, and in a pipeline.
@Suite struct ChecklistTests {
  private let folder: TemporaryFolder
  private let design: String
  private var answersPath: String { folder.url.appending(path: "design.checklist.yaml").path }

  init() throws {
    folder = try TemporaryFolder()
    design = try folder.file("design.yaml", Self.starter)
  }

  private static let starter =
    (try? String(
      contentsOf: Tool.root.appending(path: "templates/systems/order-platform.yaml"),
      encoding: .utf8)) ?? ""
  private static let count = 23

  private var answers: String {
    (try? String(contentsOfFile: answersPath, encoding: .utf8)) ?? ""
  }

  private func terminal(
    _ arguments: String..., columns: UInt16 = 80, environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      ["checklist", design, "--today", "2026-11-24"] + arguments, columns: columns,
      environment: environment)
  }

  private func answerCount(_ text: String) -> Int {
    text.components(separatedBy: "\n    answer: ").count - 1
  }

  /// The places, from 1, of the items that are open.
  private func open() throws -> [Int] {
    try items().enumerated().compactMap {
      $0.element["open"] as? Bool == true ? $0.offset + 1 : nil
    }
  }

  private func items() throws -> [[String: Any]] {
    let list = try Tool.run("checklist", design, "--list", "--format", "json")
    let document = try JSONSerialization.jsonObject(with: Data(list.output.utf8))
    return try #require((document as? [String: Any])?["items"] as? [[String: Any]])
  }

  // MARK: At the terminal

  @Test
  func `the whole walk: quit in the middle, resume, change the description, see the stale mark`()
    throws
  {
    let asked = try open().count
    #expect(asked > 20)
    let first = try terminal()
    for number in 1...5 {
      try first.expect("== \(number)/\(Self.count) ")
      try first.expect("> ")
      first.send(number % 2 == 0 ? "n" : "y")
    }
    try first.expect("== 6/\(Self.count) ")
    first.send("q")
    try first.expect("3 yes, 2 no")
    #expect(try first.end() == 0)
    #expect(first.isAsBefore)
    #expect(answerCount(answers) == 5)

    let second = try terminal()
    for number in try open() {
      try second.expect("== \(number)/\(Self.count) ")
      try second.expect("> ")
      second.send(["y", "p", "n", "x"][number % 4])
    }
    try second.expect("Answers:")
    #expect(try second.end() == 0)
    #expect(answerCount(answers) == asked)

    let changed = Self.starter.replacing(
      "timeout: 30s, fencing: none", with: "timeout: 30s, fencing: stonith")
    try changed.write(toFile: design, atomically: true, encoding: .utf8)
    let third = try terminal()
    try third.expect("== 1/\(Self.count) ")
    try third.expect("Your answer: yes (2026-11-24)")
    try third.expect("Stale: ")
    try third.expect("stores.orders-db.failover.fencing was none, is stonith")
    third.send("q")
    #expect(try third.end() == 0)
    let list = try Tool.run("checklist", design, "--list", "--today", "2026-11-24")
    #expect(list.output.contains("(`leader-fails`) | partly | yes |  |  | **stale**"))
  }

  @Test func `lines that move make nothing stale`() throws {
    _ = try Tool.run(["checklist", design], input: Data("y\nn\np\n".utf8))
    try ("# one\n# two\n" + Self.starter.replacing("\nteam:", with: "\n\n# our team\nteam:"))
      .write(toFile: design, atomically: true, encoding: .utf8)
    let outcome = try Tool.run("checklist", design, "--non-interactive", "--fail-on", "stale")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func `a note, an owner and a date are typed, corrected and kept`() throws {
    let walk = try terminal()
    try walk.expect("> ")
    walk.send("eAsk the DBA\u{7F}\u{7F}\u{7F}team: \u{1F50D} who?\n")
    try walk.expect("Saved: note")
    walk.send("oAda\n")
    try walk.expect("Saved: owner")
    walk.send("d31.12.\n")
    try walk.expect("is no date")
    walk.send("\u{15}2026-12-31\n")
    try walk.expect("Saved: due")
    walk.send("oEve\u{1B}")
    try walk.expect("> ")
    walk.send("p")
    try walk.expect("== 2/")
    walk.send("b")
    try walk.expect("Your answer: partly (2026-11-24) · owner Ada · due 2026-12-31")
    try walk.expect("Note: Ask the team: \u{1F50D} who?")
    walk.send("u")
    try walk.expect("Saved: no answer")
    walk.send("q")
    #expect(try walk.end() == 0)
    #expect(
      answers.contains(
        "    note: \"Ask the team: \u{1F50D} who?\"\n    owner: Ada\n    due: 2026-12-31\n"))
    #expect(!answers.contains("rests_on:\n  leader-fails"))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGQUIT, SIGHUP])
  func `a signal ends the walk with every answer kept and the terminal as it was`(number: Int32)
    throws
  {
    let walk = try terminal()
    try walk.expect("> ")
    walk.send("y")
    try walk.expect("== 2/")
    try walk.expect("> ")
    walk.send("eHalf a thou")
    try walk.expect("note: Half a thou")
    if number == SIGINT { walk.send("\u{03}") } else { walk.signal(number) }
    #expect(try walk.end() == 128 + number)
    #expect(walk.isAsBefore)
    #expect(answerCount(answers) == 1)
    #expect(answers.contains("note: Half a thou\n"))
  }

  @Test func `a terminal that goes away loses nothing`() throws {
    let walk = try terminal()
    try walk.expect("> ")
    walk.send("n")
    try walk.expect("== 2/")
    walk.hangUp()
    #expect(try walk.end() != 0)
    #expect(answerCount(answers) == 1)
  }

  /// Without a shell that could let it go on, the system does not stop a program; it goes on at once.
  @Test func `after a stop the item is shown again and the walk goes on`() throws {
    let walk = try terminal()
    try walk.expect("> ")
    walk.signal(SIGTSTP)
    try walk.expect("== 1/")
    walk.send("y")
    try walk.expect("== 2/")
    walk.send("q")
    #expect(try walk.end() == 0)
    #expect(walk.isAsBefore)
  }

  @Test(arguments: [["TERM": "dumb"], ["NO_COLOR": "1"]])
  func `without colour the same is said`(environment: [String: String]) throws {
    func shown(_ environment: [String: String]) throws -> String {
      let walk = try terminal(environment: environment)
      try walk.expect("> ")
      walk.send("q")
      #expect(try walk.end() == 0)
      return walk.output
    }
    let plain = try shown(environment)
    let styled = try shown([:])
    #expect(!plain.contains("\u{1B}"))
    #expect(styled.contains("\u{1B}[1m"))
    #expect(styled.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "") == plain)
  }

  @Test(arguments: [UInt16(20), 40, 200]) func `no line is wider than the terminal`(columns: UInt16)
    throws
  {
    let walk = try terminal("--all", columns: columns)
    for number in 1...Self.count {
      try walk.expect("== \(number)/")
      try walk.expect("> ")
      walk.send("s")
    }
    #expect(try walk.end() == 0)
    let text = walk.output.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "")
    // The path of the answers may be one long word; it is cut, not lost.
    for line in text.split(separator: "\n") {
      #expect(line.unicodeScalars.count <= Int(min(columns, 100)), "\(line)")
    }
  }

  @Test func `what another writes meanwhile is kept, comments too`() throws {
    let walk = try terminal()
    try walk.expect("> ")
    walk.send("y")
    try walk.expect("== 2/")
    let edited = answers.replacing(
      "    answer: yes", with: "    # seen on Monday\n    answer: no\n    ticket: OPS-7")
    try edited.write(toFile: answersPath, atomically: true, encoding: .utf8)
    walk.send("p")
    try walk.expect("== 3/")
    walk.send("q")
    try walk.expect("1 partly, 1 no")
    #expect(try walk.end() == 0)
    #expect(answers.contains("    # seen on Monday\n    answer: no\n    ticket: OPS-7\n"))
  }

  @Test func `a file that breaks meanwhile is not overwritten, and the key can be pressed again`()
    throws
  {
    let walk = try terminal()
    try walk.expect("> ")
    walk.send("y")
    try walk.expect("== 2/")
    let good = answers
    try "answers: [".write(toFile: answersPath, atomically: true, encoding: .utf8)
    walk.send("p")
    try walk.expect("Not saved.")
    #expect(answers == "answers: [")
    try good.write(toFile: answersPath, atomically: true, encoding: .utf8)
    walk.send("p")
    try walk.expect("== 3/")
    walk.send("q")
    #expect(try walk.end() == 0)
    #expect(answerCount(answers) == 2)
  }

  // MARK: Killed

  @Test func `killed at any moment the old or the new file is there, whole`() throws {
    let lines = Data(
      (0..<400).map { $0 % 2 == 0 ? "e note \($0)\n" : "o owner \($0)\n" }.joined().utf8)
    let input = try folder.file("in", lines)
    var seen: Set<String> = []
    for round in 0..<10 {
      try? FileManager.default.removeItem(atPath: answersPath)
      let process = Process()
      process.executableURL = Tool.executable
      process.arguments = ["checklist", design]
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      for _ in 0..<10_000 where !FileManager.default.fileExists(atPath: answersPath) { usleep(500) }
      usleep(useconds_t(round * 4_300))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let list = try Tool.run("checklist", design, "--list")
      #expect(list.code == 0, "\(list.errors)\n\(answers)")
      #expect(answers.hasSuffix("\n"))
      seen.insert(answers)
    }
    // The kills struck at different moments.
    #expect(seen.count > 3)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.filter { $0.hasSuffix(".tmp") }.count <= 1)
  }

  // MARK: Through a pipe

  @Test func `lines answer one after the other`() throws {
    let outcome = try Tool.run(
      ["checklist", design, "--today", "2026-11-24"],
      input: Data("y\npartly\nowner Ada\nN/A\n\nnot applicable\nback\ne why: because\nq\n".utf8))
    #expect(outcome.code == 0, "\(outcome.errors)")
    let listed = try items()
    #expect(
      listed.prefix(5).map { $0["answer"] as? String } == [
        "yes", "partly", "not applicable", nil, "not applicable",
      ])
    #expect(listed[2]["owner"] as? String == "Ada")
    #expect(listed[4]["note"] as? String == "why: because")
    #expect(outcome.output.contains("1 yes, 1 partly, "))
  }

  @Test func `a wrong line is told and what came before is kept`() throws {
    let outcome = try Tool.run("checklist", design, input: "y\nmaybe\nn\n")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("<stdin>: error: line 2: 'maybe' is no answer"))
    #expect(answerCount(answers) == 1)
  }

  @Test func `nothing typed answers nothing and makes no file`() throws {
    let outcome = try Tool.run("checklist", design, input: "")
    #expect(outcome.code == 0)
    #expect(!FileManager.default.fileExists(atPath: answersPath))
  }

  // MARK: In a pipeline

  @Test(arguments: [
    ([], 1), (["--fail-on", "never"], 0), (["--fail-on", "stale"], 0),
    (["--fail-on", "overdue"], 1),
    (["--fail-on", "contradicted"], 1), (["--fail-on", "stale,negative"], 1),
    (["--fail-on", "sometimes"], 2), (["--answers", "nowhere.yaml"], 2),
  ])
  func `the exit code is what was asked for`(arguments: [String], code: Int) throws {
    let lines = "d 2026-01-01\nn\ny\ny\ny\ny\ny\n"
    _ = try Tool.run("checklist", design, "--item", "leader-fails", input: lines)
    let outcome = try Tool.run(
      ["checklist", design, "--non-interactive", "--today", "2026-11-24"] + arguments)
    #expect(Int(outcome.code) == code, "\(outcome.errors)")
  }

  @Test func `answers stand where they are told to`() throws {
    let other = folder.url.appending(path: "ours.yaml").path
    _ = try Tool.run("checklist", design, "--answers", other, input: "y\n")
    #expect(FileManager.default.fileExists(atPath: other))
    #expect(!FileManager.default.fileExists(atPath: answersPath))
  }

  @Test(arguments: [
    (["-"], "answers cannot"),
    (["design.yaml", "--item", "leader-fail"], "did you mean 'leader-fails'?"),
    (["design.yaml", "--today", "now"], "'now' is no date"),
  ])
  func `wrong use is told`(arguments: [String], message: String) throws {
    let outcome = try Tool.run(["checklist"] + arguments.map { $0 == "design.yaml" ? design : $0 })
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `a file of answers that is something else is not touched`() throws {
    let outcome = try Tool.run("checklist", design, "--answers", design, input: "y\n")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("this is no answers file"))
    #expect(try String(contentsOfFile: design, encoding: .utf8) == Self.starter)
  }

  @Test func `a file closed to writing stays closed, a link stays a link, a mode stays`() throws {
    _ = try Tool.run("checklist", design, input: "y\n")
    let real = folder.url.appending(path: "real.yaml").path
    try FileManager.default.moveItem(atPath: answersPath, toPath: real)
    symlink("real.yaml", answersPath)
    chmod(real, 0o600)
    #expect(try Tool.run("checklist", design, input: "n\n").code == 0)
    var status = stat()
    lstat(answersPath, &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    stat(real, &status)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(answerCount(answers) == 2)
  }

  @Test func `the list in full is as recorded`() throws {
    let arguments = ["--list", "--details", "--today", "2026-01-01"]
    let outcome = try Tool.run(["checklist", "templates/systems/order-platform.yaml"] + arguments)
    #expect(outcome.code == 0, "\(outcome.errors)")
    try expectGolden(outcome.output, "checklist/order-platform.md")
  }
}
