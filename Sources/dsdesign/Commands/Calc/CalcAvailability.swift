import ArgumentParser
import Diagnostics
import Knowledge
import Quantities
import SystemModel

/// The availability of what is made of parts, and which part costs most.
struct CalcAvailability: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "availability", abstract: "Availability of parts in series, parallel and quorums.",
    discussion: """
      Expressions have '&' for what is needed together, '|' for what can stand in for each other, \
      and '2 of (a, b, c)' for quorums. A --shared cause takes all its parts down at once: what \
      parts share must be stated, or the answer is too good.

      Example: dsdesign calc availability 'lb & 2 of (a, b, c) & (db1 | db2)' --each 99.9% \
      --component lb=99.99% --shared power=99.99%:a,b --target 99.95%
      """)

  @Argument(help: "When it works, such as 'lb & 2 of (a, b, c) & (db1 | db2)'.")
  var expression: String

  @Option(
    help: ArgumentHelp(
      "The availability of a part, such as a=99.9%; repeatable.", valueName: "name=percentage"))
  var component: [String] = []

  @Option(help: "The availability of every part that --component does not name.")
  var each: String?

  @Option(
    help: ArgumentHelp(
      "A cause that several parts share, such as power=99.99%:a,b; repeatable.",
      valueName: "name=percentage:parts"))
  var shared: [String] = []

  @Option(help: "The availability that is wanted.")
  var target: String?

  @OptionGroup var options: CalcOptions

  func run() throws {
    try options.answer("availability") { inputs in
      let source = OptionText("<expression>", expression)
      let notation = try AvailabilityNotation(source)
      inputs.note("expression", "works when", .text(expression))
      var parts = AvailabilityParts(notation, source)
      for text in component { try parts.addComponent(OptionText("--component", text)) }
      let each = try each.map { text throws(Failure) -> Percentage in
        inputs.note("--each", "each other part", .text(text))
        return try Inputs.quantity(text, "--each")
      }
      try parts.complete(with: each)
      for text in shared { try parts.addShared(OptionText("--shared", text)) }
      let target = try target.map { text throws(Failure) -> Percentage in
        let target: Percentage = try Inputs.quantity(text, "--target")
        inputs.note("--target", "target", .fraction(target.fraction))
        return target
      }
      return try AvailabilityAnswer(parts, target: target).calculation
    }
  }
}

/// The parts of an expression and the causes that they share, with their unavailabilities.
struct AvailabilityParts {
  let notation: AvailabilityNotation
  private let source: OptionText
  private(set) var names: [String]
  private(set) var unavailabilities: [Double?]
  /// By component, the causes that take it down, as components themselves.
  private(set) var causes: [Int: [Int]] = [:]

  init(_ notation: AvailabilityNotation, _ source: OptionText) {
    self.notation = notation
    self.source = source
    names = notation.names.map(\.text)
    unavailabilities = names.map { _ in nil }
  }

  /// What works when, common causes included.
  var structure: AvailabilityStructure { withCauses(notation.structure) }

  func withCauses(_ structure: AvailabilityStructure) -> AvailabilityStructure {
    switch structure {
    case .component(let index):
      guard let causes = causes[index] else { return structure }
      return .all([structure] + causes.map { .component($0) })
    case .all(let parts): return .all(parts.map(withCauses))
    case .any(let parts): return .any(parts.map(withCauses))
    case .atLeast(let count, let parts): return .atLeast(count, parts.map(withCauses))
    }
  }

  func isShared(_ index: Int) -> Bool { index >= notation.names.count }

  mutating func addComponent(_ option: OptionText) throws(Failure) {
    let (name, value) = option.halves(of: option.whole, at: "=")
    let index = try index(of: name, in: option)
    guard unavailabilities[index] == nil else {
      throw option.failure("'\(name.text)' is stated twice", at: name, help: "keep one of them")
    }
    unavailabilities[index] = try percentage(value, after: name, option).complement
  }

  /// Gives the rest its availability; refuses when there is none.
  mutating func complete(with each: Percentage?) throws(Failure) {
    for index in names.indices where unavailabilities[index] == nil {
      guard let each else {
        throw source.failure(
          "the availability of '\(names[index])' is missing", at: notation.names[index],
          help: "--component \(names[index])=99.9% states it, --each 99.9% that of all others")
      }
      unavailabilities[index] = each.complement
    }
  }

  mutating func addShared(_ option: OptionText) throws(Failure) {
    let (name, rest) = option.halves(of: option.whole, at: "=")
    try NodeName.check(name, in: option)
    guard !names.contains(name.text) else {
      throw option.failure(
        "'\(name.text)' is taken", at: name, help: "give the shared cause a name of its own")
    }
    guard let rest else { throw shape(option) }
    let (value, list) = option.halves(of: rest, at: ":")
    guard let list else { throw shape(option) }
    let percentage = try percentage(value, after: name, option)
    let cause = names.count
    names.append(name.text)
    unavailabilities.append(percentage.complement)
    for part in option.parts(of: list, at: ",") {
      causes[try index(of: part, in: option), default: []].append(cause)
    }
  }

  private func shape(_ option: OptionText) -> Failure {
    option.failure(
      "'\(option.text)' is not a shared cause", at: option.whole,
      help: "write one as in power=99.99%:a,b")
  }

  private func percentage(
    _ value: OptionText.Part?, after name: OptionText.Part, _ option: OptionText
  ) throws(Failure) -> Percentage {
    guard let value else {
      throw option.failure(
        "the availability of '\(name.text)' is missing", at: name,
        help: "write it as in \(name.text)=99.9%")
    }
    return try option.quantity(value)
  }

  private func index(
    of part: OptionText.Part, in option: OptionText
  ) throws(Failure) -> Int {
    let known = notation.names.map(\.text)
    if let index = known.firstIndex(of: part.text) { return index }
    let near = Spelling.nearest(to: part.text, among: known).map { "did you mean '\($0)'? " } ?? ""
    throw option.failure(
      "the expression has no part '\(part.text)'", at: part,
      help: near + "its parts are " + known.prefix(12).joined(separator: ", "))
  }
}
