public import Diagnostics
import Synchronization

/// A text with expressions in braces: `'{store.name}' has {store.voters} voters`.
///
/// `{{` and `}}` are braces themselves.
public struct TextTemplate: Sendable {
  private enum Part: Sendable {
    case text(String)
    case expression(Program)
  }

  /// A text that was checked before and is compiled when it is first read.
  private final class Deferred: Sendable {
    let environment: Environment
    let parts = Mutex<[Part]?>(nil)

    init(_ environment: Environment) { self.environment = environment }
  }

  /// The text as written, expressions in braces.
  public let source: String
  private var ownParts: [Part] = []
  private var deferred: Deferred?

  private init(source: String) { self.source = source }

  private var parts: [Part] {
    guard let deferred else { return ownParts }
    return deferred.parts.withLock { parts in
      if let parts { return parts }
      let compiled = Self.compile(source, in: deferred.environment).0?.ownParts ?? [.text(source)]
      parts = compiled
      return compiled
    }
  }

  /// A template whose text is known to compile; that is done when it is first rendered.
  ///
  /// For knowledge that was checked when the program was built: most texts are never read.
  public static func trusted(_ text: String, in environment: Environment) -> TextTemplate {
    var template = TextTemplate(source: text)
    template.deferred = Deferred(environment)
    return template
  }

  /// Compiles a template; its expressions may yield any type.
  ///
  /// - Returns: The template, if there is no error, and everything wrong with it.
  public static func compile(
    _ text: String, in environment: Environment, at location: SourceLocation? = nil
  ) -> (TextTemplate?, [Diagnostic]) {
    let placement = Placement(text, at: location)
    let bytes = Array(text.utf8)
    var template = TextTemplate(source: text)
    var problems: [Diagnostic] = []
    var literal: [UInt8] = []
    var place = 0
    do throws(SyntaxError) {
      while place < bytes.count {
        let byte = bytes[place]
        let isBrace = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
        guard isBrace else {
          literal.append(byte)
          place += 1
          continue
        }
        if place + 1 < bytes.count, bytes[place + 1] == byte {
          literal.append(byte)
          place += 2
          continue
        }
        let start = place
        guard byte == UInt8(ascii: "{") else { throw loneBrace(at: start) }
        template.append(literal)
        literal = []
        let (syntax, end) = try Parser.parse(in: bytes, from: start + 1)
        place = end + 1
        let source = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        let (program, found) = Program.compile(
          syntax, source, in: environment, placement, expecting: nil)
        problems += found
        if let program { template.ownParts.append(.expression(program)) }
      }
    } catch {
      return (nil, problems + [error.diagnostic(in: placement)])
    }
    template.append(literal)
    return (problems.isEmpty ? template : nil, problems)
  }

  private static func loneBrace(at place: Int) -> SyntaxError {
    SyntaxError(
      message: "'}' closes no expression", span: SourceSpan(start: place, end: place + 1),
      help: "a brace in the text is written twice: }}")
  }

  private mutating func append(_ literal: [UInt8]) {
    if !literal.isEmpty { ownParts.append(.text(String(decoding: literal, as: UTF8.self))) }
  }

  /// The expressions, in the order of the text.
  public var programs: [Program] {
    parts.compactMap { if case .expression(let program) = $0 { program } else { nil } }
  }

  /// The text with the values of its expressions.
  ///
  /// - Parameters:
  ///   - bindings: One value for each of the environment's variables, in their order.
  ///   - format: The words for a value; it gets unknowns and errors too.
  public func render(_ bindings: [Value], format: (Value) -> String) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .expression(let program): text += format(program.evaluate(bindings))
      }
    }
    return text
  }
}
