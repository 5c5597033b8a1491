/// What a checker found.
public enum Verdict<Witness: Sendable>: Sendable {
  /// The history is as the model allows.
  case holds
  /// It is not, and this part of it shows why.
  case violation(Witness)
  /// Neither was shown; the reason says which limit was reached or what the history lacks.
  case undecided(String)

  /// Whether the history is as the model allows.
  public var isHolding: Bool { if case .holds = self { true } else { false } }

  /// What shows that it is not.
  public var witness: Witness? { if case .violation(let witness) = self { witness } else { nil } }
}

/// How much a search may spend before it answers `undecided`.
public struct CheckLimits: Sendable {
  /// States of the search that are visited, for each object on its own.
  public var maximumVisits: Int
  /// Memory for the states remembered, in bytes, for each object on its own.
  public var maximumBytes: Int
  /// What making a witness small may cost, in visits; 0 for witnesses as they are found, which is
  /// enough where only the verdict counts.
  public var maximumShrinking: Int
  /// Asked now and then; `true` ends the search. The caller's clock, since this room has none.
  public var isExpired: @Sendable () -> Bool

  /// Limits; by default 100 million visits and one gibibyte.
  public init(
    maximumVisits: Int = 100_000_000, maximumBytes: Int = 1 << 30,
    maximumShrinking: Int = 300_000, isExpired: @escaping @Sendable () -> Bool = { false }
  ) {
    self.maximumVisits = maximumVisits
    self.maximumBytes = maximumBytes
    self.maximumShrinking = maximumShrinking
    self.isExpired = isExpired
  }
}

/// Which limit ended a search.
enum LimitReached: Error {
  case visits(Int)
  case bytes(Int)
  case time

  var words: String {
    switch self {
    case .visits(let count): "the limit of \(count) visited states was reached"
    case .bytes(let count): "the limit of \(count >> 20) MiB of remembered states was reached"
    case .time: "the time limit was reached"
    }
  }
}
