import Analysis
import ArgumentParser
import JSONDocument

struct Facts: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists every fact and function that expressions can use.")

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(
    help: "Only facts whose name starts with this, such as 'store.'.", completion: .facts)
  var prefix: String?

  @Option(help: "text or json.")
  var format: Format = .text

  func run() throws {
    let records = FactTypes.listing().map {
      ($0.record, $0.facts.filter { $0.name.hasPrefix(prefix ?? "") })
    }
    .filter { !$0.1.isEmpty }
    switch format {
    case .json:
      let facts = records.flatMap(\.1).map { fact -> JSONValue in
        [
          "name": .string(fact.name), "type": .string(fact.type),
          "unit": fact.unit.map { .string($0) } ?? .null, "meaning": .string(fact.meaning),
        ]
      }
      let functions = FactTypes.functions.map { function -> JSONValue in
        [
          "name": .string(function.name),
          "takes": .array(function.parameters.map { .string("\($0)") }),
          "returns": .string("\(function.result)"), "meaning": .string(function.doc),
        ]
      }
      Terminal.print(
        JSONWriter.text(["facts": .array(facts), "functions": .array(functions)], pretty: true)
          + "\n")
    case .text:
      var text = ""
      for (record, facts) in records {
        text += "\(record)\n"
        for fact in facts {
          let unit = fact.unit.map { ", \($0)" } ?? ""
          text += "  \(fact.name)  (\(fact.type)\(unit))\n      \(fact.meaning)\n"
        }
        text += "\n"
      }
      if prefix == nil {
        text += "functions\n"
        for function in FactTypes.functions {
          let takes = function.parameters.map { "\($0)" }.joined(separator: ", ")
          text += "  \(function.name)(\(takes)) -> \(function.result)\n      \(function.doc)\n"
        }
      }
      Terminal.print(text)
    }
  }
}
