import Diagnostics
import Expressions
import Knowledge
import SystemModel

/// What the catalogue remarks about stores and settings: filled in once all other facts are known.
struct CatalogueFacts {
  let base: FactBase
  let graph: Graph

  static let settingFields = [
    RecordField(
      name: "settings_without_effect", type: .list(.string), unit: nil,
      meaning: "Settings that the catalogue does not know, with the near spelling if there is one."),
    RecordField(
      name: "wrong_settings", type: .list(.string), unit: nil,
      meaning: "Settings with a value that the product does not take, with what it takes."),
  ]

  static let fields =
    settingFields + [
      RecordField(
        name: "refused", type: .list(.string), unit: nil,
        meaning: "What the product refuses or does not honour in this configuration."),
      RecordField(
        name: "refused_instead", type: .list(.string), unit: nil,
        meaning: "What to do about each refused configuration."),
      RecordField(
        name: "reported", type: .list(.string), unit: nil,
        meaning: "Published findings that concern this version and configuration."),
      RecordField(
        name: "reported_instead", type: .list(.string), unit: nil,
        meaning: "What closes each published finding."),
    ]

  func fill() {
    for store in graph.stores {
      let problems = SettingCheck.problems(of: store)
      fill(store.record, problems, named: store.value.settings != nil)
      fillRemarks(store)
    }
    for operation in graph.operations {
      fill(
        operation.record, SettingCheck.problems(of: operation),
        named: operation.value.settings != nil)
    }
  }

  func fillRemarks(_ store: StoreNode) {
    set(store, "refused", store.product?.refuses ?? [])
    set(store, "reported", store.product?.reports ?? [])
  }

  private func set(_ store: StoreNode, _ name: String, _ remarks: [ProductRemark]) {
    let bindings = [Value.record(store.record)] + base.globals
    let held = remarks.filter { remark in
      if case .bool(true) = remark.when.evaluate(bindings) { true } else { false }
    }
    func texts(_ text: KeyPath<ProductRemark, TextTemplate>) -> Value {
      .texts(held.map { $0[keyPath: text].render(bindings, format: ValueText.plain) })
    }
    store.record.values[store.record.type.index(of: name)!] = texts(\.what)
    store.record.values[store.record.type.index(of: "\(name)_instead")!] = texts(\.instead)
  }

  private func fill(_ record: Expressions.Record, _ problems: [SettingProblem], named: Bool) {
    func set(_ name: String, _ problems: [SettingProblem]) {
      let index = record.type.index(of: name)!
      record.values[index] = .texts(problems.map(\.text))
      guard let first = problems.first else { return }
      if record.origins == nil {
        record.origins = Array(repeating: .computed, count: record.values.count)
      }
      record.setOrigin(of: index, .stated(first.span))
    }
    set("settings_without_effect", problems.filter { $0.expected == nil })
    set("wrong_settings", problems.filter { $0.expected != nil })
  }
}
