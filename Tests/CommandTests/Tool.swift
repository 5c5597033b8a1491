import Foundation
import Testing

/// Runs the built tool as a user does.
enum Tool {
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String
  }

  /// The executable beside the test bundle.
  static let executable: URL = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/",
      !FileManager.default.isExecutableFile(atPath: folder.appending(path: "dsdesign").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder.appending(path: "dsdesign")
  }()

  /// The root of the package.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func run(_ arguments: String..., input: String? = nil) throws -> Outcome {
    try run(arguments, input: input.map { Data($0.utf8) })
  }

  /// Output goes through files: a pipe that nobody empties would block a long report.
  static func run(_ arguments: [String], input: Data? = nil) throws -> Outcome {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "out")
    let errors = folder.url.appending(path: "err")
    let source = folder.url.appending(path: "in")
    for url in [output, errors] { try Data().write(to: url) }
    try (input ?? Data()).write(to: source)
    let process = Process()
    process.executableURL = executable
    // Runs of protocols take seconds in a debug build: a test that wants them says so.
    let isPlain =
      arguments.first == "analyze" && !arguments.contains("--evidence")
      && !arguments.contains("--verify")
    process.arguments = arguments + (isPlain ? ["--evidence", "none"] : [])
    process.currentDirectoryURL = root
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = try FileHandle(forReadingFrom: source)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}

/// A folder that goes with the value.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "dsdesign-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file into it and returns its path.
  func file(_ name: String, _ content: Data) throws -> String {
    let file = url.appending(path: name)
    try content.write(to: file)
    return file.path
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }
}

/// Holds `text` against a recorded file; `UPDATE_GOLDEN=1` records it instead.
func expectGolden(
  _ text: String, _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let file = Tool.root.appending(path: "Tests/Golden/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    return try Data(text.utf8).write(to: file)
  }
  let recorded = try String(contentsOf: file, encoding: .utf8)
  guard text != recorded else { return }
  let old = recorded.split(separator: "\n", omittingEmptySubsequences: false)
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  let line =
    zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    ?? min(old.count, new.count)
  Issue.record(
    """
    \(name) differs from the recorded text at line \(line + 1):
    - \(line < old.count ? old[line] : "(end)")
    + \(line < new.count ? new[line] : "(end)")
    'make golden' records it; read the difference first.
    """, sourceLocation: sourceLocation)
}
