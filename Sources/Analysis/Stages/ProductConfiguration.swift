import Consistency
import Expressions
import Knowledge

/// A product as it stands in one place: which of its profiles hold under which settings.
struct ProductConfiguration {
  let product: Product
  /// The store's record, with what is known before profiles apply.
  let record: Expressions.Record
  let globals: [Value]

  /// What the profiles that hold give, and which of them has the last word on each fact.
  struct Outcome {
    var facts: [ProvidedFact: String] = [:]
    /// Index of the profile that set the fact.
    var decidedBy: [ProvidedFact: Int] = [:]
    /// Indices of the profiles that hold.
    var held: [Int] = []
  }

  struct Settled {
    let settings: [(name: String, value: String)]
    let outcome: Outcome
    let weakerDefaults: WeakerDefaults?
  }

  /// Settings with the defaults of the version; where none is stated, the defaults of the version
  /// that guarantees least, so that no guarantee is assumed that the real one may not give.
  func settle(version: String?, stated: (ProductSetting) -> String?) -> Settled {
    let own = product.settings.map { setting in
      stated(setting).map(setting.canonical) ?? topologyDefault(setting)
    }
    func settings(_ version: Version?) -> [(name: String, value: String)] {
      zip(product.settings, own).map { setting, value in
        (setting.names[0], value ?? setting.defaultValue(in: version))
      }
    }
    if let version = version.flatMap({ Version($0) }) {
      let settings = settings(version)
      return Settled(settings: settings, outcome: outcome(settings), weakerDefaults: nil)
    }
    let newest = settings(nil)
    var best = (settings: newest, outcome: outcome(newest))
    var before: Version?
    for change in product.defaultChanges {
      let older = settings(Version(justBefore: change))
      if zip(older, best.settings).allSatisfy({ $0 == $1 }) { continue }
      let outcome = outcome(older)
      if Self.strength(outcome) < Self.strength(best.outcome) {
        best = (older, outcome)
        before = change
      }
    }
    guard let before else {
      return Settled(settings: newest, outcome: best.outcome, weakerDefaults: nil)
    }
    let changed = zip(best.settings, newest).filter { $0 != $1 }.map { old, new in
      WeakerDefaults.Setting(name: old.name, value: old.value, newest: new.value)
    }
    return Settled(
      settings: best.settings, outcome: best.outcome,
      weakerDefaults: WeakerDefaults(before: before, settings: changed))
  }

  private func topologyDefault(_ setting: ProductSetting) -> String? {
    let bindings = [Value.record(record)] + globals
    return setting.topologyDefaults.first { entry in
      if case .bool(true) = entry.when.evaluate(bindings) { true } else { false }
    }?.value
  }

  func outcome(_ settings: [(name: String, value: String)]) -> Outcome {
    let own = Expressions.Record(type: record.type, path: record.path)
    for index in record.values.indices { own.values[index] = record.values[index] }
    own["settings"] = .textMap(settings.map { ($0.name, .string($0.value)) })
    let bindings = [Value.record(own)] + globals
    var outcome = Outcome()
    for (index, profile) in product.profiles.enumerated() {
      if let when = profile.when {
        guard case .bool(true) = when.evaluate(bindings) else { continue }
      }
      outcome.held.append(index)
      for (fact, text) in profile.set {
        outcome.facts[fact] = text.render(bindings, format: ValueText.plain)
        outcome.decidedBy[fact] = index
      }
    }
    return outcome
  }

  /// How much is guaranteed, most telling first: losses, then what reads, writes and transactions
  /// rule out.
  static func strength(_ outcome: Outcome) -> (Int, Int, Int) {
    func implied(_ fact: ProvidedFact) -> Int {
      let models = outcome.facts[fact].flatMap { ProvidedFact.models($0) } ?? []
      return ModelSet(models).impliedModels.count
    }
    return (
      -ProvidedFact.gravity(ofLoss: outcome.facts[.losesAcknowledged]),
      implied(.reads) + implied(.writes), implied(.isolation)
    )
  }
}

/// Defaults taken because no version is stated and an older one guarantees less.
struct WeakerDefaults {
  struct Setting {
    let name: String
    let value: String
    let newest: String
  }

  /// From this version on the stronger defaults hold.
  let before: Version
  let settings: [Setting]

  /// `w is 1 before 5.0, majority from then on`
  var text: String {
    settings.map { setting in
      "\(setting.name) is \(setting.value.isEmpty ? "empty" : setting.value) before \(before.text), "
        + "\(setting.newest.isEmpty ? "empty" : setting.newest) in the newest version"
    }.joined(separator: "; ")
  }
}
