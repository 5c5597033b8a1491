import JSONDocument

/// A decision whose answer, or whose state, differs between two designs.
struct DecisionChange: Hashable {
  /// What was advised and what was in use.
  struct Answer: Hashable {
    let choice: String
    /// `nil`: the description does not say.
    let current: String?
  }

  let topic: String
  /// What it differs for in the same way.
  var subjects: [String]
  /// `nil`: the topic did not come up.
  let before: Answer?
  /// `nil`: the topic does not come up any more.
  let after: Answer?

  /// The differences, in the order of the new report, gone ones last; like ones told once.
  static func changes(_ old: [JSONValue], _ new: [JSONValue]) -> [DecisionChange] {
    let before = Dictionary(old.compactMap(entry), uniquingKeysWith: { first, _ in first })
    let entries = new.compactMap(entry)
    let keys = Set(entries.map(\.0))
    let gone = old.compactMap(entry).filter { !keys.contains($0.0) }
    var grouped = Grouping<DecisionChange>()
    for (key, after) in entries where before[key] != after {
      grouped.add(
        DecisionChange(topic: key.topic, subjects: [], before: before[key], after: after),
        key.subject, \.subjects)
    }
    for (key, answer) in gone {
      grouped.add(
        DecisionChange(topic: key.topic, subjects: [], before: answer, after: nil), key.subject,
        \.subjects)
    }
    return grouped.items
  }

  private struct Key: Hashable {
    let topic: String
    let subject: String
  }

  private static func entry(_ value: JSONValue) -> (Key, Answer)? {
    guard let topic = value["topic"]?.text, let subject = value["subject"]?.text,
      let choice = value["choice"]?.text
    else { return nil }
    return (
      Key(topic: topic, subject: subject),
      Answer(choice: choice, current: value["current"]?.text)
    )
  }
}

/// Items that are alike but for a name, with the names collected, in the order of the first.
struct Grouping<Item: Hashable> {
  private(set) var items: [Item] = []
  private var places: [Item: Int] = [:]

  /// - Parameter item: Without any name.
  mutating func add(_ item: Item, _ name: String, _ names: WritableKeyPath<Item, [String]>) {
    if places[item] == nil {
      places[item] = items.count
      items.append(item)
    }
    items[places[item]!][keyPath: names].append(name)
  }
}
