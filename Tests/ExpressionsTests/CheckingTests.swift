import Diagnostics
import Expressions
import Testing

/// What the checker says, where, and what it proposes.
struct CheckingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var message: String
    var place: String
    var help: String?
    var testDescription: String { text }

    init(_ text: String, _ message: String, at place: String, _ help: String? = nil) {
      (self.text, self.message, self.place, self.help) = (text, message, place, help)
    }
  }

  @Test(arguments: [
    Case(
      "operation.gaurd == 'none'", "operation has no field 'gaurd'", at: "gaurd",
      "did you mean 'guard'?"),
    Case(
      "operation.writes.exists(d, d.invariant == [])", "data has no field 'invariant'",
      at: "invariant", "did you mean 'invariants'?"),
    Case(
      "has(operation.zzz)", "operation has no field 'zzz'", at: "zzz",
      "its fields are name, guard, writes, rate, retries, store, commutative"),
    Case(
      "operatoin.name == ''", "nothing is named 'operatoin' here", at: "operatoin",
      "did you mean 'operation'?"),
    Case(
      "operation.name.size", "string has no fields", at: "size",
      "a function is called with parentheses: .size()"),
    Case(
      "operation.guard == 'nonee'", "'nonee' never occurs here", at: "'nonee'",
      "did you mean 'none'?"),
    Case(
      "operation.guard in ['lock', 'mutex']", "'mutex' never occurs here", at: "'mutex'",
      "the words are none, optimistic, lock"),
    Case(
      "operation.writes.all(d, 'uniq' in d.invariants)", "'uniq' never occurs here", at: "'uniq'",
      "did you mean 'unique'?"),
    Case("operation.rate > 10", "no overload of '>' for double and int", at: ">", "write 10.0"),
    Case(
      "operation.rate == limit", "no overload of '==' for double and int", at: "==",
      "convert one of them: double(…)"),
    Case("1 == 1.0", "no overload of '==' for int and double", at: "==", "write 1.0"),
    Case(
      "operation.name + 1", "no overload of '+' for string and int", at: "+",
      """
      '+' takes (int, int), (uint, uint), (double, double), (string, string), (bytes, bytes), \
      (duration, duration), (timestamp, duration), (duration, timestamp), two lists
      """),
    Case("operation.name && true", "a condition is needed here, not string", at: "operation.name"),
    Case("limit ? 1 : 2", "a condition is needed here, not int", at: "limit"),
    Case(
      "true ? 1 : 'a'", "the two results of '?:' are of different types: int and string", at: "'a'",
      "dyn(…) allows different types"),
    Case(
      "'a' in operation.name", "no overload of 'in' for string and string", at: "in",
      "for a part of a text write text.contains(part)"),
    Case(
      "1 in operation.writes.map(d, d.name)", "no overload of 'in' for int and list(string)",
      at: "in", "the elements are string"),
    Case("limit.all(x, true)", "int has no elements", at: "limit"),
    Case("operation.writes['a']", "the index is a int, not a string", at: "'a'"),
    Case(
      "size(limit)", "no overload of 'size' for (int)", at: "size",
      "there is size(string) -> int; size(bytes) -> int; size(list(dyn)) -> int; "
        + "size(map(dyn, dyn)) -> int"),
    Case("sise(operation.name)", "there is no function 'sise'", at: "sise", "did you mean 'size'?"),
    Case(
      "startsWith(operation.name, 'a')", "there is no function 'startsWith'", at: "startsWith",
      "it is called as x.startsWith(…)"),
    Case(
      "operation.name.implies('a')", "nothing has a function 'implies'", at: "implies",
      "it is called as implies(x)"),
    Case(
      "operation.writes.exists(d.name == 'x')", "nothing has a function 'exists'", at: "exists",
      "it is used as list.exists(x, condition)"),
    Case("operation.name.matches('a(')", "bad regular expression: '(' is not closed", at: "'a('"),
    Case("duration('5 s') > duration('1s')", "'5 s' is not a duration", at: "'5 s'"),
    Case(
      "-operation.name", "no overload of '-' for string", at: "operation.name",
      "'-' takes int or double"),
    Case(
      "{1.5: 2}", "double is not a type of map keys", at: "1.5",
      "keys are bool, int, uint or string"),
  ])
  func `a mistake is told at its place, with the way out`(_ example: Case) throws {
    let (program, problems) = World.compile(example.text)
    #expect(program == nil)
    let problem = try #require(problems.first)
    #expect(problems.count == 1)
    #expect(problem.message == example.message)
    #expect(problem.help == example.help)
    let location = try #require(problem.location)
    #expect(location.file.text(of: location.span) == example.place)
  }

  @Test(arguments: [
    "operation.retries == null", "operation.store != null",
    "dyn(1) == 1.0", "[] + [1] == [1]", "[1, 'a'].size() == 2", "operation.guard == operation.name",
    "operation.name == 'anything'", "{}.map(k, k) == []", "[].exists(x, x.y.z)",
    "duration('1s') < duration('2s')", "operation.writes.map(d, d.name).exists(n, n == '')",
    "(limit > 1 ? [] : operation.writes).all(d, d.name != '')", "operation.rate > double(limit)",
  ])
  func `what fits is accepted`(text: String) {
    #expect(World.compile(text).1.map(\.message) == [])
  }

  @Test func `all mistakes are told at once, in their order`() {
    let text = "operation.nme == 'a' && limt > 1 || operation.rate == '1'"
    #expect(
      World.compile(text).1.map(\.message) == [
        "operation has no field 'nme'", "nothing is named 'limt' here",
        "no overload of '==' for double and string",
      ])
  }

  @Test func `the type of an element survives an empty list`() throws {
    let problem = try #require(
      World.compile("(limit > 1 ? [] : operation.writes).all(d, d.nme != '')").1.first)
    #expect(problem.message == "data has no field 'nme'")
  }

  @Test(arguments: [
    ("operation.rate", "double"), ("operation.writes.map(d, d.name)", "list(string)"),
    ("[]", "list(dyn)"),
    ("{'a': [1]}", "map(string, list(int))"), ("operation.writes[0]", "data"), ("type(1)", "type"),
    ("[1, 'a'][0]", "dyn"), ("operation.rate * 2.0", "double"), ("dyn(1) + 1", "int"),
    ("size('a')", "int"), ("implies('a', 'b')", "bool"),
    ("timestamp(0) - timestamp(0)", "duration"),
  ])
  func `the type of the result is known before evaluation`(text: String, type: String) {
    #expect(World.compile(text).0.map { "\($0.resultType)" } == type)
  }

  @Test func `the result can be required to be of a type`() {
    #expect(
      World.compile("limit", expecting: .bool).1.map(\.message) == [
        "the result must be bool, not int"
      ])
    #expect(World.compile("dyn(limit)", expecting: .bool).1.isEmpty)
    #expect(World.compile("limit > 1", expecting: .bool).1.isEmpty)
  }

  @Test func `without checking the same mistakes wait for evaluation`() {
    #expect(result("nothing.at.all == 1 || true") == "true")
    #expect(result("1 == 1.0 && 'a' in 'abc' || true") == "true")
    #expect(result("[1, 2].foo() || true") == "true")
  }

  @Test func `a function of one's own gets values of its types only`() {
    let environment = Environment(
      records: [], variables: [("x", .dyn)],
      functions: [
        FunctionDeclaration(
          name: "math.half", parameter: .int, result: .int, doc: "Half of it.",
          unary: { value in if case .int(let int) = value { .int(int / 2) } else { .null } }),
        FunctionDeclaration(
          name: "sum3", parameters: [.int, .int, .int], result: .int, doc: "The sum."
        ) { values in .int(Int64(values.count)) },
      ])
    let half = Program.compile("math.half(x)", in: environment).0
    #expect(half?.evaluate([.int(9)]) == .int(4))
    #expect(half?.evaluate([.string("9")]).evaluationError?.kind == .noMatchingOverload)
    #expect(Program.compile("math.half('9')", in: environment).0 == nil)
    #expect(Program.compile("sum3(1, 2, x)", in: environment).0?.evaluate([.int(3)]) == .int(3))
  }
}
