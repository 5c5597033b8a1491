/// A number with a unit, exactly as the description states it.
public protocol Quantity: Sendable, Hashable, Comparable {
  /// Which quantity it is, with its units.
  static var kind: QuantityKind { get }

  /// Reads a quantity as the format writes it; one space may stand before the unit.
  ///
  /// - Throws: `UnitError`, with the units that would have been accepted and an example.
  static func parse(_ text: String) throws(UnitError) -> Self

  /// As the format writes it (`2500/s`): parsed again, it is the same quantity.
  var notation: String { get }
}

extension Quantity {
  static func failure(_ problem: UnitError.Problem, _ text: String) -> UnitError {
    UnitError(problem: problem, text: text, kind: kind)
  }

  /// The problem of a unit that is none.
  static func unknown(_ unit: Substring, _ text: String) -> UnitError {
    failure(unit.isEmpty ? .missingUnit : .unknownUnit(String(unit)), text)
  }
}

/// Of texts for the same value, the one that is easiest to read: the shortest, then the last.
func shortest(_ texts: [(number: DecimalNumber, unit: String)]) -> (
  number: DecimalNumber, unit: String
)? {
  texts.reduce(nil) { best, next in
    guard let best else { return next }
    return next.number.plainText.count <= best.number.plainText.count ? next : best
  }
}
