import Knowledge
import Testing

@testable import Analysis

/// How a decision weighs what is known, and what it makes of what is not.
@Suite struct DecisionTests {
  /// What speaks about each option: `x` excludes, `+` supports, `-` opposes; with a strength and a
  /// condition.
  struct Weighing: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let options: [(id: String, arguments: [String])]
    let chosen: String?
    let confidence: Decision.Confidence
    var scores: [Int] = []
  }

  /// Known to hold, known not to, and not stated.
  static let (yes, no, open) = (
    "operation.commutative", "operation.is_write", "operation.idempotent"
  )

  static let weighings: [Weighing] = [
    Weighing(
      testDescription: "support and opposition are summed by strength",
      options: [
        ("a", ["+ strong \(yes)", "- weak \(yes)"]),
        ("b", ["+ moderate \(yes)", "+ strong \(no)"]),
      ], chosen: "a", confidence: .medium, scores: [3, 2]),
    Weighing(
      testDescription: "a lead of two is clear",
      options: [("a", ["+ strong \(yes)"]), ("b", ["+ moderate \(yes)"])], chosen: "a",
      confidence: .high, scores: [4, 2]),
    Weighing(
      testDescription: "a tie goes to the simpler", options: [("a", []), ("b", [])], chosen: "a",
      confidence: .medium, scores: [0, 0]),
    Weighing(
      testDescription: "one reason more beats the simpler",
      options: [("a", []), ("b", ["+ weak \(yes)"])], chosen: "b", confidence: .medium,
      scores: [0, 1]),
    Weighing(
      testDescription: "what is excluded is not chosen, whatever supports it",
      options: [("a", ["x \(yes)", "+ strong \(yes)"]), ("b", ["- strong \(yes)"])], chosen: "b",
      confidence: .high, scores: [0, -4]),
    Weighing(
      testDescription: "an exclusion that does not hold excludes nothing",
      options: [("a", ["x \(no)", "+ strong \(yes)"]), ("b", [])], chosen: "a", confidence: .high,
      scores: [4, 0]),
    Weighing(
      testDescription: "nothing is advised when all is excluded",
      options: [("a", ["x \(yes)"]), ("b", ["x \(yes)"])], chosen: nil, confidence: .high),
    Weighing(
      testDescription: "an open argument that could turn the choice lowers confidence",
      options: [("a", ["+ weak \(yes)"]), ("b", ["+ moderate \(open)"])], chosen: "a",
      confidence: .low, scores: [1, 0]),
    Weighing(
      testDescription: "an open argument too weak to turn it does not",
      options: [("a", ["+ strong \(yes)"]), ("b", ["+ moderate \(open)"])], chosen: "a",
      confidence: .high, scores: [4, 0]),
    Weighing(
      testDescription: "an open tie with a later option turns nothing",
      options: [("a", ["+ moderate \(yes)"]), ("b", ["+ moderate \(open)"])], chosen: "a",
      confidence: .medium, scores: [2, 0]),
    Weighing(
      testDescription: "an open tie with an earlier option would turn it",
      options: [("a", ["+ moderate \(open)"]), ("b", ["+ moderate \(yes)"])], chosen: "b",
      confidence: .low, scores: [0, 2]),
    Weighing(
      testDescription: "what may be excluded is uncertain",
      options: [("a", ["x \(open)", "+ strong \(yes)"]), ("b", [])], chosen: "a", confidence: .low,
      scores: [4, 0]),
    Weighing(
      testDescription: "a rival that may be excluded counts until it is",
      options: [("a", ["+ strong \(yes)"]), ("b", ["x \(open)"])], chosen: "a", confidence: .high,
      scores: [4, 0]),
  ]

  private func topic(_ options: [(id: String, arguments: [String])], more: String = "") -> String {
    let names = ["x": "excluded", "+": "supported", "-": "opposed"]
    let texts = options.map { option in
      let lists = ["x", "+", "-"].map { mark -> String in
        let items = option.arguments.filter { $0.hasPrefix(mark) }.map { argument -> String in
          let words = argument.split(separator: " ", maxSplits: mark == "x" ? 1 : 2)
          let strength = mark == "x" ? "" : "strength: \(words[1]), "
          return "{if: \"\(words.last!)\", \(strength)why: So it is.}"
        }
        return "    \(names[mark]!): [\(items.joined(separator: ", "))]"
      }
      return "  \(option.id):\n    title: T\n    summary: S.\n" + lists.joined(separator: "\n")
    }
    return """
      topic: topic
      for: operation
      asks: "What of {operation.name}?"
      examples: [{system: {}, chooses: {}}]
      \(more)
      options:
      \(texts.joined(separator: "\n"))
      """
  }

  @Test(arguments: weighings)
  func `the heaviest option is chosen, as firmly as the facts allow`(_ weighing: Weighing) throws {
    let knowledge = try tiny(["decisions/a.yaml": topic(weighing.options)])
    let analysis = try analyze("operations: {pay: {commutative: true}}", with: knowledge)
    let decision = analysis.decisions.first
    #expect(decision?.option.id == weighing.chosen)
    guard let decision else { return }
    #expect(decision.confidence == weighing.confidence)
    #expect(decision.verdicts.map(\.score) == weighing.scores)
    #expect(analysis.questions.isEmpty == (weighing.confidence != .low))
    for question in analysis.questions {
      #expect(question.facts == ["operations.pay.idempotent"])
      #expect(question.couldChange.map(\.id) == ["topic"])
    }
  }

  @Test func `the answer to the question that low confidence asks changes the choice`() throws {
    let knowledge = try tiny([
      "decisions/a.yaml": topic([("a", ["+ weak \(Self.yes)"]), ("b", ["+ moderate \(Self.open)"])])
    ])
    for (answer, chosen) in [("true", "b"), ("false", "a")] {
      let analysis = try analyze(
        "operations: {pay: {commutative: true, idempotent: \(answer)}}", with: knowledge)
      #expect(analysis.decisions.map(\.option.id) == [chosen])
      #expect(analysis.questions.isEmpty)
    }
  }

  @Test(arguments: [
    (yes, 1, 0), (no, 0, 0), (open, 0, 1), ("\(no) && \(open)", 0, 0),
  ])
  func `a topic is put where its condition holds, and asked about where that is open`(
    _ when: String, _ decisions: Int, _ questions: Int
  ) throws {
    let knowledge = try tiny([
      "decisions/a.yaml": topic([("a", [])], more: "when: \(when)")
    ])
    let analysis = try analyze("operations: {pay: {commutative: true}}", with: knowledge)
    #expect(analysis.decisions.count == decisions)
    #expect(analysis.questions.count == questions)
  }

  @Test(arguments: [
    ("current: \"'a'\"", "", true), ("current: \"'b'\"", "", false), ("", "", false),
    ("current: \"'b'\"", "    met: operation.commutative", true),
    ("current: \"'b'\"", "    met: operation.is_write", false),
    ("current: \"'b'\"", "    met: operation.idempotent", false),
  ])
  func `what the design has already, or meets in another form, is kept`(
    _ current: String, _ met: String, _ isKept: Bool
  ) throws {
    var text = topic([("a", []), ("b", [])], more: current)
    text = text.replacing(
      "  a:\n    title: T",
      with: "  a:\n    title: T\n    steps: [{milestone: first, do: Go.}]\n\(met)",
      maxReplacements: 1)
    let analysis = try analyze(
      "operations: {pay: {commutative: true}}", with: tiny(["decisions/a.yaml": text]))
    #expect(analysis.decisions.map(\.isKept) == [isKept])
    #expect(analysis.steps.map(\.text) == (isKept ? [] : ["Go."]))
  }
}
