public import Diagnostics

/// A recorded history of single operations on objects (registers or texts), each with a key.
public struct ObjectHistory<Call: Sendable, Answer: Sendable>: Sendable {
  /// The operations that matter; those known to have had no effect and to say nothing are left
  /// out.
  public var history: History<Call, Answer>
  /// The object of each operation; `null` for all when the history has one object.
  public var keys: [RecordedValue]
  /// The recorded operation of each.
  public var recorded: [RecordedOperation]

  init() {
    history = History([])
    keys = []
    recorded = []
  }
}

/// How histories tell of registers and texts.
public struct ObjectDecoding: Sendable {
  /// What a failed compare-and-set without an error says.
  public enum FailedCompareAndSet: String, Sendable, CaseIterable {
    /// That another value was found than expected.
    case mismatch
    /// Nothing but that it had no effect.
    case ignored
  }

  /// See `FailedCompareAndSet`.
  public var failedCompareAndSet: FailedCompareAndSet
  /// Whether compare-and-set belongs to the model.
  public var allowsCompareAndSet: Bool

  /// How histories tell of registers and texts.
  public init(
    allowsCompareAndSet: Bool, failedCompareAndSet: FailedCompareAndSet = .mismatch
  ) {
    self.allowsCompareAndSet = allowsCompareAndSet
    self.failedCompareAndSet = failedCompareAndSet
  }

  /// Operations on registers.
  ///
  /// - Returns: `nil`, with the reasons, when an operation does not belong to the model.
  public func registers(
    _ operations: [RecordedOperation], of file: SourceFile
  ) -> (ObjectHistory<RegisterCall<RecordedValue>, RegisterAnswer<RecordedValue>>?, [Diagnostic]) {
    decode(operations, of: file) { operation, argument, result in
      switch Function(operation.function) {
      case .read: .success((.read, .value(result)))
      case .write: .success((.write(argument), .done))
      case .compareAndSet:
        if !allowsCompareAndSet {
          .failure(.init("a register has no 'cas'", help: "use --model cas-register"))
        } else if let items = argument.items, items.count == 2 {
          .success((.compareAndSet(from: items[0], to: items[1]), .done))
        } else {
          .failure(.init("a compare-and-set needs two values: [expected new]"))
        }
      default:
        .failure(
          .init(
            "unknown operation '\(operation.function)'",
            help: "a register has read, write and, as cas-register, cas"))
      }
    }
  }

  /// Operations on keys that hold texts. Nothing (`null`) is the empty text.
  ///
  /// - Returns: `nil`, with the reasons, when an operation does not belong to the model.
  public func texts(
    _ operations: [RecordedOperation], of file: SourceFile
  ) -> (ObjectHistory<TextCall, TextAnswer>?, [Diagnostic]) {
    decode(operations, of: file) { operation, argument, result in
      switch Function(operation.function) {
      case .read: .success((.get, .text(Self.text(result))))
      case .write: .success((.put(Self.text(argument)), .done))
      case .append: .success((.append(Self.text(argument)), .done))
      case .delete: .success((.put(ByteText()), .done))
      default:
        .failure(
          .init(
            "unknown operation '\(operation.function)'",
            help: "a key-value store has get, put, append and delete"))
      }
    }
  }

  // MARK: Words

  private enum Function {
    case read, write, compareAndSet, append, delete, unknown

    init(_ name: String) {
      self =
        switch name.lowercased() {
        case "read", "r", "get": .read
        case "write", "w", "put", "set": .write
        case "cas", "compare-and-set", "compare_and_set", "compareandset": .compareAndSet
        case "append": .append
        case "delete", "del", "remove": .delete
        default: .unknown
        }
    }
  }

  private struct Problem: Error {
    var message: String
    var help: String?

    init(_ message: String, help: String? = nil) {
      self.message = message
      self.help = help
    }
  }

  private static func text(_ value: RecordedValue) -> ByteText {
    switch value {
    case .null: ByteText()
    case .text(let text): text
    default: ByteText(value.description)
    }
  }

  /// - Parameter parse: The call, and the answer that an `ok` gives, from the argument and result
  ///   without the key.
  private func decode<Call, Answer>(
    _ operations: [RecordedOperation], of file: SourceFile,
    _ parse: (RecordedOperation, RecordedValue, RecordedValue) -> Result<(Call, Answer), Problem>
  ) -> (ObjectHistory<Call, Answer>?, [Diagnostic]) {
    let hasTuples = Self.hasKeysInValues(operations)
    var decoded = ObjectHistory<Call, Answer>()
    var problems: [Diagnostic] = []
    for operation in operations {
      let (key, argument) = Self.split(operation.argument, operation.key, hasTuples)
      let (_, result) = Self.split(operation.result, operation.key, hasTuples)
      switch parse(operation, argument, result) {
      case .failure(let problem):
        guard problems.count < 20 else { continue }
        problems.append(
          Diagnostic(
            problem.message, at: SourceLocation(file: file, span: operation.callSpan),
            help: problem.help))
      case .success(let (call, answer)):
        guard let answer = known(operation, result, call, answer) else { continue }
        decoded.history.operations.append(
          .init(
            process: 0, call: call, answer: answer.value, called: operation.called,
            answered: answer.value == nil ? .max : operation.answered))
        decoded.keys.append(key)
        decoded.recorded.append(operation)
      }
    }
    guard problems.isEmpty else { return (nil, problems) }
    number(&decoded)
    return (decoded, [])
  }

  /// An answer, or that none is known.
  private struct Known<Answer> { var value: Answer? }

  /// What an operation's outcome says; `nil` when it says nothing and had no effect.
  private func known<Call, Answer>(
    _ operation: RecordedOperation, _ result: RecordedValue, _ call: Call, _ answer: Answer
  ) -> Known<Answer>? {
    let isRead = Function(operation.function) == .read
    switch operation.outcome {
    case .ok: return Known(value: answer)
    case .unknown: return isRead ? nil : Known(value: nil)
    case .failed:
      if isRead { return nil }
      // Jepsen's old logs tell so of a write whose fate is not known.
      if let word = result.word, ["timed-out", "timeout"].contains(word) {
        return Known(value: nil)
      }
      guard Function(operation.function) == .compareAndSet, !operation.hasError,
        failedCompareAndSet == .mismatch,
        let mismatch = RegisterAnswer<RecordedValue>.mismatch as? Answer
      else { return nil }
      return Known(value: mismatch)
    }
  }

  private func number<Call, Answer>(_ decoded: inout ObjectHistory<Call, Answer>) {
    var numbers: [RecordedValue: Int] = [:]
    for index in decoded.recorded.indices {
      let process = decoded.recorded[index].process
      let number = numbers[process, default: numbers.count]
      numbers[process] = number
      decoded.history.operations[index].process = number
    }
  }

  /// Whether values are tuples of a key and a value, as Jepsen's independent keys are written:
  /// every call's value has two items, a compare-and-set's second has two again, and a read's
  /// second is nothing.
  private static func hasKeysInValues(_ operations: [RecordedOperation]) -> Bool {
    !operations.isEmpty
      && operations.allSatisfy { operation in
        guard operation.key == nil, let items = operation.argument.items, items.count == 2 else {
          return false
        }
        return switch Function(operation.function) {
        case .read: items[1] == .null
        case .compareAndSet: items[1].items?.count == 2
        default: true
        }
      }
  }

  private static func split(
    _ value: RecordedValue, _ key: RecordedValue?, _ hasTuples: Bool
  ) -> (key: RecordedValue, value: RecordedValue) {
    guard hasTuples else { return (key ?? .null, value) }
    guard let items = value.items, items.count == 2 else { return (.null, value) }
    return (items[0], items[1])
  }
}
