import Analysis
import ArgumentParser
import Diagnostics
import Expressions
import Foundation
import JSONDocument

struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluates a CEL expression over a description's facts, or over any JSON.",
    discussion: """
      With a description, 'system', 'topology' and 'team' are bound, and 'operations', 'data', \
      'stores', 'services', 'coordination', 'failure_detection', 'changes' and 'automation' are maps \
      from names to facts; 'dsdesign facts' lists them. With --json, the members of the object in \
      the file are bound, untyped. The result is printed as JSON; an error in the expression, or an \
      unknown result, ends with code 2.
      """)

  @Argument(
    help: "The description; with --json the expression.", completion: .descriptions)
  var file: String

  @Argument(help: "The expression.", completion: .expressions)
  var expression: String?

  @Option(
    help: ArgumentHelp("Variables: a JSON object; '-' reads standard input.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var json: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let value = try json == nil ? overDescription() : overJSON()
    switch value {
    case .error(let error): throw Failure(error.message, file: "<expression>")
    case .unknown(let facts):
      let names = facts.facts.map { $0.record.path + "." + $0.record.type.fields[$0.field].name }
      throw Failure(
        "the result is unknown: the description does not state \(names.joined(separator: ", "))",
        file: "<expression>")
    default: Terminal.print(JSONWriter.text(FactJSON.value(value), pretty: true) + "\n")
    }
  }

  private func overDescription() throws -> Value {
    guard let expression else {
      throw ValidationError("query takes a description and an expression")
    }
    let (description, file) = try readDescription(file)
    let knowledge = try common.loadKnowledge(products: description.productNames)
    let facts = Analyzer(knowledge: knowledge).facts(of: description, in: file)
    let query = FactTypes.query(facts)
    return try evaluate(expression, in: query.environment, query.bindings)
  }

  private func overJSON() throws -> Value {
    guard expression == nil, let json else {
      throw ValidationError("query --json takes one expression")
    }
    let (value, diagnostics) = JSONReader.read(try Files.read(json))
    guard let value else { throw Failure(diagnostics) }
    guard case .object(let members) = value else {
      throw Failure("the variables are not a JSON object", file: json)
    }
    let environment = Environment.dyn(
      variables: members.members.map(\.key), functions: FactTypes.functions,
      zoneOffset: { name, seconds in
        let instant = Date(timeIntervalSince1970: TimeInterval(seconds))
        return TimeZone(identifier: name).map { Int64($0.secondsFromGMT(for: instant)) }
      })
    return try evaluate(
      file, in: environment, members.members.map { FactJSON.value($0.value) })
  }

  private func evaluate(_ text: String, in environment: Environment, _ bindings: [Value]) throws
    -> Value
  {
    let file = SourceFile(name: "<expression>", text: text)
    let place = SourceLocation(file: file, span: SourceSpan(start: 0, end: file.bytes.count))
    let (program, diagnostics) = Program.compile(text, in: environment, at: place)
    guard let program else { throw Failure(diagnostics) }
    return program.evaluate(bindings)
  }
}
