import Expressions
import Testing

/// What is not known travels as the specification says: `guard`, `commutative` and `store` of the
/// operation are unknown.
struct UnknownTests {
  @Test(arguments: [
    ("operation.guard", "operations.place.guard"),
    ("operation.guard == 'none'", "operations.place.guard"),
    ("!operation.commutative", "operations.place.commutative"),
    ("operation.guard == 'none' && operation.rate > 1.0", "operations.place.guard"),
    (
      "operation.guard == 'none' && operation.commutative",
      "operations.place.guard operations.place.commutative"
    ),
    ("operation.guard == 'none' || operation.guard == 'lock'", "operations.place.guard"),
    ("operation.commutative ? 1 : 2", "operations.place.commutative"),
    ("[operation.guard]", "operations.place.guard"),
    ("{'a': operation.guard}", "operations.place.guard"),
    ("operation.guard + operation.name", "operations.place.guard"),
    ("operation.guard.startsWith('n')", "operations.place.guard"),
    ("operation.guard.matches('n')", "operations.place.guard"),
    ("operation.guard in ['none', 'lock']", "operations.place.guard"),
    ("implies(operation.guard, 'x') && implies('x', operation.name)", ""),
    ("operation.store.name", "operations.place.store"),
    ("has(operation.guard)", "operations.place.guard"),
    ("operation.writes.exists(d, operation.guard == d.name)", "operations.place.guard"),
    ("operation.writes.exists_one(d, operation.guard == d.name)", "operations.place.guard"),
    ("operation.writes.filter(d, operation.guard == d.name)", "operations.place.guard"),
    ("operation.writes.map(d, operation.guard)", "operations.place.guard"),
    ("operation.commutative || 1 / 0 > 0", "operations.place.commutative"),
    ("1 / 0 > 0 && operation.commutative", "operations.place.commutative"),
  ])
  func `a result that an unknown fact decides is unknown and names the fact`(
    text: String, facts: String
  ) {
    let value = World.evaluate(text)
    let expected = facts.isEmpty ? nil : facts
    #expect(value.unknownFacts.map { $0.facts.map(\.path).joined(separator: " ") } == expected)
  }

  @Test(arguments: [
    ("operation.commutative && false", "false"), ("false && operation.commutative", "false"),
    ("operation.commutative || true", "true"), ("true ? 1 : operation.retries", "1"),
    ("operation.writes.exists(d, operation.commutative || d.name == 'stock')", "true"),
    ("operation.writes.all(d, operation.commutative && d.name == 'stock')", "false"),
    ("has(operation.name)", "true"), ("has(operation.retries)", "false"),
    ("operation.retries == null", "true"), ("'x' in [operation.name, 'x']", "true"),
  ])
  func `a result that no unknown fact can change is known`(text: String, expected: String) {
    #expect(World.evaluate(text).debugDescription == expected)
  }

  @Test(arguments: [
    ("known(operation.guard)", "false"), ("!known(operation.guard)", "true"),
    ("known(operation.name)", "true"), ("known(operation.retries)", "true"),
    ("known(operation.guard) && operation.guard == 'none'", "false"),
    ("!known(operation.guard) || operation.guard == 'none'", "true"),
    ("known(operation.guard == 'none')", "false"),
    ("known(operation.guard == 'none' && operation.rate < 0.0)", "true"),
    ("known(operation.store.name)", "false"),
    ("operation.writes.filter(d, known(d.name)).size()", "2"),
    ("known(operation.guard) ? operation.guard : 'nobody'", "'nobody'"),
  ])
  func `whether a fact is known is known itself`(text: String, expected: String) {
    #expect(World.evaluate(text).debugDescription == expected)
  }

  @Test func `an error is not known to be unknown`() {
    #expect(World.evaluate("known(1 / 0)").evaluationError?.kind == .divisionByZero)
  }

  @Test(arguments: [
    ("known(1)", "known() asks whether a fact is known"),
    ("known(operation.gard)", "operation has no field 'gard'"),
    ("known(operation.guard) == 'yes'", "no overload of '==' for bool and string"),
    ("knwon(operation.guard)", "there is no function 'knwon'"),
  ])
  func `what known takes and gives is checked`(text: String, problem: String) {
    #expect(World.compile(text).1.map(\.message) == [problem])
  }

  @Test func `an unknown element leaves membership open unless another one is found`() {
    let fact = FactReference(record: World.place, field: 1)
    let list: [(name: String, value: Value)] = [
      ("xs", .list([.unknown(UnknownFacts(fact)), .int(1)]))
    ]
    #expect(result("1 in xs", list) == "true")
    #expect(result("2 in xs", list) == "unknown(operations.place.guard)")
    #expect(result("'a' in xs", list) == "unknown(operations.place.guard)")
    #expect(result("xs == [1]", list) == "false")
    #expect(result("xs == [1, 1]", list) == "unknown(operations.place.guard)")
    #expect(result("xs == [1, 2]", list) == "false")
    #expect(result("size(xs)", list) == "2")
  }

  @Test func `unknown facts merge in order and only once`() {
    let (first, second, third) = (
      FactReference(record: World.place, field: 0), FactReference(record: World.place, field: 1),
      FactReference(record: World.stock, field: 0)
    )
    let merged = UnknownFacts([second, first]).merging(UnknownFacts([first, third, second]))
    #expect(merged.facts == [second, first, third])
    #expect(UnknownFacts().merging(UnknownFacts(first)).facts == [first])
    #expect(UnknownFacts([first, first]) == UnknownFacts(first))
  }
}
