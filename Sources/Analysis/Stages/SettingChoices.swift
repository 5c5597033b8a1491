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

/// Everything that is worth trying on one store.
struct SettingChoices {
  var singles: [SettingChoice] = []
  /// Two settings do together what neither does alone only where one condition reads both.
  var pairs: [SettingChoice] = []

  init(_ store: StoreNode, changedBy changed: ([String: String]) -> Set<String>) {
    guard let product = store.product else { return }
    let conditions = Self.conditions(product)
    var values: [(setting: ProductSetting, value: String, readIn: Set<Int>)] = []
    for setting in product.settings {
      let quoted = "'\(setting.names[0])'"
      let readIn = conditions.indices.filter { conditions[$0].contains(quoted) }
      guard !readIn.isEmpty else { continue }
      let current = store.settings.first { $0.name == setting.names[0] }?.value ?? ""
      for value in setting.candidates
      where value != current && setting.canonical(value) != setting.canonical(current) {
        values.append((setting, value, Set(readIn)))
      }
    }
    func choice(_ values: [(setting: ProductSetting, value: String)]) -> SettingChoice? {
      let changes = Dictionary(values.map { ($0.setting.names[0], $0.value) }) { first, _ in first }
      let facts = changed(changes)
      return facts.isEmpty ? nil : SettingChoice(values: values, changed: facts)
    }
    singles = values.compactMap { choice([($0.setting, $0.value)]) }
    for (index, first) in values.enumerated() {
      for second in values[(index + 1)...]
      where first.setting.names[0] != second.setting.names[0]
        && !first.readIn.isDisjoint(with: second.readIn)
      {
        if let pair = choice([(first.setting, first.value), (second.setting, second.value)]) {
          pairs.append(pair)
        }
      }
    }
  }

  /// The conditions and texts of a product that read settings.
  private static func conditions(_ product: Product) -> [String] {
    product.profiles.flatMap { profile in
      [profile.when?.source ?? ""] + profile.set.map(\.value.source)
    } + (product.refuses + product.reports).map(\.when.source)
  }
}
