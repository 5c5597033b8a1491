import Foundation
import Testing

/// `dsdesign products`.
@Suite struct ProductsTests {
  @Test func `list names every product once`() throws {
    let lines = try Tool.run("products", "list").output.split(separator: "\n")
    let names = lines.compactMap { $0.split(separator: " ").first }
    #expect(names.count >= 53)
    #expect(Set(names).count == names.count)
    #expect(names.contains("postgresql"))
  }

  @Test func `show tells what is in force, why, and what one setting more would change`() throws {
    let weak = try Tool.run("products", "show", "mongodb", "--settings", "w=1", "--version", "7.0")
    #expect(weak.code == 0, "\(weak.errors)")
    #expect(weak.output.contains("loses_acknowledged  failover"))
    #expect(weak.output.contains("w = 1 (stated)"))
    #expect(weak.output.contains("w=majority: writes eventual → linearizable"))
    let strong = try Tool.run("products", "show", "mongodb", "--version", "7.0")
    #expect(strong.output.contains("loses_acknowledged  no"))
    #expect(strong.output.contains("w = majority (the default)"))
  }

  @Test func `a default that an older version had is pointed out`() throws {
    let older = try Tool.run("products", "show", "mongodb", "--version", "4.4").output
    #expect(older.contains("w is 1 by default in 4.4; in the newest it is majority."))
    let unstated = try Tool.run("products", "show", "mongodb").output
    #expect(unstated.contains("No version is stated"))
    let stated = try Tool.run("products", "show", "mongodb", "--settings", "w=majority").output
    #expect(!stated.contains("No version is stated"))
  }

  @Test(arguments: [
    (["products", "show", "mongdb"], "did you mean 'mongodb'?"),
    (
      ["products", "show", "mongodb", "--settings", "readConcrn=local"],
      "did you mean 'readConcern'?"
    ),
    (["products", "show", "mongodb", "--settings", "readConcern=latest"], "expected local"),
    (["products", "show", "mongodb", "--settings", "w"], "write it as name=value"),
    (["products", "show", "mongodb", "--version", "new"], "is no version"),
    (["products", "show", "mongodb", "--nodes", "0"], "--nodes is 1 to 999"),
  ])
  func `what the catalogue does not know ends with 2 and a hint`(
    _ arguments: [String], _ hint: String
  ) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func `json has the same answer`() throws {
    let outcome = try Tool.run(
      "products", "show", "kafka", "--settings", "acks=all", "--version", "3.7", "--format", "json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let gives = try #require(object["gives"] as? [[String: Any]])
    #expect(gives.contains { $0["fact"] as? String == "writes" })
    #expect((object["switches"] as? [Any])?.isEmpty == false)
  }

  @Test func `validate tells of settings that mean nothing`() throws {
    let text = """
      dsdesign: 1
      system: {name: x}
      stores: {db: {product: mongodb, settings: {readConcrn: majority, readPreference: third}}}
      operations: {a: {}}
      """
    let outcome = try Tool.run("validate", "-", input: text)
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("did you mean 'readConcern'?"), "\(outcome.errors)")
    #expect(outcome.errors.contains("'third' is no value of MongoDB's setting 'readPreference'"))
  }
}
