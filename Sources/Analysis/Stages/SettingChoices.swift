import Knowledge

/// Other values for one or two settings of a store, and what they bring about.
struct SettingChoice {
  let values: [(setting: ProductSetting, value: String)]
  /// The facts about the store and its data that change, as `store.flush`.
  let changed: Set<String>

  var changes: [String: String] {
    Dictionary(values.map { ($0.setting.names[0], $0.value) }) { first, _ in first }
  }

  /// How many of the settings have no known cost: those are seldom what one turns.
  var uncosted: Int { values.filter { $0.setting.cost == nil }.count }
}

/// Everything that is worth trying on one store, found as it is asked for.
final class SettingChoices {
  private typealias Candidate = (setting: ProductSetting, value: String, readIn: Set<Int>)

  /// More combinations of three than these are not worth trying.
  private static let tripleLimit = 400

  private let candidates: [Candidate]
  private let changed: ([String: String]) -> Set<String>

  /// One setting with another value.
  private(set) lazy var singles = candidates.indices.compactMap { choice(of: [$0]) }

  /// Two settings do together what neither does alone only where one condition reads both.
  private(set) lazy var pairs = linkedPairs.compactMap { choice(of: [$0, $1]) }

  /// Three, each of which has to do with another: tried before a product is given up.
  private(set) lazy var triples: [SettingChoice] = Array(
    linkedPairs.flatMap { first, second in
      candidates.indices.dropFirst(second + 1).filter {
        areLinked(first, $0) && isOther($0, second) || areLinked(second, $0) && isOther($0, first)
      }.map { [first, second, $0] }
    }.prefix(Self.tripleLimit)
  ).compactMap { choice(of: $0) }

  /// - Parameter changed: The facts that a change of settings changes.
  init(_ store: StoreNode, changedBy changed: @escaping ([String: String]) -> Set<String>) {
    self.changed = changed
    guard let product = store.product else {
      candidates = []
      return
    }
    let conditions = Self.conditions(product)
    var candidates: [Candidate] = []
    for setting in product.settings {
      let quoted = "'\(setting.names[0])'"
      let readIn = conditions.indices.filter { conditions[$0].contains(quoted) }
      guard !readIn.isEmpty else { continue }
      let current = store.settings.first { $0.name == setting.names[0] }?.value ?? ""
      for value in setting.candidates
      where value != current && setting.canonical(value) != setting.canonical(current) {
        candidates.append((setting, value, Set(readIn)))
      }
    }
    self.candidates = candidates
  }

  private lazy var linkedPairs = candidates.indices.flatMap { first in
    candidates.indices.dropFirst(first + 1).filter { areLinked(first, $0) }.map { (first, $0) }
  }

  private func areLinked(_ first: Int, _ second: Int) -> Bool {
    isOther(first, second)
      && !candidates[first].readIn.isDisjoint(with: candidates[second].readIn)
  }

  private func isOther(_ first: Int, _ second: Int) -> Bool {
    candidates[first].setting.names[0] != candidates[second].setting.names[0]
  }

  private func choice(of indices: [Int]) -> SettingChoice? {
    let values = indices.map { (setting: candidates[$0].setting, value: candidates[$0].value) }
    let changes = Dictionary(values.map { ($0.setting.names[0], $0.value) }) { first, _ in first }
    let facts = changed(changes)
    return facts.isEmpty ? nil : SettingChoice(values: values, changed: facts)
  }

  /// The conditions and texts of a product that read settings; a profile's belong together.
  private static func conditions(_ product: Product) -> [String] {
    product.profiles.map { profile in
      ([profile.when?.source ?? ""] + profile.set.map(\.value.source)).joined(separator: " ")
    } + (product.refuses + product.reports).map(\.when.source)
  }
}
