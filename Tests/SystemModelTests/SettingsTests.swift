import SystemModel
import Testing

/// Settings keep the product's names and YAML's types.
struct SettingsTests {
  func settings(_ written: String) -> Settings? {
    operation("settings: \(written)")?.settings?.value
  }

  @Test(arguments: [
    "min.insync.replicas", "min_insync_replicas", "MIN-INSYNC-REPLICAS", "--min-insync.replicas",
  ])
  func `names are compared without case, leading dashes and separators`(name: String) {
    #expect(settings("{min.insync.replicas: 2}")?[name]?.value == .integer(2))
    #expect(settings("{\(name): 2}")?["min.insync.replicas"]?.value == .integer(2))
    #expect(settings("{mininsyncreplicas: 2}")?[name] == nil)
  }

  @Test(arguments: [
    ("true", SettingValue.bool(true), "true"), ("3", .integer(3), "3"),
    ("2.50", .number(2.5), "2.50"),
    ("\"on\"", .text("on"), "on"), ("on", .text("on"), "on"), ("\"1\"", .text("1"), "1"),
    ("250ms", .text("250ms"), "250ms"), ("0x10", .integer(16), "0x10"),
    ("[a, 1, true]", .list([.text("a"), .integer(1), .bool(true)]), "a, 1, true"),
  ])
  func `values keep their type and text`(written: String, value: SettingValue, text: String) {
    let setting = settings("{s: \(written)}")?["s"]
    #expect(setting?.value == value)
    #expect(setting?.text == text)
  }

  @Test func `nested maps flatten, and are found by their last name`() throws {
    let settings = try #require(
      self.settings(
        "{writeConcern: {w: majority, j: true}, members: [{votes: 1}, {votes: 0}], w: 1}"))
    #expect(
      settings.entries.map(\.name)
        == ["writeConcern.w", "writeConcern.j", "members.0.votes", "members.1.votes", "w"])
    #expect(settings["writeconcern.w"]?.value == .text("majority"))
    #expect(settings["w"]?.value == .integer(1))
    #expect(settings["j"]?.value == .bool(true))
    #expect(settings["concern.w"] == nil)
  }

  @Test(arguments: [
    ("{a: }", "`a` has no value"), ("{a: {b: ~}}", "`a.b` has no value"),
    ("{a.b: 1, A_b: 2}", "the setting 'A_b' is stated twice"),
    ("{a: {b: 1}, a.b: 2}", "the setting 'a.b' is stated twice"),
    ("[a]", "`settings` must be a map of the product's settings, not a list"),
  ])
  func `what is no setting is refused`(written: String, message: String) {
    #expect(problems(operation: "settings: \(written)") == [message])
  }
}
