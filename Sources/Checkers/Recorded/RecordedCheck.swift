public import Diagnostics

/// Holds a recorded history against a consistency model.
public struct RecordedCheck: Sendable {
  /// What the objects are.
  public var model: RecordedModel
  /// What they should have kept.
  public var consistency: CheckedConsistency
  /// The value of a register, or the text of a key, before the first write.
  public var initial: RecordedValue
  /// What a failed compare-and-set says.
  public var failedCompareAndSet: ObjectDecoding.FailedCompareAndSet
  /// How much may be spent.
  public var limits: CheckLimits

  /// A check; by default registers start with `nil` and a failed compare-and-set found another
  /// value than it expected.
  public init(
    model: RecordedModel, consistency: CheckedConsistency? = nil, initial: RecordedValue = .null,
    failedCompareAndSet: ObjectDecoding.FailedCompareAndSet = .mismatch,
    limits: CheckLimits = CheckLimits()
  ) {
    self.model = model
    self.consistency = consistency ?? .standard(for: model)
    self.initial = initial
    self.failedCompareAndSet = failedCompareAndSet
    self.limits = limits
  }

  /// Reads and checks a history.
  ///
  /// - Returns: No report, and the errors, when the file is no such history.
  public func run(_ file: SourceFile) -> (CheckReport?, [Diagnostic]) {
    let (operations, problems) = HistoryReader.read(file)
    guard let operations else { return (nil, problems) }
    let decoding = ObjectDecoding(
      allowsCompareAndSet: model == .casRegister, failedCompareAndSet: failedCompareAndSet)
    switch model {
    case .register, .casRegister:
      let (history, problems) = decoding.registers(operations, of: file)
      guard let history else { return (nil, problems) }
      return (registers(history, operations, file), [])
    case .keyValue:
      let (history, problems) = decoding.texts(operations, of: file)
      guard let history else { return (nil, problems) }
      return (texts(history, operations, file), [])
    case .listAppend:
      let (history, problems) = ListAppendDecoding.transactions(operations, of: file)
      guard let history else { return (nil, problems) }
      return (transactions(history, operations, file), [])
    }
  }

  private func report(_ count: Int) -> CheckReport {
    CheckReport(
      verdict: .holds, model: model, consistency: consistency.id, operationCount: count,
      reason: "", findings: [], notes: [])
  }

  // MARK: Registers and texts

  private func registers(
    _ history: ObjectHistory<RegisterCall<RecordedValue>, RegisterAnswer<RecordedValue>>,
    _ operations: [RecordedOperation], _ file: SourceFile
  ) -> CheckReport {
    var report = report(operations.count)
    let register = RegisterModel(initial: initial)
    switch consistency.kind {
    case .linearizable:
      let keys = numbered(history.keys)
      showLinearizable(
        Linearizability.check(
          history.history, by: { keys[$0] }, against: register, limits: limits),
        history, file, &report)
    case .sequential: checkSequential(history, register, file, &report)
    case .causal(let notion):
      checkSessions(history, file, &report) { notion.check($0) }
      if notion == .weak, report.verdict == .holds { noteOtherNotions(history, &report) }
    case .session(let guarantee):
      checkSessions(history, file, &report) { guarantee.check($0) }
    case .transactional: break
    }
    if report.verdict == .violation, let value = unwrittenValue(history) {
      report.notes.append(
        "Nobody wrote \(value), which was read: if registers start with it, say --initial.")
    }
    let isTold = report.findings.contains { finding in
      finding.operations.contains { $0.label.hasSuffix("-> mismatch") }
    }
    if isTold {
      report.notes.append(
        "A failed cas is taken to have found another value than it expected; --failed-cas ignored "
          + "takes it to say nothing.")
    }
    return report
  }

  /// A value that was read though nobody wrote it, known or not to have taken effect.
  private func unwrittenValue(
    _ history: ObjectHistory<RegisterCall<RecordedValue>, RegisterAnswer<RecordedValue>>
  ) -> RecordedValue? {
    var written: Set<RecordedValue> = [initial]
    for operation in history.history.operations {
      switch operation.call {
      case .write(let value), .compareAndSet(_, let value): written.insert(value)
      case .read: break
      }
    }
    for operation in history.history.operations {
      if case .value(let value)? = operation.answer, !written.contains(value) { return value }
    }
    return nil
  }

  private func texts(
    _ history: ObjectHistory<TextCall, TextAnswer>, _ operations: [RecordedOperation],
    _ file: SourceFile
  ) -> CheckReport {
    var report = report(operations.count)
    var start = ByteText()
    if case .text(let text) = initial { start = text }
    let model = TextModel(initial: start)
    if consistency.kind == .sequential {
      checkSequential(history, model, file, &report)
    } else {
      let keys = numbered(history.keys)
      showLinearizable(
        Linearizability.check(history.history, by: { keys[$0] }, against: model, limits: limits),
        history, file, &report)
    }
    return report
  }

  private func showLinearizable<Call, Answer: Equatable>(
    _ verdict: Verdict<Linearizability.Witness>, _ history: ObjectHistory<Call, Answer>,
    _ file: SourceFile, _ report: inout CheckReport
  ) {
    switch verdict {
    case .holds: break
    case .undecided(let reason): report.decide(.undecided, reason)
    case .violation(let witness):
      report.decide(.violation, "")
      let lines = witness.lines(place: { (witness.operations.firstIndex(of: $0) ?? 0) + 1 })
      report.findings.append(
        CheckReport.Finding(
          name: "not linearizable", explanation: lines,
          operations: witness.operations.map { index in
            shown(
              history.recorded[index], history.keys[index], file,
              isOpen: witness.open.contains(index), isMismatch: isMismatch(history, index))
          }))
    }
  }

  private func checkSequential<Model: SequentialModel>(
    _ history: ObjectHistory<Model.Call, Model.Answer>, _ model: Model, _ file: SourceFile,
    _ report: inout CheckReport
  ) {
    let keys = numbered(history.keys)
    let verdict = SequentialConsistency.check(
      history.history, keys: keys, against: model, limits: limits)
    switch verdict {
    case .holds: break
    case .undecided(let reason): report.decide(.undecided, reason)
    case .violation(let witness):
      report.decide(.violation, "")
      report.findings.append(
        CheckReport.Finding(
          name: "not sequentially consistent",
          explanation: [
            "No order of these operations that keeps each process's own order explains every "
              + "answer."
          ],
          operations: witness.operations.map { index in
            shown(
              history.recorded[index], history.keys[index], file,
              isOpen: history.history.operations[index].answer == nil,
              isMismatch: isMismatch(history, index))
          }))
    }
  }

  private func checkSessions(
    _ history: ObjectHistory<RegisterCall<RecordedValue>, RegisterAnswer<RecordedValue>>,
    _ file: SourceFile, _ report: inout CheckReport,
    _ check: (SessionHistory<RecordedValue>) -> Verdict<SessionFinding>
  ) {
    do throws(SessionHistory<RecordedValue>.Ambiguity) {
      let sessions = try SessionHistory(
        history.history, keys: numbered(history.keys), initial: initial)
      switch check(sessions) {
      case .holds: break
      case .undecided(let reason): report.decide(.undecided, reason)
      case .violation(let finding):
        report.decide(.violation, "")
        let order = places(finding.operations) { history.recorded[$0].called }
        report.findings.append(
          CheckReport.Finding(
            name: finding.pattern, explanation: filled(finding.explanation, order.places),
            operations: order.shown.map {
              shown(
                history.recorded[$0], history.keys[$0], file,
                isOpen: history.history.operations[$0].answer == nil,
                isMismatch: isMismatch(history, $0))
            }))
      }
    } catch {
      let lines = error.operations.prefix(3).map {
        String(file.position(of: Int(history.recorded[$0].callSpan.start)).line)
      }
      report.decide(
        .undecided,
        "\(error.reason) (line\(lines.count == 1 ? "" : "s") "
          + "\(lines.joined(separator: ", "))), so reads cannot be traced to their writes")
    }
  }

  /// Tells which of the stronger notions of causal consistency do not hold.
  private func noteOtherNotions(
    _ history: ObjectHistory<RegisterCall<RecordedValue>, RegisterAnswer<RecordedValue>>,
    _ report: inout CheckReport
  ) {
    let sessions = try? SessionHistory(
      history.history, keys: numbered(history.keys), initial: initial)
    guard let sessions else { return }
    for notion in [CausalConsistency.memory, .convergence] {
      if let finding = notion.check(sessions).witness {
        report.notes.append(
          "The stronger \(notion.rawValue) is violated (\(finding.pattern)): see --consistency "
            + "\(notion.rawValue).")
      }
    }
  }

  private func numbered(_ keys: [RecordedValue]) -> [Int] {
    var numbers: [RecordedValue: Int] = [:]
    return keys.map { key in
      let number = numbers[key, default: numbers.count]
      numbers[key] = number
      return number
    }
  }

  private func isMismatch<Call, Answer: Equatable>(
    _ history: ObjectHistory<Call, Answer>, _ index: Int
  ) -> Bool {
    history.recorded[index].outcome == .failed && history.history.operations[index].answer != nil
  }

  // MARK: Transactions

  private func transactions(
    _ history: ListAppendHistory, _ operations: [RecordedOperation], _ file: SourceFile
  ) -> CheckReport {
    var report = report(operations.count)
    guard case .transactional(let model) = consistency.kind else { return report }
    switch ListAppend.check(history, against: model, limits: limits) {
    case .holds: break
    case .undecided(let reason): report.decide(.undecided, reason)
    case .violation(let findings):
      report.decide(.violation, "")
      for finding in findings {
        let order = places(finding.transactions) { operations[$0].called }
        let shape = finding.shape.isEmpty ? "" : " (\(finding.shape))"
        report.findings.append(
          CheckReport.Finding(
            name: finding.name + shape, explanation: filled(finding.explanation, order.places),
            operations: order.shown.map { shown(operations[$0], .null, file, isOpen: false) }))
      }
      let others = ListAppend.modelsNotRuledOut(by: history, limits: limits)
      if !others.isEmpty {
        report.notes.append("Not ruled out: \(others.map(\.id).joined(separator: ", ")).")
      }
    }
    return report
  }

  // MARK: Showing

  /// The operations of a finding by the time of their call, each once, and the place of each.
  private func places(
    _ operations: [Int], _ time: (Int) -> Int64
  ) -> (shown: [Int], places: [Int]) {
    let shown = Set(operations).sorted { (time($0), $0) < (time($1), $1) }
    return (shown, operations.map { (shown.firstIndex(of: $0) ?? 0) + 1 })
  }

  /// Puts `(2)` for `{0}` where the first operation stands in the second place.
  private func filled(_ lines: [String], _ places: [Int]) -> [String] {
    lines.map { line in
      var result = ""
      var rest = line[...]
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        result += rest[..<open]
        let number = Int(rest[rest.index(after: open)..<close])
        if let number, places.indices.contains(number) {
          result += "(\(places[number]))"
        } else {
          result += rest[open...close]
        }
        rest = rest[rest.index(after: close)...]
      }
      return result + rest
    }
  }

  private func shown(
    _ operation: RecordedOperation, _ key: RecordedValue, _ file: SourceFile, isOpen: Bool,
    isMismatch: Bool = false
  ) -> CheckReport.Operation {
    CheckReport.Operation(
      process: operation.process.description,
      label: OperationLabel(operation, key, isOpen: isOpen, isMismatch: isMismatch).text,
      called: operation.called,
      answered: isOpen || operation.answered == .max ? nil : operation.answered,
      line: file.position(of: Int(operation.callSpan.start)).line,
      answerLine: operation.answerSpan.map { file.position(of: Int($0.start)).line })
  }
}

extension CheckReport {
  fileprivate mutating func decide(_ verdict: Verdict, _ reason: String) {
    self.verdict = verdict
    self.reason = reason
  }
}

extension Linearizability.Witness {
  /// The witness in words.
  fileprivate func lines(place: (Int) -> Int) -> [String] {
    var lines = [
      "No order of these operations, each at an instant between its call and its return, "
        + "explains every answer: none gets past the return of (\(place(blocked)))."
    ]
    if startsAnywhere {
      lines.append("That is so whatever the value was before them.")
    }
    if !open.isEmpty {
      let places = open.map { "(\(place($0)))" }.joined(separator: ", ")
      lines.append(
        "\(places) had not returned by then: it may have taken effect at any time after its call, "
          + "or not at all.")
    }
    return lines
  }
}

/// A few words for an operation, in printable ASCII.
private struct OperationLabel {
  let text: String

  init(_ operation: RecordedOperation, _ key: RecordedValue, isOpen: Bool, isMismatch: Bool) {
    let name =
      operation.function.unicodeScalars.allSatisfy { (" "..."~").contains($0) }
      ? operation.function : RecordedValue.text(operation.function).description
    let object = key == .null ? "" : " \(key)"
    let isRead = ["read", "r", "get"].contains(operation.function.lowercased())
    let hasTuple = key != .null && operation.key == nil
    func value(_ value: RecordedValue) -> String {
      let inner = hasTuple ? value.items.flatMap { $0.count == 2 ? $0[1] : nil } ?? value : value
      return inner.description
    }
    var text: String
    if operation.argument.items != nil, operation.outcome == .ok, operation.function == "txn" {
      text = "txn \(operation.result)"
    } else if isRead {
      text = "\(name)\(object) -> \(value(operation.result))"
    } else {
      text = "\(name)\(object) \(value(operation.argument))"
    }
    if isMismatch, !isOpen { text += " -> mismatch" }
    self.text = text
  }
}
