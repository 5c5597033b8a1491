import ArgumentParser
import Diagnostics
import Knowledge
import Reporting

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Prints what the tool knows under an id: a rule, a decision or one of its options, a product, a consistency model, an anomaly, or a term."
  )

  @Argument(
    help: "The id, such as lock-without-fencing or transaction-pattern.", completion: .ruleIDs)
  var id: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let knowledge = try common.loadKnowledge(withExamples: true)
    let handbook = Handbook(knowledge)
    guard let page = handbook.page(id) else {
      let near = Spelling.nearest(to: id, among: handbook.ids)
      throw Failure(
        "nothing is known under '\(id)'", file: "explain",
        help: near.map { "did you mean '\($0)'?" } ?? "'dsdesign rules list' lists the ids")
    }
    Terminal.print(page)
  }
}
