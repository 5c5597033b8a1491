/// Transactions over lists to which elements are appended: since a read shows all appends before
/// it in their order, histories tell the order of versions.
///
/// - Source: Kingsbury & Alvaro, Elle, VLDB 2020.
public struct ListAppendHistory: Sendable {
  /// One step of a transaction.
  public enum Step: Hashable, Sendable {
    case append(key: Int, element: Int)
    /// `nil` for what is not known: the transaction was not answered.
    case read(key: Int, elements: [Int]?)
  }

  /// What became of a transaction.
  public enum Outcome: Sendable {
    case committed, aborted
    /// It may have committed.
    case unknown
  }

  /// One transaction of one client.
  public struct Transaction: Sendable {
    /// The client.
    public var process: Int
    /// What it did, in its order.
    public var steps: [Step]
    /// What became of it.
    public var outcome: Outcome
    /// When it was called.
    public var called: Int64
    /// When it was answered; `Int64.max` when no answer came.
    public var answered: Int64

    /// A transaction with all its parts.
    public init(process: Int, steps: [Step], outcome: Outcome, called: Int64, answered: Int64) {
      self.process = process
      self.steps = steps
      self.outcome = outcome
      self.called = called
      self.answered = answered
    }
  }

  /// The transactions, by the time of their call.
  public var transactions: [Transaction]
  /// How keys are called in explanations; numbers without it.
  public var keyNames: [String]
  /// How elements are called in explanations; numbers without it.
  public var elementNames: [String]

  /// A history; names default to the numbers.
  public init(
    _ transactions: [Transaction], keyNames: [String] = [], elementNames: [String] = []
  ) {
    self.transactions = transactions
    self.keyNames = keyNames
    self.elementNames = elementNames
  }

  func name(ofKey key: Int) -> String {
    keyNames.indices.contains(key) ? keyNames[key] : String(key)
  }

  func name(ofElement element: Int) -> String {
    elementNames.indices.contains(element) ? elementNames[element] : String(element)
  }

  func name(ofList elements: [Int]) -> String {
    let shown = elements.count <= 12 ? elements[...] : elements.suffix(10)
    return (elements.count <= 12 ? "[" : "[… ")
      + shown.map { name(ofElement: $0) }.joined(separator: " ") + "]"
  }
}
