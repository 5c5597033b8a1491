public import Knowledge

/// What would make a finding go away: found by changing settings and evaluating the rule once more.
public struct Remedy: Sendable {
  /// The smallest changes of settings, to be made together; empty when no setting helps.
  public let changes: [SettingChange]
  /// Other changes of the same size, each of which would do alone.
  public let alternatives: [[SettingChange]]
  /// Where no configuration of the product helps: products that would, the best fitting first.
  public let products: [ProductAdvice]
  /// Milder rules that hold once the changes are made.
  public let uncovers: [FindingRule]

  init(
    changes: [SettingChange] = [], alternatives: [[SettingChange]] = [],
    products: [ProductAdvice] = [], uncovers: [FindingRule] = []
  ) {
    self.changes = changes
    self.alternatives = alternatives
    self.products = products
    self.uncovers = uncovers
  }
}

/// A setting to change.
public struct SettingChange: Sendable, Equatable {
  /// The store whose setting it is.
  public let store: String
  /// The documented name.
  public let setting: String
  /// The value in force.
  public let from: String
  /// Whether the value in force is the product's default.
  public let isDefault: Bool
  /// The value to set.
  public let to: String
  /// What that costs, in words; `nil` when the catalogue does not say.
  public let cost: String?
  /// Documentation of the setting.
  public let sources: [Source]
}

/// A product that would reach what the present one cannot.
public struct ProductAdvice: Sendable {
  /// Its name in descriptions.
  public let id: String
  /// Its name for people.
  public let name: String
  /// Settings that it needs for that; empty: its defaults do.
  public let settings: [(name: String, value: String)]
  /// Why it stands where it stands in the ranking.
  public let reasons: [String]
}
