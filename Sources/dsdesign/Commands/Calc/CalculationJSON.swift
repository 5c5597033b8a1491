import JSONDocument
import Knowledge

/// A calculation as JSON: units stand in the keys.
struct CalculationJSON {
  private let calculation: Calculation
  private let inputs: Inputs
  private let name: String
  private let sources: [String: Citation]
  private let explains: Bool

  init(
    _ calculation: Calculation, _ inputs: Inputs, name: String, sources: [String: Citation],
    explains: Bool
  ) {
    self.calculation = calculation
    self.inputs = inputs
    self.name = name
    self.sources = sources
    self.explains = explains
  }

  var value: JSONValue {
    var results = object(calculation.rows)
    for table in calculation.tables {
      results[table.key] = .array(
        table.rows.map { row in
          .object(
            JSONObject(
              zip(table.columns, row).map { (key: $0.key + $1.keySuffix, value: $1.json) }))
        })
    }
    var root: JSONObject = [
      "calculator": .string(name), "inputs": .object(object(inputs.rows)),
      "assumed": .array(
        inputs.assumed.map {
          [
            "option": .string($0.option), "value": .string($0.value),
            "because": .string($0.because),
            "meaning": $0.known.map { .string($0.meaning) } ?? .null,
          ]
        }),
      "results": .object(results), "notes": .array(calculation.notes.map { .string($0) }),
    ]
    if explains {
      root["formulas"] = .array(
        calculation.formulas.map { formula in
          let texts = formula.sources.map { CalculationText.citation($0, sources) }
          return [
            "formula": .string(formula.text), "sources": .array(texts.map { .string($0) }),
          ]
        })
    }
    return .object(root)
  }

  private func object(_ rows: [Calculation.Row]) -> JSONObject {
    JSONObject(rows.map { (key: $0.key + $0.figure.keySuffix, value: $0.figure.json) })
  }
}
