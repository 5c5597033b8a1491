// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// Who builds and runs the system.
public struct Team: Record {
  public var engineers: Stated<Int>?
  public var operators: Stated<Int>?
  public var skills: NamedMap<Skill> = .init()

  public init() {}

  public static let schema = RecordSchema<Team>("a team") {
    Field("engineers", \.engineers, "People who build it.")
    Field("operators", \.operators, "People who run it.")
    Field("skills", \.skills, "How well the team knows a topic or product, by its name.")
  }
}

/// How well a team knows something.
public enum Skill: String, Vocabulary {
  case unskilled = "none"
  case basic, working, expert
}
