import Expressions
import Testing

struct TraceTests {
  private static let writes = "operations.place.writes = [data.orders, data.stock]"
  private static let name = "operations.place.name = 'place'"
  private static let rate = "operations.place.rate = 20.0"
  private static let unknownGuard = "operations.place.guard = unknown(operations.place.guard)"

  @Test(
    arguments: [
      ("operation.rate > 1.0 && operation.name == 'place'", "true", [rate, name]),
      ("operation.rate > 1.0 && operation.name == 'x'", "false", [name]),
      ("operation.name == 'x' || operation.rate > 1.0", "true", [rate]),
      ("operation.name == 'x' || operation.rate < 1.0", "false", [name, rate]),
      ("operation.rate > 1.0 ? operation.name : operation.guard", "'place'", [rate, name]),
      ("operation.guard == 'none' && operation.name == 'x'", "false", [name]),
      (
        "operation.guard == 'none' && operation.name == 'place'",
        "unknown(operations.place.guard)", [unknownGuard, name]
      ),
      (
        "operation.writes.exists(d, 'non-negative' in d.invariants)", "true",
        [writes, "data.stock.invariants = ['non-negative']"]
      ),
      (
        "operation.writes.exists(d, 'unique' in d.invariants)", "false",
        [writes, "data.orders.invariants = []", "data.stock.invariants = ['non-negative']"]
      ),
      (
        "operation.writes.all(d, size(d.invariants) > 0)", "false",
        [writes, "data.orders.invariants = []"]
      ),
      ("operation.name == operation.name", "true", [name]),
      ("!known(operation.guard) && operation.rate > 1.0", "true", [unknownGuard, rate]),
      ("known(operation.rate) && operation.rate > 1.0", "true", [rate]),
      ("known(operation.guard) && operation.rate > 1.0", "false", [unknownGuard]),
      ("has(operation.retries)", "false", ["operations.place.retries = null"]),
      ("limit > 2", "true", []),
    ] as [(String, String, [String])])
  func `a trace holds the facts that decided`(text: String, value: String, premises: [String]) {
    let trace = World.trace(text)
    #expect(trace.value == value)
    #expect(trace.premises == premises)
  }

  @Test func `fields are listed before evaluation`() {
    let text =
      "operation.rate > 1.0 || operation.writes.exists(d, has(d.name) && d.name != operation.name)"
    let fields = World.compile(text).0?.referencedFields.map { "\($0.record).\($0.field)" }
    #expect(fields == ["operation.rate", "operation.writes", "data.name", "operation.name"])
  }
}
