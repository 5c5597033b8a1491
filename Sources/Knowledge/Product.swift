public import Diagnostics
public import Expressions

/// What a product gives, by configuration, version and topology.
public struct Product: Sendable {
  /// Its name in descriptions.
  public let id: String
  /// Its name for people.
  public let name: String
  /// What sort of product it is, in words.
  public let kind: String
  /// What it is used for; another product of the family can take its place.
  public let family: ProductFamily
  /// Whether somebody else can run it for the team.
  public let managed: Hosting
  /// The oldest version still met; what holds before it counts only where that version is stated.
  public let oldest: Version?
  /// The fewest voters that survive a failure, and how many are advised; texts.
  public let voters: (least: String, advised: String)?
  /// How long a takeover usually lasts, in words.
  public let failoverTakes: String?
  /// The settings that matter.
  public let settings: [ProductSetting]
  /// Applied in order: what a later one that holds sets replaces what an earlier one set.
  public let profiles: [ProductProfile]
  /// Configurations that it refuses or does not honour.
  public let refuses: [ProductRemark]
  /// Published findings that concern some versions or configurations.
  public let reports: [ProductRemark]
  /// Where it stands.
  public let location: SourceLocation

  /// The setting of that name in any of its spellings; `nil` when the catalogue knows none.
  public func setting(named name: String) -> ProductSetting? { settings.first { $0.isNamed(name) } }

  /// The versions, newest first, at which some default changes; older than `oldest` are left out.
  public var defaultChanges: [Version] {
    let all = settings.flatMap { $0.defaults.compactMap(\.since) }
    return Set(all).filter { version in oldest.map { $0 < version } ?? true }.sorted(by: >)
  }
}

/// What products are used for.
public enum ProductFamily: String, Sendable, CaseIterable {
  case relational, document
  case keyValue = "key-value"
  case coordination, log, queue, object, search, analytics, ledger, cache, graph, workflow
}

/// Who can run a product.
public enum Hosting: String, Sendable, CaseIterable {
  /// Only its vendor does.
  case only
  /// It is offered as a service, and can be run by oneself.
  case offered
  /// Only oneself.
  case none
}

/// Something that holds of a product under a condition.
public struct ProductRemark: Sendable {
  /// The condition, over `store`.
  public let when: Program
  /// What then is the case.
  public let what: TextTemplate
  /// What to do about it.
  public let instead: TextTemplate
  /// Documentation or report that says so.
  public let sources: [Source]
}

/// A setting that matters to a product's guarantees.
public struct ProductSetting: Sendable {
  /// The documented name first, then other spellings.
  public let names: [String]
  /// What it controls.
  public let meaning: String
  /// Defaults by version, the newest first: the first whose `since` is not after the version.
  public let defaults: [(since: Version?, value: String)]
  /// Defaults that a topology brings with it; the first that holds wins over `defaults`.
  public let topologyDefaults: [(when: Program, value: String)]
  /// The values that exist, where they are few.
  public let values: [String]
  /// Values worth trying where there are more than a few.
  public let examples: [String]
  /// What a value must look like.
  public let type: SettingType
  /// What a stricter value costs, in words.
  public let cost: String?
  /// Documentation that says so.
  public let sources: [Source]

  /// The default of a version; without a version the one of the newest.
  public func defaultValue(in version: Version?) -> String {
    guard let version else { return defaults.first?.value ?? "" }
    return defaults.first { $0.since.map { $0 <= version } ?? true }?.value ?? ""
  }
}

/// What holds when a condition does.
public struct ProductProfile: Sendable {
  /// `nil`: always.
  public let when: Program?
  /// What then holds; values are texts that may interpolate settings.
  public let set: [(fact: ProvidedFact, value: TextTemplate)]
  /// The reason, for people.
  public let why: TextTemplate?
  /// Documentation that says so.
  public let sources: [Source]
  /// Where it stands.
  public let location: SourceLocation
}

/// A dotted version number; parts that are not numbers end it (`3.4.0-beta1` is 3.4.0).
public struct Version: Hashable, Comparable, Sendable {
  /// The numbers, most significant first.
  public let parts: [Int]

  /// Reads the leading numbers of a text; `nil` when there is none.
  public init?(_ text: String) {
    var parts: [Int] = []
    for piece in text.drop(while: { !$0.isNumber }).split(
      separator: ".", omittingEmptySubsequences: false)
    {
      let digits = piece.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits) else { break }
      parts.append(number)
      if digits.count < piece.count { break }
    }
    guard !parts.isEmpty else { return nil }
    self.parts = parts
  }

  /// A version older than the given one and newer than any other that is written down.
  public init(justBefore version: Version) {
    guard let last = version.parts.lastIndex(where: { $0 > 0 }) else {
      parts = [0]
      return
    }
    parts = version.parts[..<last] + [version.parts[last] - 1, .max]
  }

  /// `4.2.8`
  public var text: String { parts.map(String.init).joined(separator: ".") }

  /// Compares part by part; missing parts are zero.
  public static func < (left: Self, right: Self) -> Bool {
    for index in 0..<max(left.parts.count, right.parts.count) {
      let a = index < left.parts.count ? left.parts[index] : 0
      let b = index < right.parts.count ? right.parts[index] : 0
      if a != b { return a < b }
    }
    return false
  }
}
