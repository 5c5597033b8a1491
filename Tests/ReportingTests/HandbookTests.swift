import Testing

@testable import Reporting

@Suite struct HandbookTests {
  private let handbook = Handbook(Sample.knowledge)

  @Test func `everything that has an id has a page`() {
    for id in handbook.ids {
      let page = handbook.page(id)
      #expect(page?.hasPrefix("# ") == true, "\(id)")
      #expect(page.map { $0.contains("Optional(") } == false, "\(id)")
    }
  }

  @Test(
    arguments: [
      (
        "lock-without-fencing",
        ["## Why", "## When it holds", "## Instead", "## Example", "## Sources", "## See also"]
      ),
      (
        "floor-needs-agreement", ["## What it asks for", "## Example", "## Sources", "## See also"]
      ),
      ("transaction-pattern", ["## When it is asked", "(`saga-orchestration`)", "## Examples"]),
      (
        "replication/consensus",
        ["**Ruled out**", "**Steps.**", "**Coming from another option.**", "## Sources"]
      ),
      ("linearizable", ["**Implies**", "## What it rules out", "## What asks for it"]),
      ("write-skew", ["**In the literature.**", "**Ruled out by**"]),
      ("fencing-token", ["## Sources", "## See also"]), ("semantic-lock", ["## When it helps"]),
      ("postgresql", ["## What it gives"]), ("ack-write-loss", ["## Rules"]),
      ("fencing", ["**Done when**"]), ("transactions", ["# Learn"]),
    ])
  func `a page tells what its kind needs`(id: String, parts: [String]) throws {
    let page = try #require(handbook.page(id))
    for part in parts { #expect(page.contains(part), "\(id): \(part)") }
  }

  @Test func `nothing is made up for an unknown id`() {
    #expect(handbook.page("no-such-thing") == nil)
    #expect(handbook.page("transaction-pattern/no-such-thing") == nil)
  }
}
