public import Knowledge
public import SystemModel

/// Going through the checklist: where one is, what a key does, what comes next.
///
/// It neither reads nor writes: a step says what is to be saved, and takes effect once it was.
public struct Walk: Sendable {
  /// What a person does at an item.
  public enum Step: Hashable, Sendable {
    /// Answers, and goes on.
    case answer(ChecklistAnswer)
    /// Writes a note and stays; an empty one is taken away. So for the next two.
    case note(String)
    /// Names who closes the gap.
    case owner(String)
    /// Says until when.
    case due(CalendarDate?)
    /// Takes the answer back and stays.
    case takeBack
    /// Goes to the item before.
    case back
    /// Goes on.
    case skip
  }

  /// The items and what was said of them.
  public private(set) var state: ChecklistState
  /// The place of the item that is asked; `nil`: the walk is over.
  public private(set) var position: Int?
  /// Whether items are asked again that have an answer which still holds.
  private let asksAll: Bool

  /// A walk from the first item that is open, or from one that is named.
  ///
  /// - Parameters:
  ///   - item: The id to start with; it is asked even when it is not open.
  ///   - asksAll: Whether every item is asked, answered ones too.
  public init(_ state: ChecklistState, from item: String? = nil, asksAll: Bool = false) {
    self.state = state
    self.asksAll = asksAll
    let first = item.flatMap { id in state.entries.firstIndex { $0.id == id } }
    position = first ?? next(after: -1)
  }

  /// The item that is asked; `nil`: the walk is over.
  public var current: ChecklistState.Entry? { position.map { state.entries[$0] } }

  /// How many items are still to come after the present one.
  public var remaining: Int {
    guard let position else { return 0 }
    return state.entries[(position + 1)...].count { asksAll || $0.isOpen }
  }

  /// What has to be saved for a step; `nil`: nothing.
  public func change(for step: Step) -> AnswerChange? {
    guard let entry = current else { return nil }
    func trimmed(_ text: String) -> String? { text.isEmpty ? nil : text }
    switch step {
    case .answer(let answer):
      return .answer(
        item: entry.id, answer, on: state.today, AnswerBasis(entry.prepared.basis))
    case .note(let text): return .note(item: entry.id, trimmed(text))
    case .owner(let text): return .owner(item: entry.id, trimmed(text))
    case .due(let date): return .due(item: entry.id, date)
    case .takeBack: return entry.answer == nil ? nil : .takeBack(item: entry.id)
    case .back, .skip: return nil
    }
  }

  /// Takes a step whose change, if it has one, was saved.
  ///
  /// - Parameter saved: All answers as the file has them then: somebody else may have written too.
  public mutating func take(_ step: Step, saved: [String: GivenAnswer]? = nil) {
    if let saved {
      state = ChecklistState(state.entries.map(\.prepared), answers: saved, today: state.today)
    }
    guard let position else { return }
    switch step {
    case .answer, .skip: self.position = next(after: position)
    case .back: self.position = max(0, position - 1)
    case .note, .owner, .due, .takeBack: break
    }
  }

  private func next(after position: Int) -> Int? {
    state.entries.indices.first { $0 > position && (asksAll || state.entries[$0].isOpen) }
  }
}
