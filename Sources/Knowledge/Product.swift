public import Diagnostics
public import Expressions

/// What a product gives, by configuration, version and topology.
public struct Product: Sendable {
  /// Its name in descriptions.
  public let id: String
  /// Its name for people.
  public let name: String
  /// What sort of product it is.
  public let kind: String
  /// The settings that matter.
  public let settings: [ProductSetting]
  /// Applied in order: what a later one that holds sets replaces what an earlier one set.
  public let profiles: [ProductProfile]
  /// Where it stands.
  public let location: SourceLocation
}

/// A setting that matters to a product's guarantees.
public struct ProductSetting: Sendable {
  /// The documented name first, then other spellings.
  public let names: [String]
  /// What it controls.
  public let meaning: String
  /// Defaults by version, the newest first: the first whose `since` is not after the version.
  public let defaults: [(since: Version?, value: String)]
  /// The values that exist, where they are few.
  public let values: [String]
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
