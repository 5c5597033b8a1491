public import Analysis
public import Knowledge
public import SystemModel

/// The checklist of one system: what the description shows, what the team answered, what is open.
public struct ChecklistState: Sendable {
  /// One item with its answer.
  public struct Entry: Sendable {
    /// The question, and what the description already shows.
    public let prepared: PreparedItem
    /// What the team said; `nil`: nothing.
    public let given: GivenAnswer?
    /// What has changed in the facts that the answer rests on.
    public let changes: [FactChange]

    /// The item's id.
    public var id: String { prepared.item.id }
    /// The team's answer; `nil`: there is none.
    public var answer: ChecklistAnswer? { given?.answer }
    /// Whether the facts that the answer rests on have changed since it was given.
    public var isStale: Bool { !changes.isEmpty }
    /// Whether nothing of the system is concerned and nobody said otherwise.
    public var isNotConcerned: Bool { answer == nil && prepared.isNotApplicable }
    /// Whether somebody has to answer it, or to answer it again.
    public var isOpen: Bool { answer == nil ? !prepared.isNotApplicable : isStale }
    /// Whether the answer is that it is not so, or not wholly.
    public var isNegative: Bool { answer == .no || answer == .partly }
    /// Whether the team says yes where the description shows no.
    public var isContradicted: Bool { answer == .yes && prepared.answer == .no }
  }

  /// The items, in the order of the checklist.
  public internal(set) var entries: [Entry]
  /// The day that due dates are held against; `nil`: none is past.
  public let today: CalendarDate?

  /// What the description shows and what the team said, put together.
  public init(_ items: [PreparedItem], answers: [String: GivenAnswer], today: CalendarDate?) {
    entries = items.map { Self.entry($0, answers[$0.item.id]) }
    self.today = today
  }

  static func entry(_ item: PreparedItem, _ given: GivenAnswer?) -> Entry {
    let basis = given?.answer == nil ? nil : given?.basis
    return Entry(prepared: item, given: given, changes: basis?.changes(to: item.basis) ?? [])
  }

  /// Whether a gap should be closed by now and is not.
  public func isOverdue(_ entry: Entry) -> Bool {
    guard let due = entry.given?.due, let today, entry.answer != .yes,
      entry.answer != .notApplicable
    else { return false }
    return due < today
  }

  /// How many items are in a condition.
  public func count(_ condition: (Entry) -> Bool) -> Int { entries.lazy.filter(condition).count }

  /// Items that somebody has to answer, or to answer again.
  public var openCount: Int { count(\.isOpen) }
}

/// A condition of an item that can fail a run.
public enum ChecklistGate: String, Sendable, CaseIterable {
  /// Nobody answered it.
  case unanswered
  /// The answer is no or partly.
  case negative
  /// What the answer rests on has changed.
  case stale
  /// A date is past.
  case overdue
  /// The answer is yes where the description shows no.
  case contradicted

  /// Whether an entry is in this condition.
  public func holds(_ entry: ChecklistState.Entry, in state: ChecklistState) -> Bool {
    switch self {
    case .unanswered: entry.answer == nil && entry.isOpen
    case .negative: entry.isNegative
    case .stale: entry.isStale
    case .overdue: state.isOverdue(entry)
    case .contradicted: entry.isContradicted
    }
  }
}
