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
public struct Derivation: Sendable {
  public let rule: String
  public let premises: [FactPremise]
}

/// A fact that a conclusion rests on.
public struct FactPremise: Sendable {
  /// `operations.place-order.guard`
  public let path: String
  public let value: Value
  public let origin: FactOrigin

  /// The value as a reader would write it.
  public var valueText: String { ValueText.plain(value) }
}
