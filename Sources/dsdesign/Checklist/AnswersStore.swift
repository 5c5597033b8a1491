import Checklist
import Diagnostics

/// The answers file on disk.
struct AnswersStore {
  /// Where it is.
  let path: String
  /// The ids of the checklist.
  let items: [String]

  private var file: DurableFile { DurableFile(path: path) }

  /// Whether there is one.
  var exists: Bool { file.exists }

  /// The answers so far; none when there is no file. Warnings are shown.
  func load() throws(Failure) -> AnswersFile {
    let (answers, diagnostics) = try read()
    Terminal.report(diagnostics)
    return answers
  }

  private func read() throws(Failure) -> (AnswersFile, [Diagnostic]) {
    guard file.exists else { return (AnswersFile(), []) }
    let (answers, diagnostics) = AnswersFile.read(try Files.read(path), items: items)
    guard let answers else { throw Failure(diagnostics) }
    return (answers, diagnostics)
  }

  /// Writes a change into the file as it is now: what somebody else wrote meanwhile stays.
  ///
  /// - Returns: All answers as the file has them then.
  func save(_ change: AnswerChange) throws(Failure) -> [String: GivenAnswer] {
    try file.locked { () throws(Failure) -> [String: GivenAnswer] in
      let (before, _) = try read()
      let text: String
      do { text = try before.text(after: change, name: path) } catch {
        throw Failure(
          "the answer cannot be written without disturbing what stands there", file: path,
          help: "write 'answers' as a plain map, without anchors, aliases or merge keys")
      }
      try file.replace(with: text)
      var answers = before.answers
      answers[change.item] = change.applied(to: answers[change.item])
      return answers
    }
  }
}
