public import Diagnostics
public import Knowledge
public import SystemModel
public import YAMLDocument

/// The file in which a team keeps its answers: `NAME.checklist.yaml`, beside the description.
///
/// People edit it too. A change touches the values that it is about; comments, order, and keys that
/// the tool does not know stay as they are.
public struct AnswersFile: Sendable {
  /// The text; `nil`: there is no file yet.
  public let file: SourceFile?
  /// What was said, by item id.
  public let answers: [String: GivenAnswer]

  /// No file yet.
  public init() {
    file = nil
    answers = [:]
  }

  init(file: SourceFile, answers: [String: GivenAnswer]) {
    self.file = file
    self.answers = answers
  }

  static let versionKey = "dsdesign_checklist"

  /// The path of the answers to a description: `design.yaml` has `design.checklist.yaml`.
  public static func path(besides description: String) -> String {
    for ending in [".yaml", ".yml"] where description.hasSuffix(ending) {
      return description.dropLast(ending.count) + ".checklist.yaml"
    }
    return description + ".checklist.yaml"
  }

  /// The text after a change, ready to be written.
  ///
  /// - Parameters:
  ///   - change: What was said.
  ///   - name: How the file is called, for diagnostics and the comment of a new one.
  /// - Throws: When the text cannot take the change without losing something that is there.
  public func text(after change: AnswerChange, name: String) throws(YAMLEdit.Obstacle) -> String {
    var edit = try YAMLEdit(file ?? Self.empty(name))
    for (path, value) in change.edits(of: answers[change.item]) { try edit.set(path, to: value) }
    return edit.file.text(of: SourceSpan(start: 0, end: edit.file.bytes.count))
  }

  private static func empty(_ name: String) -> SourceFile {
    SourceFile(
      name: name,
      text: YAMLEdit.document(
        [
          "Answers to the failure-resilience checklist, kept by 'dsdesign checklist'.",
          "Edit them freely: comments, and keys that the tool does not know, stay. What stands below",
          "'rests_on' is written by the tool: the facts as they were when each answer was given.",
        ], [.init(versionKey, .text("1")), .init("answers", .map([]))]))
  }
}

/// Something said about one item.
public enum AnswerChange: Hashable, Sendable {
  /// An answer, the day it was given, and what it rests on.
  case answer(item: String, ChecklistAnswer, on: CalendarDate?, AnswerBasis)
  /// A note; `nil` takes it away. So for the next two.
  case note(item: String, String?)
  /// An owner.
  case owner(item: String, String?)
  /// A date.
  case due(item: String, CalendarDate?)
  /// The answer is taken back.
  case takeBack(item: String)

  /// The id of the item.
  public var item: String {
    switch self {
    case .answer(let item, _, _, _), .note(let item, _), .owner(let item, _), .due(let item, _),
      .takeBack(let item):
      item
    }
  }

  /// What was said, after the change.
  public func applied(to given: GivenAnswer?) -> GivenAnswer {
    var given = given ?? GivenAnswer()
    switch self {
    case .answer(_, let answer, let day, let basis):
      given.answer = answer
      given.answered = day
      given.basis = basis
    case .note(_, let note): given.note = note
    case .owner(_, let owner): given.owner = owner
    case .due(_, let due): given.due = due
    case .takeBack:
      given.answer = nil
      given.answered = nil
      given.basis = nil
    }
    return given
  }

  /// Paths in the file and what is then written there.
  func edits(of given: GivenAnswer?) -> [(path: [String], value: YAMLValue?)] {
    let entry = ["answers", item]
    func text(_ text: String?) -> YAMLValue? { text.map { .text($0) } }
    switch self {
    case .answer(_, let answer, let day, let basis):
      return [
        (entry + ["answer"], .text(answer.rawValue)),
        (entry + ["answered"], text(day?.description)),
        (["rests_on", item], basis.yaml),
      ]
    case .note(_, let note): return [(entry + ["note"], text(note))]
    case .owner(_, let owner): return [(entry + ["owner"], text(owner))]
    case .due(_, let due): return [(entry + ["due"], text(due?.description))]
    case .takeBack:
      return [
        (entry + ["answer"], nil), (entry + ["answered"], nil), (["rests_on", item], nil),
      ]
    }
  }
}

extension AnswerBasis {
  fileprivate var yaml: YAMLValue {
    switch self {
    case .facts(let facts): .map(facts.map { .init($0.path, .text($0.value)) })
    case .fingerprint(let text): .text(text)
    }
  }
}
