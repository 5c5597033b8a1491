// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// How software, configuration or data reaches production.
public struct Change: Record {
  public var of: Stated<ChangeSubject>?
  public var affects: StatedList<ComponentName> = .init()
  public var scope: Stated<ChangeScope>?
  public var mixedVersions: Stated<MixedVersions>?
  public var validated: Stated<Bool>?
  public var rollback: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<Change>("a change") {
    Field("of", \.of, "What is changed.")
    Field("affects", \.affects, "Stores and services that it changes.")
    Field("scope", \.scope, "What one step of it reaches.")
    Field("mixed_versions", \.mixedVersions, "Whether old and new work side by side.")
    Field("validated", \.validated, "Whether it is checked before it takes effect.")
    Field("rollback", \.rollback, "Whether it can be taken back.")
  }
}

/// What a change changes.
public enum ChangeSubject: String, Vocabulary {
  case code, configuration, schema, data, rules
}

/// What one step of a change reaches.
public enum ChangeScope: String, Vocabulary {
  case global, region, zone, cell, canary, instance
}

/// Whether old and new versions work side by side.
public enum MixedVersions: String, Vocabulary {
  case compatible, incompatible, untested, never
}
