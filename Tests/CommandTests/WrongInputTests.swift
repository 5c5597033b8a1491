import Foundation
import Testing

/// No input crashes the tool: each kind of wrong one ends with code 2 and says what to do.
@Suite struct WrongInputTests {
  private func refuse(
    _ content: Data, mentioning words: String...,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run("analyze", try folder.file("system.yaml", content))
    #expect(outcome.code == 2, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    for word in words {
      #expect(
        outcome.errors.contains(word), "\(outcome.errors.prefix(600))",
        sourceLocation: sourceLocation)
    }
  }

  private func refuse(
    _ text: String, mentioning words: String...,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run("analyze", try folder.file("system.yaml", text))
    #expect(outcome.code == 2, sourceLocation: sourceLocation)
    for word in words {
      #expect(
        outcome.errors.contains(word), "\(outcome.errors.prefix(600))",
        sourceLocation: sourceLocation)
    }
  }

  @Test func `an empty file`() throws { try refuse(Data(), mentioning: "empty") }

  @Test func `a binary file`() throws {
    try refuse(Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37) }), mentioning: "error:")
  }

  @Test func `a directory`() throws {
    let outcome = try Tool.run("analyze", "/tmp")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("directory"))
  }

  @Test func `a file that is not there`() throws {
    let outcome = try Tool.run("analyze", "/no/such/file.yaml")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("/no/such/file.yaml: error:"))
  }

  @Test func `more than 64 MiB`() throws {
    var big = Data("dsdesign: 1\nsystem: {name: x}\n# ".utf8)
    big.append(Data(repeating: 0x61, count: 70 << 20))
    try refuse(big, mentioning: "64 MiB")
  }

  @Test func `aliases that expand without end`() throws {
    var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for (name, previous) in zip("bcdefghij", "abcdefghi") {
      let aliases = Array(repeating: "*\(previous)", count: 9).joined(separator: ", ")
      bomb += "\(name): &\(name) [\(aliases)]\n"
    }
    try refuse(bomb, mentioning: "1000000 nodes")
  }

  @Test func `ten thousand open brackets`() throws {
    try refuse(String(repeating: "[", count: 10_000), mentioning: "64")
    try refuse(String(repeating: "{a: ", count: 10_000), mentioning: "64")
  }

  static let wrongValues: [(line: String, expected: String)] = [
    ("operations: {a: {timeout: 80}}", "80ms"), ("operations: {a: {timeout: 80 apples}}", "ms"),
    ("operations: {a: {timeout: -80ms}}", "error"), ("operations: {a: {rate: 90}}", "/s"),
    ("operations: {a: {requirements: {availability: 101%}}}", "100"),
    ("operations: {a: {requirements: {availability: 99.9}}}", "%"),
    ("operations: {a: {gaurd: none}}", "guard"), ("operations: {a: {guard: nonne}}", "none"),
    ("operations: {a: {writes: [stok]}}\ndata: {stock: {}}", "stock"),
    ("operations: {a: {service: x}}", "service"), ("operations: {a: {}, a: {}}", "a"),
    ("stores: {d: {product: redis, replicas: [nowhere/a]}}\noperations: {a: {}}", "nowhere"),
    ("sytsem: {}\noperations: {a: {}}", "system"), ("operations: {}", "operation"),
    ("operations: [a, b]", "map"),
  ]

  @Test(arguments: wrongValues)
  func `a wrong value or key is pointed at`(_ line: String, _ expected: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("system.yaml", "dsdesign: 1\nsystem: {name: x}\n\(line)\n")
    let outcome = try Tool.run("validate", path)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("system.yaml:"))
    #expect(outcome.errors.contains(": error: "))
    #expect(outcome.errors.contains(expected), "\(outcome.errors)")
  }

  @Test func `all problems of a file are told in one run, in order`() throws {
    let outcome = try Tool.run(
      "validate", "-",
      input: """
        dsdesign: 2
        system: {nmae: x}
        operations:
          a: {timeout: 5, writes: [nothing], rate: fast}
        """)
    #expect(outcome.code == 2)
    let places = outcome.errors.split(separator: "\n").compactMap { line -> Int? in
      guard line.hasPrefix("<stdin>:"), line.contains(": error: ") else { return nil }
      return Int(line.split(separator: ":")[1])
    }
    #expect(places.count >= 6)
    #expect(places == places.sorted())
  }

  @Test func `control characters of the input do not reach the terminal`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(
      "system.yaml",
      "dsdesign: 1\nsystem: {name: \"a\\e[31mred\\u202E\"}\noperations: {\"b\\ec\": {guard: \"\\e[2J\"}}\n"
    )
    for arguments in [["validate", path], ["analyze", path]] {
      let outcome = try Tool.run(arguments)
      for text in [outcome.output, outcome.errors] {
        #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
      }
    }
  }

  @Test func `wrong usage ends with code 2`() throws {
    for arguments in [
      ["analyze"], ["analyze", "-", "--format", "pdf"], ["nonsense"],
      ["analyze", "-", "--fail-on", "bad"],
    ] {
      #expect(try Tool.run(arguments).code == 2)
    }
    #expect(try Tool.run("--help").code == 0)
    #expect(try Tool.run("--version").code == 0)
  }
}
