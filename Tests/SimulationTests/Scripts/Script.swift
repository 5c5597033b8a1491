import Foundation

/// A scenario as text: a comment that says what it shows, then blocks of commands, `----`, and what
/// came of them. The first command of the first block names the algorithm and its settings.
struct Script {
  /// Commands and what is recorded for them.
  struct Block {
    var commands: [String]
    var outcome: [String]
  }

  var comment: [String] = []
  var blocks: [Block] = []

  init(_ text: String) throws {
    for part in text.split(separator: "\n\n", omittingEmptySubsequences: true) {
      let lines = part.split(separator: "\n").map(String.init)
      if lines.allSatisfy({ $0.hasPrefix("#") }) {
        comment += lines
        continue
      }
      guard let rule = lines.firstIndex(of: "----") else {
        throw ScriptError("no ---- after: \(lines[0])")
      }
      blocks.append(
        Block(commands: Array(lines[..<rule]), outcome: Array(lines[(rule + 1)...])))
    }
  }

  /// The text with these outcomes.
  func text(outcomes: [[String]]) -> String {
    let parts = zip(blocks, outcomes).map { block, outcome in
      (block.commands + ["----"] + outcome).joined(separator: "\n")
    }
    return ([comment.joined(separator: "\n")] + parts).joined(separator: "\n\n") + "\n"
  }
}

/// A command that cannot be carried out, or an expectation that is not met.
struct ScriptError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// The settings of a script's first command: `nodes=3 sync=5ms`.
struct ScriptOptions {
  private var values: [String: String] = [:]
  private var unread: Set<String> = []

  init(_ words: [String]) throws {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw ScriptError("'\(word)' is not name=value") }
      values[parts[0]] = parts[1]
      unread.insert(parts[0])
    }
  }

  mutating func word(_ name: String, _ standard: String) -> String {
    unread.remove(name)
    return values[name] ?? standard
  }

  mutating func number(_ name: String, _ standard: Int) throws -> Int {
    let word = word(name, "\(standard)")
    guard let number = Int(word) else { throw ScriptError("\(name)=\(word) is not a number") }
    return number
  }

  mutating func flag(_ name: String, _ standard: Bool) -> Bool {
    word(name, standard ? "yes" : "no") == "yes"
  }

  mutating func span(_ name: String, _ standard: String) throws -> Int64 {
    try nanoseconds(word(name, standard))
  }

  /// `150ms..300ms`.
  mutating func spans(_ name: String, _ standard: String) throws -> ClosedRange<Int64> {
    let ends = word(name, standard).components(separatedBy: "..")
    guard ends.count == 2 else { throw ScriptError("\(name) is not a range") }
    let (low, high) = (try nanoseconds(ends[0]), try nanoseconds(ends[1]))
    guard low <= high else { throw ScriptError("\(name): \(ends[0]) is above \(ends[1])") }
    return low...high
  }

  /// Fails when a setting was not read: it is misspelt.
  func finish() throws {
    if let name = unread.sorted().first { throw ScriptError("there is no setting '\(name)'") }
  }
}

/// `250ms` or `2s`, in nanoseconds.
func nanoseconds(_ word: String) throws -> Int64 {
  let units: [(String, Double)] = [("ms", 1e6), ("us", 1e3), ("s", 1e9)]
  for (unit, size) in units where word.hasSuffix(unit) {
    if let number = Double(word.dropLast(unit.count)) { return Int64(number * size) }
  }
  throw ScriptError("'\(word)' is not a span such as 250ms")
}
