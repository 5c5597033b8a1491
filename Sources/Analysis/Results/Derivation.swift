import Diagnostics
public import Expressions
import Knowledge

/// A text of the knowledge about one subject; rendered when it is read.
///
/// Large systems have hundreds of thousands of reasons of which a report shows a few hundred.
public struct BoundText: Sendable {
  let template: TextTemplate
  let bindings: [Value]

  /// The text with its expressions filled in.
  public var text: String { template.render(bindings, format: ValueText.plain) }
}

/// Why something was concluded: the rule and the facts that its condition rested on.
///
/// The facts are found when they are asked for, by evaluating the condition once more.
public struct Derivation: Sendable {
  /// The id of the rule, or `stated`.
  public let rule: String
  private let source: Source

  private enum Source: Sendable {
    case known([FactPremise])
    case condition(Program, Subject, FactBase)
  }

  init(rule: String, premises: [FactPremise]) {
    self.rule = rule
    source = .known(premises)
  }

  init(rule: String, condition: Program, subject: Subject, facts: FactBase) {
    self.rule = rule
    source = .condition(condition, subject, facts)
  }

  /// The facts that decided, in the order in which they were read.
  public var premises: [FactPremise] {
    switch source {
    case .known(let premises): premises
    case .condition(let program, let subject, let facts):
      program.trace(facts.bindings(subject)).1.map(facts.premise)
    }
  }
}

/// A fact that a conclusion rests on.
public struct FactPremise: Sendable {
  /// `operations.place-order.guard`
  public let path: String
  /// What it was.
  public let value: Value
  /// How it came to be known.
  public let origin: FactOrigin

  /// The value as a reader would write it.
  public var valueText: String { ValueText.plain(value) }
}
