/// What there is to know about a field, whatever record holds it.
public struct FieldDescriptor: Sendable {
  /// The key in the file.
  public let key: String
  /// The type of its values in expressions.
  public let type: FieldType
  /// How it is written.
  public let syntax: Syntax
  /// What it means: a sentence for users.
  public let doc: String
  /// Whether a description without it is wrong.
  public let isRequired: Bool
  /// What holds when it is left out; `nil` when it is then unknown.
  public let `default`: FieldValue?
  /// Which values make sense.
  public let bounds: Bounds
  /// Whether the field follows from how the record is written and has no key of its own.
  public let isDerived: Bool
}

/// The values of a field that make sense.
public enum Bounds: Sendable, Equatable {
  /// All that its type allows. No quantity and no count is ever negative.
  case any
  /// More than zero.
  case positive
  /// So many or more; of a list or map, so many entries; of a text (only 1), not empty.
  case atLeast(Int)
  /// From the first to the second, both included.
  case between(Double, Double)

  /// What is wrong with a value, in words that follow "must be"; `nil` when nothing is.
  func demand(on magnitude: Double) -> String? {
    switch self {
    case .any: nil
    case .positive: magnitude > 0 ? nil : "more than zero"
    case .atLeast(let least): magnitude >= Double(least) ? nil : "at least \(least)"
    case .between(let low, let high):
      (low...high).contains(magnitude) ? nil : "between \(brief(low)) and \(brief(high))"
    }
  }
}

/// A number without a needless `.0`.
func brief(_ number: Double) -> String {
  Int(exactly: number).map(String.init) ?? "\(number)"
}
