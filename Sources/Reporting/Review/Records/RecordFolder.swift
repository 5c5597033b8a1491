import Analysis
import Knowledge

/// The decisions of a report as a folder of records, one file a decision, held against what the
/// folder holds already.
///
/// A record decides one topic for some subjects. While the decision stands, so does its record: one
/// that is only proposed follows the analysis, one that people accepted or rejected is left as it is.
/// A decision that comes out differently gets a new number, and the old record says by which it was
/// superseded. What stands below the marker is never touched.
public struct RecordFolder {
  /// A file to write.
  public struct Change: Sendable, Equatable {
    /// The file's name in the folder.
    public let name: String
    /// Its whole text.
    public let text: String
    /// Whether it was not there before.
    public let isNew: Bool
  }

  private let builder: ReviewBuilder
  private let groups: [DecisionGroup]
  private var records: [RecordFile] = []
  private var texts: [String: String] = [:]
  private var last = 0

  /// - Parameter files: What the folder holds: names and texts of its Markdown files.
  public init(_ report: Report, files: [(name: String, text: String)]) {
    builder = ReviewBuilder(report)
    groups = builder.numbering.records + builder.numbering.settled
    for file in files.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      last = max(last, RecordFile.number(of: file.name) ?? 0)
      guard let record = RecordFile(name: file.name, text: file.text) else { continue }
      texts[file.name] = file.text
      records.append(record)
    }
  }

  /// What has to be written, new records first: a run that ends between two files leaves a folder
  /// that the next run completes.
  public func changes() -> [Change] {
    var folder = self
    for group in groups { folder.cover(group) }
    folder.retire()
    let changed = folder.records.compactMap { record -> Change? in
      let old = texts[record.name]
      let text = record.text
      return text == old ? nil : Change(name: record.name, text: text, isNew: old == nil)
    }
    return changed.filter(\.isNew) + changed.filter { !$0.isNew }
  }

  /// Refreshes the records that hold this decision, and adds one for subjects that none covers.
  private mutating func cover(_ group: DecisionGroup) {
    var rest = group.decisions
    for index in records.indices
    where records[index].isActive && records[index].topic == group.topic.id
      && records[index].choice == group.option.id
    {
      let held = rest.filter { records[index].subjects.contains($0.subject.name) }
      guard !held.isEmpty else { continue }
      rest.removeAll { records[index].subjects.contains($0.subject.name) }
      if records[index].isOpen { records[index].body = body(group, held) }
    }
    guard !rest.isEmpty else { return }
    last += 1
    records.append(
      RecordFile(
        number: last, topic: group.topic.id, choice: group.option.id,
        subjects: rest.map(\.subject.name),
        status: group.current == group.choice ? "accepted" : "proposed",
        date: builder.analysis.options.today.map { MarkdownText.clean($0) },
        body: body(group, rest)))
  }

  private func body(_ group: DecisionGroup, _ decisions: [Decision]) -> String {
    RecordText(
      builder: builder.withOwnNotes(),
      group: DecisionGroup(
        topic: group.topic, choice: group.choice, current: group.current, decisions: decisions)
    ).text
  }

  /// Takes subjects that are now decided otherwise, or no longer asked about, from old records.
  private mutating func retire() {
    let now = current
    let holders = self.holders
    for index in records.indices where records[index].isActive {
      let record = records[index]
      var moved: [(successor: String, names: [String])] = []
      var left: [String] = []
      for name in record.subjects {
        let key = "\(record.topic) \(name)"
        // Nothing is asked about it any more.
        guard let choice = now[key] else { continue }
        guard choice != record.choice, let successor = holders["\(key) \(choice)"] else {
          left.append(name)
          continue
        }
        if let place = moved.firstIndex(where: { $0.successor == successor }) {
          moved[place].names.append(name)
        } else {
          moved.append((successor, [name]))
        }
      }
      if !left.isEmpty {
        records[index].subjects = left
        for move in moved { records[index].partsWith(move.names, for: move.successor) }
      } else {
        records[index].status =
          moved.isEmpty
          ? "deprecated: the question no longer arises"
          : "superseded by \(ValueText.joined(moved.map(\.successor)))"
      }
    }
  }

  /// The option now chosen, by topic and subject.
  private var current: [String: String] {
    var current: [String: String] = [:]
    for group in groups {
      for decision in group.decisions {
        current["\(group.topic.id) \(decision.subject.name)"] = group.option.id
      }
    }
    return current
  }

  /// The record that stands for an option, by topic, subject and option.
  private var holders: [String: String] {
    var holders: [String: String] = [:]
    for record in records where record.isActive {
      for name in record.subjects {
        let key = "\(record.topic) \(name) \(record.choice)"
        if holders[key] == nil { holders[key] = record.name }
      }
    }
    return holders
  }
}
