import Testing

@testable import Reporting

/// Decision records: stable, superseded by number, and never over what people wrote.
@Suite struct RecordTests {
  /// `more` adds to the one operation; with `all` it must not lose a write.
  static func report(dataLoss: String, more: String = "") throws -> Report {
    try Sample.report(
      """
      dsdesign: 1
      system: {name: Shop}
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores:
        db: {product: postgresql, replicas: [r/a, r/b, r/c], failover: {mode: automatic}}
      data: {orders: {store: db, class: order}}
      operations:
        buy: {writes: [orders], rate: 10/s, requirements: {data_loss: \(dataLoss)}}
      \(more)
      """)
  }

  typealias Files = [(name: String, text: String)]

  static func run(_ report: Report, on files: Files) -> (
    files: Files, changes: [RecordFolder.Change]
  ) {
    let changes = RecordFolder(report, files: files).changes()
    var files = files
    for change in changes {
      if let index = files.firstIndex(where: { $0.name == change.name }) {
        files[index].text = change.text
      } else {
        files.append((change.name, change.text))
      }
    }
    return (files, changes)
  }

  static func replication(_ files: Files) -> Files {
    files.filter { $0.name.contains("-replication-") }
  }

  @Test(arguments: Sample.starters)
  func `one file a decision, numbered from one, and a second run changes nothing`(
    _ starter: String
  ) throws {
    let report = try Sample.starter(starter)
    let (files, changes) = Self.run(report, on: [])
    #expect(changes.allSatisfy { $0.isNew })
    #expect(files.count == report.decisionGroups.count)
    #expect(files.compactMap { RecordFile.number(of: $0.name) } == Array(1...files.count))
    #expect(files.allSatisfy { $0.text.hasPrefix("---\nstatus: \"") })
    #expect(Self.run(report, on: files).changes.isEmpty)
  }

  @Test func `a decision that comes out differently gets a new number, and the old one names it`()
    throws
  {
    let before = Self.run(try Self.report(dataLoss: "none"), on: []).files
    let old = try #require(Self.replication(before).first)
    let after = Self.run(try Self.report(dataLoss: "1h"), on: before)
    let new = try #require(after.changes.first { $0.isNew && $0.name.contains("-replication-") })
    #expect(RecordFile.number(of: new.name).map { $0 > before.count } == true)
    let kept = try #require(after.files.first { $0.name == old.name })
    #expect(kept.text.hasPrefix("---\nstatus: \"superseded by \(new.name)\"\n"))
    #expect(kept.text.contains("\"subjects\":[\"db\"]"))
    // Only the head of the old record says so: its text is history.
    #expect(kept.text.drop { $0 != "#" } == old.text.drop { $0 != "#" })
    // Back again: not the old number, and the run after that rests.
    let back = Self.run(try Self.report(dataLoss: "none"), on: after.files)
    #expect(back.changes.contains { $0.isNew && $0.name.contains("-replication-") })
    #expect(Self.run(try Self.report(dataLoss: "none"), on: back.files).changes.isEmpty)
  }

  @Test func `what people wrote below the marker stays, and so does a status of theirs`() throws {
    var files = Self.run(try Self.report(dataLoss: "none"), on: []).files
    let index = try #require(files.firstIndex { $0.name.contains("-replication-") })
    files[index].text += "\nAnn: agreed on Monday.\n"
    files[index].text = files[index].text.replacing(
      "status: \"proposed\"", with: "status: accepted")
    let accepted = files[index].text
    // The rate is in the reasons, so an open record would follow it.
    let other = try Self.report(dataLoss: "none", more: "priorities: [durability]")
    #expect(Self.run(other, on: files).files[index].text == accepted)
    let moved = Self.run(try Self.report(dataLoss: "1h"), on: files).files[index].text
    #expect(moved.hasSuffix("\nAnn: agreed on Monday.\n"))
    #expect(moved.contains("status: \"superseded by "))
  }

  @Test func `an open record follows the analysis above the marker`() throws {
    var files = Self.run(try Self.report(dataLoss: "none"), on: []).files
    let index = try #require(files.firstIndex { $0.name.contains("-replication-") })
    let fresh = files[index].text
    let own = "\nBen: not sure.\n"
    files[index].text = fresh.replacing("## Decision Outcome", with: "## Old words") + own
    #expect(
      Self.run(try Self.report(dataLoss: "none"), on: files).files[index].text == fresh + own)
  }

  @Test func `a new subject gets a record of its own; the others keep theirs`() throws {
    let before = Self.run(try Self.report(dataLoss: "none"), on: []).files
    let more = """
        pay: {writes: [money], rate: 1/s, requirements: {data_loss: none}}
      """
    let report = try Sample.report(
      """
      dsdesign: 1
      system: {name: Shop}
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores:
        db: {product: postgresql, replicas: [r/a, r/b, r/c], failover: {mode: automatic}}
        ledger: {product: postgresql, replicas: [r/a, r/b, r/c], failover: {mode: automatic}}
      data: {orders: {store: db, class: order}, money: {store: ledger, class: order}}
      operations:
        buy: {writes: [orders], rate: 10/s, requirements: {data_loss: none}}
      \(more)
      """)
    let after = Self.run(report, on: before)
    let records = Self.replication(after.files)
    #expect(records.count == 2)
    #expect(records[0].text.contains("\"subjects\":[\"db\"]"))
    #expect(records[1].text.contains("\"subjects\":[\"ledger\"]"))
  }

  @Test
  func `one of two subjects that goes another way is noted, and the record stands for the other`()
    throws
  {
    func report(_ loss: String) throws -> Report {
      try Sample.report(
        """
        dsdesign: 1
        system: {name: Shop}
        topology: {regions: {r: {zones: [a, b, c]}}}
        stores:
          db: {product: postgresql, replicas: [r/a, r/b, r/c], failover: {mode: automatic}}
          ledger: {product: postgresql, replicas: [r/a, r/b, r/c], failover: {mode: automatic}}
        data: {orders: {store: db, class: order}, money: {store: ledger, class: order}}
        operations:
          buy: {writes: [orders], rate: 10/s, requirements: {data_loss: none}}
          pay: {writes: [money], rate: 10/s, requirements: {data_loss: \(loss)}}
        """)
    }
    let before = Self.run(try report("none"), on: []).files
    #expect(Self.replication(before).count == 1)
    let records = Self.replication(Self.run(try report("1h"), on: before).files)
    #expect(records.count == 2)
    #expect(records[0].text.hasPrefix("---\nstatus: \"proposed\"\n"))
    #expect(records[0].text.contains("\"subjects\":[\"db\"]"))
    #expect(records[0].text.contains("superseded-in-part: \"ledger by \(records[1].name)\""))
    #expect(records[1].text.contains("\"subjects\":[\"ledger\"]"))
  }

  @Test func `a question that no longer arises leaves a deprecated record`() throws {
    let before = Self.run(try Self.report(dataLoss: "none"), on: []).files
    let empty = try Sample.report("dsdesign: 1\nsystem: {name: Shop}\noperations: {look: {}}")
    let after = Self.run(empty, on: before).files
    let record = try #require(Self.replication(after).first)
    #expect(record.text.hasPrefix("---\nstatus: \"deprecated: the question no longer arises\"\n"))
  }

  @Test func `files that are not ours are left alone, and their numbers are taken`() throws {
    let foreign: Files = [
      ("0041-use-swift.md", "# Use Swift\n"), ("README.md", "hello"),
      ("0007-broken.md", "---\nstatus: \"proposed\"\n---\nno marker\n"),
    ]
    let (files, changes) = Self.run(try Self.report(dataLoss: "none"), on: foreign)
    #expect(changes.allSatisfy { $0.isNew })
    #expect(changes.compactMap { RecordFile.number(of: $0.name) }.min() == 42)
    for file in foreign { #expect(files.contains { $0.name == file.name && $0.text == file.text }) }
  }

  @Test func `a run that ended between two files is completed by the next`() throws {
    let before = Self.run(try Self.report(dataLoss: "none"), on: []).files
    let report = try Self.report(dataLoss: "1h")
    let changes = RecordFolder(report, files: before).changes()
    let whole = Self.run(report, on: before).files
    // Only the first file was written.
    let half = before + [(changes[0].name, changes[0].text)]
    let completed = Self.run(report, on: half).files
    #expect(Set(completed.map(\.name)) == Set(whole.map(\.name)))
    for file in whole { #expect(completed.first { $0.name == file.name }?.text == file.text) }
  }

  @Test(
    arguments: [
      ("0001-a.md", 1), ("12345-a-b.md", 12345), ("001-x.md", 1), ("01-x.md", nil),
      ("0001.md", nil), ("0001-a.txt", nil), ("notes.md", nil), ("99999999999999999999-x.md", nil),
    ] as [(String, Int?)])
  func `numbers are read from names`(_ name: String, _ number: Int?) {
    #expect(RecordFile.number(of: name) == number)
  }

  @Test func `subjects may have any name`() throws {
    let record = RecordFile(
      number: 7, topic: "replication", choice: "../x", subjects: ["a\"b", "c\nd", "é, f"],
      status: "proposed", date: nil, body: "\n# T\n\n")
    #expect(record.name == "0007-replication----x.md")
    let read = try #require(RecordFile(name: record.name, text: record.text))
    #expect(read.subjects == ["a\"b", "c\nd", "é, f"])
    #expect(read.text == record.text)
  }
}
