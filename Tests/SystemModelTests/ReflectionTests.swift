import Diagnostics
import SystemModel
import Testing

/// The view that expressions have of a description.
struct ReflectionTests {
  @Test func `the full description states every field`() throws {
    let system = try #require(read(fullDescription).0)
    var stated: [String: Set<String>] = [:]
    collect(.record(RecordView(system)), into: &stated)
    for record in Schema.records {
      var expected = Set(record.fields.map(\.key))
      if record.recordName == "constraints" { expected.remove("texts") }
      #expect(stated[record.recordName] == expected, "\(record.title)")
    }
  }

  private func collect(_ value: FieldValue, into stated: inout [String: Set<String>]) {
    switch value {
    case .record(let view):
      for field in view.statedFields {
        stated[view.name, default: []].insert(view.fields[field.index].key)
        collect(field.value.value, into: &stated)
      }
    case .list(let values): for value in values { collect(value.value, into: &stated) }
    case .map(let values): for value in values { collect(value.value.value, into: &stated) }
    default: break
    }
  }

  @Test func `every stated value has the type of its field`() throws {
    for text in [fullDescription, exampleDescription] {
      check(RecordView(try #require(read(text).0)))
    }
  }

  private func check(_ view: RecordView) {
    for field in view.statedFields {
      let descriptor = view.fields[field.index]
      #expect(fits(field.value.value, descriptor.type), "\(view.name).\(descriptor.key)")
    }
    for descriptor in view.fields {
      if let value = descriptor.default {
        #expect(fits(value, descriptor.type), "default of \(view.name).\(descriptor.key)")
      }
    }
  }

  private func fits(_ value: FieldValue, _ type: FieldType) -> Bool {
    switch (value, type) {
    case (.bool, .bool), (.integer, .integer), (.number, .number), (.text, .text),
      (.duration, .duration), (.rate, .rate), (.bytes, .bytes), (.ratio, .ratio), (.name, .name),
      (_, .any):
      return true
    case (.text(let word), .vocabulary(let words)): return words.contains(word)
    case (.list(let values), .list(let element)):
      return values.allSatisfy { fits($0.value, element) }
    case (.map(let values), .map(let element)):
      return values.allSatisfy { fits($0.value.value, element) }
    case (.record(let view), .record(let name)):
      check(view)
      return view.name == name
    default: return false
    }
  }

  @Test func `a field is found one by one as among all`() throws {
    let view = RecordView(try #require(read(fullDescription).0?.stores["events"]?.value))
    let stated = view.statedFields.map(\.index)
    #expect(stated == view.fields.indices.filter { view.field($0) != nil })
    #expect(stated.map { view.fields[$0].key } == ["product", "backups"])
  }

  func value(_ key: String, of view: RecordView) -> FieldValue? {
    guard let index = view.fields.firstIndex(where: { $0.key == key }) else { return nil }
    return view.field(index)?.value
  }

  @Test func `quantities are plain numbers of one unit`() throws {
    let system = try #require(read(fullDescription).0)
    let scale = RecordView(try #require(system.system.scale?.value))
    guard case .rate(2500)? = value("peak_rate", of: scale),
      case .bytes(858_993_459_200)? = value("data_size", of: scale),
      case .number(2)? = value("growth", of: scale)
    else { throw Failure() }
    let requirements = RecordView(try #require(system.requirements?.value))
    guard case .ratio(0.9995)? = value("availability", of: requirements),
      case .duration(.endless)? = value("staleness", of: requirements),
      case .duration(.seconds(300))? = value("data_loss", of: requirements)
    else { throw Failure() }
    let clocks = RecordView(try #require(system.topology?.clocks?.value))
    guard case .ratio(0.0002)? = value("drift", of: clocks) else { throw Failure() }
    let order = try #require(system.operations["place-order"])
    guard
      case .integer(.max)? = value("attempts", of: RecordView(try #require(order.retries?.value)))
    else { throw Failure() }
    guard case .bool(true)? = value("fallback", of: RecordView(order.value)) else {
      throw Failure()
    }
    let backups = RecordView(try #require(system.stores["events"]?.backups?.value))
    guard case .bool(false)? = value("taken", of: backups) else { throw Failure() }
  }

  struct Failure: Error {}

  @Test func `values keep their places`() throws {
    let file = SourceFile(name: "system.yaml", text: exampleDescription)
    let system = try #require(SystemDescription.read(file).0)
    let place = RecordView(try #require(system.operations["place-order"]?.value))
    let index = try #require(place.fields.firstIndex { $0.key == "rate" })
    let rate = try #require(place.field(index))
    #expect(file.text(of: rate.span) == "90/s")
    #expect(file.text(of: rate.keySpan) == "rate")
    let stores = try #require(
      system.statedFields.first { SystemDescription.fields[$0.index].key == "stores" })
    guard case .map(let entries) = stores.value.value else { throw Failure() }
    #expect(file.text(of: entries[0].value.keySpan) == "orders-db")
  }

  @Test(arguments: [
    ("topology", "fault_model", "crash"), ("topology", "trust", "single-organization"),
    ("store", "role", "source-of-truth"), ("store", "legacy", "false"),
    ("service", "external", "false"), ("service", "legacy", "false"),
    ("requirements", "byzantine", "false"), ("replica", "count", "1"),
  ])
  func `defaults are those of the format`(record: String, key: String, value: String) {
    let fields = Schema.record(named: record)?.fields ?? []
    let shown: String? =
      switch fields.first(where: { $0.key == key })?.default {
      case .bool(let value)?: "\(value)"
      case .integer(let value)?: "\(value)"
      case .text(let value)?: value
      default: nil
      }
    #expect(shown == value)
  }

  @Test func `all else is unknown when it is left out, save lists and maps`() {
    let known: Set = [
      "fault_model", "trust", "role", "legacy", "external", "byzantine", "count", "managed_only",
    ]
    for record in Schema.records {
      for field in record.fields where !known.contains(field.key) {
        switch field.default {
        case nil, .list?, .map?: break
        default: Issue.record("\(record.recordName).\(field.key) has a default")
        }
      }
    }
  }
}
