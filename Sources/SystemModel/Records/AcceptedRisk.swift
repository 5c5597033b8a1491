// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// A finding that is accepted until a day.
public struct AcceptedRisk: Record {
  public var rule: Stated<String> = .missing("")
  public var subject: Stated<String>?
  public var because: Stated<String>?
  public var until: Stated<CalendarDate>?

  public init() {}

  public static let schema = RecordSchema<AcceptedRisk>("an accepted risk") {
    Field("rule", \.rule, bounds: .atLeast(1), "Id of the rule whose finding is accepted.")
    Field("subject", \.subject, "Name that the finding is about; without it, all of the rule's.")
    Field("because", \.because, "Why it is accepted.")
    Field("until", \.until, "Last day on which it is; afterwards the finding counts again.")
  }
}
