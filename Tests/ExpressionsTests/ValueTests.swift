import Diagnostics
import Expressions
import Testing

struct ValueTests {
  @Test(arguments: [
    (Value.double(1), "1.0"), (.double(.nan), "double('NaN')"), (.uint(3), "3u"),
    (.string("a'b\\\n\u{1B}\u{202E}"), "'a\\'b\\\\\\n\\x1b\\U0000202e'"),
    (.bytes([0, 0x27]), "b'\\x00\\''"),
    (.duration(.milliseconds(-1500)), "duration('-1.5s')"),
    (.list([.null, .bool(true)]), "[null, true]"),
    (.map(ValueMap(["b": .int(1), "a": .int(2)])), "{'b': 1, 'a': 2}"),
    (.type(.list(.int)), "list"),
    (.record(World.stock), "data.stock"),
  ])
  func `values are written as expressions`(value: Value, text: String) {
    #expect(value.debugDescription == text)
  }

  @Test func `maps find equal numbers of any type and refuse equal keys`() throws {
    let map = try ValueMap([
      (.int(1), .string("a")), (.uint(.max), .string("b")), (.bool(true), .null),
    ])
    #expect(map[.double(1)] == .string("a"))
    #expect(map[.uint(1)] == .string("a"))
    #expect(map[.uint(.max)] == .string("b"))
    #expect(map[.double(1.5)] == nil)
    #expect(map["1"] == nil)
    #expect(map.keys == [.int(1), .uint(.max), .bool(true)])
    #expect(throws: EvaluationError.self) { try ValueMap([(.int(1), .null), (.uint(1), .null)]) }
    #expect(throws: EvaluationError.self) { try ValueMap([(.double(1), .null)]) }
  }

  @Test func `a record is unknown until it is filled in`() {
    let record = Record(type: World.data, path: "data.x")
    #expect(record["name"]?.unknownFacts?.facts.map(\.path) == ["data.x.name"])
    record.values[0] = .string("x")
    record["nothing"] = .null
    #expect(record.values.map(\.debugDescription) == ["'x'", "unknown(data.x.invariants)"])
    #expect(record["nothing"] == nil)
    #expect(World.data.index(of: "invariants") == 1)
  }

  @Test func `an error of evaluation points at what failed`() throws {
    let text = "limit > 0 && 10 / (limit - 3) > 1"
    let program = try #require(World.compile(text).0)
    let error = try #require(
      program.evaluate([.record(World.place), .int(3)]).evaluationError)
    let location = program.location(of: error)
    #expect(location.file.text(of: location.span) == "10 / (limit - 3)")
    #expect(program.diagnostic(for: error).message == "division by zero")
  }

  @Test func `the manual has every function, once a signature, with a sentence`() {
    let entries = LanguageReference.entries
    for entry in entries {
      #expect(entry.meaning.hasSuffix("."), "\(entry.signature)")
      #expect(!entry.signature.isEmpty)
    }
    #expect(Set(entries.map(\.signature)).count == entries.count)
    #expect(Set(entries.map(\.kind)) == [.operator, .macro, .function])
  }
}
