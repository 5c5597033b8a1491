import Analysis
import Expressions
import Knowledge
import SystemModel

/// What the manual says of the description's fields, the facts and the functions, in mdoc(7).
enum ReferencePages {
  /// Every field, in a subsection for each key at the top.
  static var fields: String {
    var text = ""
    var section = ""
    var items: [(tag: String, text: String)] = []
    func close() {
      text += Mdoc.list(items)
      items = []
    }
    for row in SystemModel.Schema.fieldTable() {
      let top = String(row.path.prefix { $0 != "." && $0 != "[" })
      if top != section {
        close()
        section = top
        text += ".Ss \(Mdoc.argument(top))\n"
      }
      items.append(("Cm \(Mdoc.argument(row.path))", words(row)))
    }
    close()
    return text
  }

  private static func words(_ row: FieldRow) -> String {
    let type = row.type.replacing("` `", with: ", ").replacing("`", with: "")
    let meaning = row.meaning.replacing("`", with: "")
    let standard = row.default.map { " Default: \($0)." } ?? ""
    return "\(meaning) Type: \(type)\(row.isRequired ? ", required" : "").\(standard)"
  }

  /// Every fact, in a subsection for each kind of record.
  static var facts: String {
    FactTypes.listing().map { record, facts in
      ".Ss \(Mdoc.argument(record))\n"
        + Mdoc.list(
          facts.map { fact in
            let unit = fact.unit.map { ", \($0)" } ?? ""
            return (
              "Cm \(Mdoc.argument(fact.name))",
              "\(fact.meaning.replacing("`", with: "")) Type: \(fact.type)\(unit)."
            )
          })
    }.joined()
  }

  /// Every function that expressions can call beyond those of the language.
  static var functions: String {
    Mdoc.list(
      FactTypes.functions.map { function in
        let takes = function.parameters.map { "\($0)" }.joined(separator: ", ")
        return (
          "Cm \(Mdoc.argument("\(function.name)(\(takes))"))",
          "\(function.doc.replacing("`", with: "")) Gives \(function.result)."
        )
      })
  }

  /// Every kind of harm.
  static func categories(_ knowledge: KnowledgeBase) -> String {
    Mdoc.list(knowledge.categories.map { ("Cm \(Mdoc.argument($0.id))", $0.meaning) })
  }

  /// Every stage of the work.
  static func milestones(_ knowledge: KnowledgeBase) -> String {
    Mdoc.list(knowledge.milestones.map { ("Cm \(Mdoc.argument($0.id))", "\($0.title).") })
  }
}
