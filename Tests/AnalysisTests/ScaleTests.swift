import Testing

@testable import Analysis

/// Large systems are analysed in parts on several cores; that shows nowhere.
@Suite struct ScaleTests {
  /// Operations with what they need, each for itself.
  static func system(_ range: Range<Int>) -> String {
    let kinds = ["order", "inventory", "cart", "telemetry", "content", "money", "messages"]
    let backoffs = ["none", "exponential", "constant"]
    var (operations, data, stores) = ("operations:\n", "data:\n", "stores:\n")
    for index in range {
      let replicas = index % 4 == 0 ? "[r/a]" : "[r/a, r/b]"
      operations += """
          o\(index): {reads: [d\(index)], writes: [d\(index)], guard: none, \
        idempotent: \(index % 2 == 0), \
        retries: {attempts: \(1 + index % 11), backoff: \(backoffs[index % 3])}}

        """
      data += "  d\(index): {store: s\(index), class: \(kinds[index % 7])}\n"
      stores += """
          s\(index): {product: postgresql, replicas: \(replicas), \
        failover: {mode: automatic, timeout: 30s, fencing: \(index % 5 == 0 ? "none" : "stonith")}}

        """
    }
    return "topology: {regions: {r: {zones: [a, b]}}}\n" + operations + data + stores
  }

  /// All that is concluded about single subjects, in the order told.
  static func conclusions(_ analysis: Analysis) -> [String] {
    analysis.findings.filter { $0.subject.kind != .system }.map {
      "\($0.rule.id) \($0.subject.name): \($0.message.text)"
    }
      + analysis.decisions.map {
        "\($0.topic.id) \($0.subject.name): \($0.option.id) \($0.verdicts.map(\.score))"
      }
      + analysis.operations.map { "\($0.subject.name): \($0.needs.consistency) \($0.missing)" }
  }

  static let whole = Result {
    try analyze(system(0..<600), with: ProjectKnowledge.base)
  }

  @Test func `the whole says what its halves say`() throws {
    let whole = Self.conclusions(try Self.whole.get())
    let halves = try [0..<300, 300..<600].flatMap {
      Self.conclusions(try analyze(Self.system($0), with: ProjectKnowledge.base))
    }
    #expect(whole.count > 1800)
    #expect(whole.sorted() == halves.sorted())
  }

  @Test func `parts too small to be spread say the same`() throws {
    let whole = Set(Self.conclusions(try Self.whole.get()))
    for start in stride(from: 0, to: 600, by: 97) {
      let part = Self.conclusions(
        try analyze(Self.system(start..<start + 3), with: ProjectKnowledge.base))
      #expect(!part.isEmpty && whole.isSuperset(of: part))
    }
  }

  @Test func `two runs tell the same in the same order`() throws {
    let again = try analyze(Self.system(0..<600), with: ProjectKnowledge.base)
    #expect(Self.conclusions(try Self.whole.get()) == Self.conclusions(again))
    #expect(try Self.whole.get().questions.map(\.asks) == again.questions.map(\.asks))
    #expect(try Self.whole.get().steps.map(\.text) == again.steps.map(\.text))
  }
}
