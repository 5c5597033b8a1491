import Diagnostics
import Knowledge
import SystemModel

/// Reads options with units, fills in what is left out, and remembers both for the answer.
struct Inputs {
  /// What stands in for an option that is left out.
  enum Default {
    /// A number of `knowledge/defaults.yaml`.
    case known(String)
    case value(String, because: String)
  }

  /// An option that was left out.
  struct Assumption {
    let option: String
    let value: String
    /// A few words, or the id of a number in `knowledge/defaults.yaml`.
    let because: String
    /// What the knowledge says of that number.
    let known: AssumedNumber?
  }

  let knowledge: KnowledgeBase
  /// What the calculation rests on, in the order asked for.
  private(set) var rows: [Calculation.Row] = []
  private(set) var assumed: [Assumption] = []

  init(knowledge: KnowledgeBase) { self.knowledge = knowledge }

  mutating func milliseconds(
    _ option: String, _ text: String?, _ label: String, default fallback: Default? = nil
  ) throws(Failure) -> Double {
    try read(option, text, label, fallback, Self.milliseconds) { .milliseconds($0) }
  }

  /// `nil` when the option is left out: nothing bounds it.
  mutating func milliseconds(
    _ option: String, _ text: String?, _ label: String, orNone remark: String
  ) throws(Failure) -> Double? {
    guard let text else {
      note(option, label, .milliseconds(nil), remark)
      return nil
    }
    return try read(option, text, label, nil, Self.milliseconds) { .milliseconds($0) }
  }

  /// A share of 1, written as a percentage.
  mutating func fraction(
    _ option: String, _ text: String?, _ label: String, default fallback: Default? = nil
  ) throws(Failure) -> Double {
    try read(option, text, label, fallback, Self.fraction) { .fraction($0) }
  }

  mutating func partsPerMillion(
    _ option: String, _ text: String?, _ label: String, default fallback: Default? = nil
  ) throws(Failure) -> Double {
    try read(option, text, label, fallback, Self.partsPerMillion) { .partsPerMillion($0) }
  }

  mutating func perSecond(
    _ option: String, _ text: String, _ label: String
  ) throws(Failure) -> Double {
    try read(option, text, label, nil, Self.perSecond) { .perSecond($0) }
  }

  /// A whole number within a range.
  mutating func count(
    _ option: String, _ number: Int?, _ label: String, in range: ClosedRange<Int>,
    default fallback: Default? = nil
  ) throws(Failure) -> Int {
    try read(option, number.map(String.init), label, fallback) { text, option throws(Failure) in
      guard let number = Int(text), range.contains(number) else {
        throw Failure(
          "\(text) is out of range", file: option,
          help: "give a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    } show: {
      .count($0)
    }
  }

  /// A plain number above 0.
  mutating func number(
    _ option: String, _ number: Double?, _ label: String, default fallback: Default? = nil
  ) throws(Failure) -> Double {
    try read(option, number.map { "\($0)" }, label, fallback) { text, option throws(Failure) in
      guard let number = Double(text), number > 0, number.isFinite else {
        throw Failure("\(text) is out of range", file: option, help: "give a number above 0")
      }
      return number
    } show: {
      .number($0)
    }
  }

  /// Remembers something that was read elsewhere.
  mutating func note(_ option: String, _ label: String, _ figure: Figure, _ remark: String? = nil) {
    rows.append(.init(label, Self.key(option), figure, remark))
  }

  private mutating func read<Value>(
    _ option: String, _ text: String?, _ label: String, _ fallback: Default?,
    _ parse: (String, String) throws(Failure) -> Value, show: (Value) -> Figure
  ) throws(Failure) -> Value {
    guard let text else {
      guard let fallback else {
        throw Failure("the \(label) is missing", file: option, help: "\(option) states it")
      }
      let (assumed, because) = assumption(fallback)
      let value = try parse(assumed, option)
      assume(option, assumed, because)
      note(option, label, show(value), "(default: \(because))")
      return value
    }
    let value = try parse(text, option)
    note(option, label, show(value))
    return value
  }

  /// Remembers a default that was filled in.
  private mutating func assume(_ option: String, _ value: String, _ because: String) {
    assumed.append(
      Assumption(
        option: option, value: value, because: because, known: knowledge.defaults[because]))
  }

  private func assumption(_ fallback: Default) -> (value: String, because: String) {
    switch fallback {
    case .value(let value, let because): (value, because)
    case .known(let id): (knowledge.defaults[id]?.text ?? "", id)
    }
  }

  /// `--renew-every` is `renew_every`.
  private static func key(_ option: String) -> String {
    option.drop { $0 == "-" }.split(separator: "-").joined(separator: "_")
  }
}

extension Inputs {
  /// A quantity of an option; the error is the one that descriptions get.
  static func quantity<Q: Quantity>(_ text: String, _ option: String) throws(Failure) -> Q {
    do {
      return try Q.parse(text)
    } catch {
      throw Failure(error.message, file: option, help: error.help)
    }
  }

  static func milliseconds(_ text: String, _ option: String) throws(Failure) -> Double {
    let duration: Duration = try quantity(text, option)
    return duration.inMilliseconds
  }

  static func fraction(_ text: String, _ option: String) throws(Failure) -> Double {
    let percentage: Percentage = try quantity(text, option)
    return percentage.fraction
  }

  static func perSecond(_ text: String, _ option: String) throws(Failure) -> Double {
    let rate: Rate = try quantity(text, option)
    return rate.perSecond
  }

  private static func partsPerMillion(_ text: String, _ option: String) throws(Failure) -> Double {
    let drift: Drift = try quantity(text, option)
    return drift.partsPerMillion.double
  }
}
