import Expressions
import Knowledge

/// Collects the defaults that conclusions rest on, so that each is visible in the report.
struct AssumptionStage {
  private struct Entry {
    var facts: [String] = []
    var usedBy: [String] = []
    let value: String
    let meaning: String
  }

  private var order: [String] = []
  private var entries: [String: Entry] = [:]
  private var seen: Set<FactReference> = []

  /// Notes every assumed fact among the premises of `rule`.
  mutating func note(_ premises: [Premise], in facts: FactBase, usedBy rule: String) {
    for premise in premises where facts.origin(of: premise.fact) == .assumed {
      let record = premise.fact.record
      let field = record.type.fields[premise.fact.field]
      let value = ValueText.plain(premise.value)
      let key = "\(record.type.name).\(field.name)=\(value)"
      if entries[key] == nil {
        entries[key] = Entry(value: value, meaning: field.meaning)
        order.append(key)
      }
      if seen.insert(premise.fact).inserted {
        entries[key]!.facts.append(facts.path(of: premise.fact))
      }
      if !entries[key]!.usedBy.contains(rule) { entries[key]!.usedBy.append(rule) }
    }
  }

  /// In the order in which they were first used.
  var assumptions: [Assumption] {
    order.map { key in
      let entry = entries[key]!
      return Assumption(
        facts: entry.facts, value: entry.value, meaning: entry.meaning, usedBy: entry.usedBy)
    }
  }
}
