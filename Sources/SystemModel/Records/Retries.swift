// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// How something is tried again.
public struct Retries: Record {
  public var attempts: Stated<Bound>?
  public var backoff: Stated<Backoff>?
  public var jitter: Stated<Bool>?
  public var budget: Stated<Percentage>?

  public init() {}

  public static let schema = RecordSchema<Retries>("a retry policy") {
    Field(
      "attempts", \.attempts, bounds: .atLeast(1),
      "How often it is tried in all, the first time included; or `unbounded`.")
    Field("backoff", \.backoff, "How the wait between two tries grows.")
    Field("jitter", \.jitter, "Whether the wait is drawn at random.")
    Field("budget", \.budget, "Largest share of requests that may be retries.")
  }
}

/// How the wait between two tries grows.
public enum Backoff: String, Vocabulary {
  case immediate = "none"
  case constant, exponential
}
