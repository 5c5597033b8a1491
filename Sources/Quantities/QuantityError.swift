/// A number that makes no sense where it stands.
public struct QuantityError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The parameter, in the words of the function that refused it.
  public let parameter: String
  /// What is wrong with it and what would be right.
  public let problem: String

  /// A refusal.
  public init(_ parameter: String, _ problem: String) {
    self.parameter = parameter
    self.problem = problem
  }

  /// Both, as one clause.
  public var description: String { "\(parameter) \(problem)" }
}

/// Refuses when the condition does not hold (so also when it compares with NaN).
func require(
  _ condition: Bool, _ parameter: String, _ problem: @autoclosure () -> String
) throws(QuantityError) {
  if !condition { throw QuantityError(parameter, problem()) }
}

/// Refuses anything but a probability.
func requireProbability(_ value: Double, _ parameter: String) throws(QuantityError) {
  try require(value >= 0 && value <= 1, parameter, "is \(value), not between 0 and 1")
}

/// Refuses negative, infinite and undefined numbers.
func requireNonNegative(_ value: Double, _ parameter: String) throws(QuantityError) {
  try require(value >= 0 && value.isFinite, parameter, "is \(value), not 0 or more")
}

/// Refuses everything that is not a finite number above zero.
func requirePositive(_ value: Double, _ parameter: String) throws(QuantityError) {
  try require(value > 0 && value.isFinite, parameter, "is \(value), not above 0")
}
