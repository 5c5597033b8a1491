import Diagnostics

/// How histories tell of transactions over lists: each value is a list of steps
/// `[:append key element]` and `[:r key [element …]]`.
enum ListAppendDecoding {
  /// Transactions, and the recorded operation of each.
  ///
  /// An operation whose function is itself `append` or `r` counts as a transaction of one step,
  /// with its object in `key` or as the first of its value's two items.
  ///
  /// - Returns: `nil`, with the reasons, when something is no such transaction.
  static func transactions(
    _ operations: [RecordedOperation], of file: SourceFile
  ) -> (ListAppendHistory?, [Diagnostic]) {
    var decoder = Decoder(file: file)
    for operation in operations { decoder.add(operation) }
    guard decoder.problems.isEmpty else { return (nil, decoder.problems) }
    return (
      ListAppendHistory(
        decoder.transactions, keyNames: decoder.keys.names, elementNames: decoder.elements.names),
      []
    )
  }

  /// Values by number, in the order in which they were met.
  private struct Numbers {
    private var numbers: [RecordedValue: Int] = [:]
    private(set) var names: [String] = []

    mutating func number(_ value: RecordedValue) -> Int {
      if let number = numbers[value] { return number }
      numbers[value] = names.count
      names.append(value.description)
      return names.count - 1
    }
  }

  private struct Decoder {
    let file: SourceFile
    var transactions: [ListAppendHistory.Transaction] = []
    var problems: [Diagnostic] = []
    var keys = Numbers()
    var elements = Numbers()
    private var processes = Numbers()

    init(file: SourceFile) { self.file = file }

    mutating func add(_ operation: RecordedOperation) {
      let isAnswered = operation.outcome == .ok
      let span = isAnswered ? operation.answerSpan ?? operation.callSpan : operation.callSpan
      let called = parts(operation, operation.argument)
      // A transaction's answer repeats its steps, with what was read.
      let answered = isAnswered ? parts(operation, operation.result) : nil
      guard let parts = answered ?? called else {
        return report(
          "expected a list of steps", span,
          help: "a transaction's value is a list like [[:append x 1] [:r y nil]]")
      }
      var steps: [ListAppendHistory.Step] = []
      for part in parts {
        guard let step = step(part, isAnswered: isAnswered, span) else { return }
        steps.append(step)
      }
      let outcome: ListAppendHistory.Outcome =
        switch operation.outcome {
        case .ok: .committed
        case .failed: .aborted
        case .unknown: .unknown
        }
      transactions.append(
        .init(
          process: processes.number(operation.process), steps: steps, outcome: outcome,
          called: operation.called, answered: operation.answered))
    }

    private func parts(
      _ operation: RecordedOperation, _ value: RecordedValue
    ) -> [RecordedValue]? {
      switch operation.function {
      case "append", "r", "read":
        let name = RecordedValue.text(operation.function)
        if let key = operation.key { return [.list([name, key, value])] }
        guard let items = value.items, items.count == 2 else { return nil }
        return [.list([name] + items)]
      default: return value.items
      }
    }

    private mutating func step(
      _ part: RecordedValue, isAnswered: Bool, _ span: SourceSpan
    ) -> ListAppendHistory.Step? {
      guard let items = part.items, items.count == 3, let name = items[0].word else {
        report(
          "\(shortened(part)) is no step", span,
          help: "steps are [:append key element] and [:r key value]")
        return nil
      }
      let key = keys.number(items[1])
      switch name {
      case "append": return .append(key: key, element: elements.number(items[2]))
      case "r", "read":
        guard isAnswered else { return .read(key: key, elements: nil) }
        if items[2] == .null { return .read(key: key, elements: []) }
        guard let list = items[2].items else {
          report("a read returned \(shortened(items[2])), which is no list", span)
          return nil
        }
        return .read(key: key, elements: list.map { elements.number($0) })
      default:
        report(
          "unknown step '\(name)'", span, help: "steps are [:append key element] and [:r key value]"
        )
        return nil
      }
    }

    private func shortened(_ value: RecordedValue) -> String {
      let text = value.description
      return text.count <= 60 ? text : text.prefix(57) + "..."
    }

    private mutating func report(_ message: String, _ span: SourceSpan, help: String? = nil) {
      guard problems.count < 20 else { return }
      problems.append(
        Diagnostic(message, at: SourceLocation(file: file, span: span), help: help))
    }
  }
}
