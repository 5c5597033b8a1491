import Analysis
import Checklist
import Knowledge

/// Words about answers that every form of the checklist shares.
enum ChecklistWords {
  static func answer(_ answer: ChecklistAnswer?) -> String { answer?.rawValue ?? "not known" }

  /// What the description shows of an item, in a word or two.
  static func shown(_ item: PreparedItem) -> String { answer(item.answer) }

  /// `stores.db.failover.fencing` was none, is token.
  static func change(_ change: FactChange, name: (String) -> String, value: (String) -> String)
    -> String
  {
    guard let path = change.path else { return "some of many facts have changed" }
    switch (change.before, change.now) {
    case (let before?, let now?): return "\(name(path)) was \(value(before)), is \(value(now))"
    case (let before?, nil): return "\(name(path)) was \(value(before)), no longer counts"
    case (nil, let now?): return "\(name(path)) counts now: \(value(now))"
    case (nil, nil): return name(path)
    }
  }

  /// At most so many changes are told.
  static let changeLimit = 4

  static func changes(
    _ changes: [FactChange], name: (String) -> String, value: (String) -> String
  ) -> String {
    let told = changes.prefix(changeLimit).map { change($0, name: name, value: value) }
    let more = changes.count - told.count
    return told.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
  }

  /// `23 items: 9 yes, 3 partly, 1 no, 2 not applicable, 8 unanswered; 1 is stale, 1 overdue.`
  static func summary(_ state: ChecklistState) -> String {
    var parts: [String] = []
    func add(_ count: Int, _ word: String) { if count > 0 { parts.append("\(count) \(word)") } }
    add(state.count { $0.answer == .yes }, "yes")
    add(state.count { $0.answer == .partly }, "partly")
    add(state.count { $0.answer == .no }, "no")
    add(
      state.count { $0.answer == .notApplicable || $0.isNotConcerned }, "not applicable")
    add(state.count { $0.answer == nil && !$0.isNotConcerned }, "unanswered")
    var text = "\(Words.count(state.entries.count, "item")): \(parts.joined(separator: ", "))"
    let marks = [
      (state.count(\.isStale), "stale"), (state.count(state.isOverdue), "overdue"),
      (state.count(\.isContradicted), "answered yes where the description shows no"),
    ].filter { $0.0 > 0 }
    if !marks.isEmpty { text += "; " + marks.map { "\($0.0) \($0.1)" }.joined(separator: ", ") }
    return text + "."
  }

  /// What is to be seen to about an entry: stale, overdue, contradicted, without owner.
  static func marks(_ entry: ChecklistState.Entry, in state: ChecklistState) -> [String] {
    var marks: [String] = []
    if entry.isStale { marks.append("stale") }
    if state.isOverdue(entry) { marks.append("overdue") }
    if entry.isContradicted { marks.append("description shows no") }
    if entry.isNegative, entry.given?.owner == nil { marks.append("no owner") }
    return marks
  }
}
