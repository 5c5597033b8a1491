import Knowledge
import Testing

@Suite struct VersionTests {
  static let texts: [(text: String, parts: [Int]?)] = [
    ("16", [16]), ("3.4.0", [3, 4, 0]), ("3.4.0-beta1", [3, 4, 0]), ("v1.2", [1, 2]),
    ("1.2rc3.4", [1, 2]), ("1..2", [1]), ("latest", nil), ("", nil), ("-", nil),
    ("99999999999999999999", nil),
  ]

  @Test(arguments: texts)
  func `the leading numbers of a text are the version`(_ text: String, _ parts: [Int]?) {
    #expect(Version(text)?.parts == parts)
  }

  /// Each is older than the next.
  static let ascending = ["0.9", "1", "1.0.1", "1.2", "1.10", "2.0", "10"]

  @Test func `versions compare by numbers, part by part`() throws {
    let versions = try Self.ascending.map { try #require(Version($0)) }
    for (i, left) in versions.enumerated() {
      for (j, right) in versions.enumerated() { #expect((left < right) == (i < j)) }
    }
  }

  @Test func `missing parts are zero`() throws {
    let (short, long) = try (#require(Version("2")), #require(Version("2.0.0")))
    #expect(!(short < long) && !(long < short))
  }

  @Test(
    arguments: [
      (nil, "new"), ("9", "new"), ("3.0", "new"), ("2.9", "middle"), ("2", "middle"),
      ("1.9", "old"),
    ] as [(String?, String)])
  func `a setting has the default of the version, of the newest without one`(
    _ version: String?, _ value: String
  ) throws {
    let text = replacing(
      "default: \"on\"", "default: {\"3.0\": new, \"2\": middle, before: old}",
      in: WrongEntryTests.product)
    let (base, problems) = load([("products/a.yaml", text)])
    #expect(problems.isEmpty)
    let setting = try #require(base.product(named: "box")?.settings.first)
    #expect(setting.defaultValue(in: version.flatMap { Version($0) }) == value)
  }
}
