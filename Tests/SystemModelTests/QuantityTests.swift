import SystemModel
import Testing

/// Quantities: how each is written, what it is worth, and how it is shown.
struct QuantityTests {
  @Test(arguments: [
    ("80ms", Duration.milliseconds(80), "80ms", "80 ms"),
    ("80 ms", .milliseconds(80), "80ms", "80 ms"),
    ("1500ms", .milliseconds(1500), "1.5s", "1.5 s"),
    ("250us", .microseconds(250), "250us", "250 us"),
    ("250\u{B5}s", .microseconds(250), "250us", "250 us"),
    ("250\u{3BC}s", .microseconds(250), "250us", "250 us"),
    ("0.5us", .nanoseconds(500), "500ns", "500 ns"),
    (
      "0.25ns", Duration(secondsComponent: 0, attosecondsComponent: 250_000_000), "0.25ns",
      "0.25 ns"
    ),
    ("90s", .seconds(90), "90s", "90 s"),
    ("1.5m", .seconds(90), "90s", "90 s"),
    ("60m", .seconds(3600), "1h", "1 h"),
    ("36h", .seconds(129_600), "36h", "36 h"),
    ("90d", .seconds(7_776_000), "90d", "90 d"),
    ("0d", .zero, "0s", "0 s"),
    ("1234567ns", .nanoseconds(1_234_567), "1234.567us", "1,234.567 us"),
    ("1000000d", .seconds(86_400_000_000), "1000000d", "1,000,000 d"),
    ("007ms", .milliseconds(7), "7ms", "7 ms"),
    ("1.50000000000000000000s", .milliseconds(1500), "1.5s", "1.5 s"),
  ])
  func `durations are exact`(text: String, value: Duration, notation: String, shown: String) throws
  {
    let duration = try Duration.parse(text)
    #expect(duration == value)
    #expect(duration.notation == notation)
    #expect(duration.text == shown)
    #expect(try Duration.parse(notation) == duration)
  }

  @Test(arguments: [
    (Duration.milliseconds(-76), "-76 ms"), (.seconds(Int64.max), "9,223,372,036,854,775,807 s"),
    (.endless, "3,650,000 d"),
    (Duration(secondsComponent: 1, attosecondsComponent: 1), "1,000,000,000 ns"),
  ])
  func `computed durations are shown too`(duration: Duration, shown: String) {
    #expect(duration.text == shown)
  }

  @Test(arguments: [
    ("2500/s", 2500, "2500/s", "2,500/s"), ("40k/s", 40_000, "40000/s", "40,000/s"),
    ("1.5M/s", 1_500_000, "1500000/s", "1,500,000/s"), ("90/m", 1.5, "90/m", "90/m"),
    ("90 /m", 1.5, "90/m", "90/m"), ("36/h", 0.01, "36/h", "36/h"),
    ("0.0012k/s", 1.2, "1.2/s", "1.2/s"), ("86400/d", 1, "86400/d", "86,400/d"),
  ])
  func `rates count per second`(text: String, value: Double, notation: String, shown: String) throws
  {
    let rate = try Rate.parse(text)
    #expect(rate.perSecond == value)
    #expect(rate.notation == notation)
    #expect(rate.description == shown)
    #expect(try Rate.parse(notation) == rate)
  }

  @Test(arguments: [
    ("800GiB", 858_993_459_200, "800GiB", "800 GiB"), ("20TB", 20_000_000_000_000, "20TB", "20 TB"),
    ("1.5KiB", 1536, "1.5KiB", "1.5 KiB"), ("1.5 KB", 1500, "1.5KB", "1.5 KB"),
    ("1024B", 1024, "1KiB", "1 KiB"), ("1025B", 1025, "1025B", "1,025 B"), ("0B", 0, "0B", "0 B"),
    ("8191PiB", 8191 << 50, "8191PiB", "8,191 PiB"), ("1MB", 1_000_000, "1MB", "1 MB"),
  ])
  func `sizes are whole bytes`(text: String, bytes: UInt64, notation: String, shown: String) throws
  {
    let size = try ByteCount.parse(text)
    #expect(size.bytes == bytes)
    #expect(size.notation == notation)
    #expect(size.description == shown)
    #expect(try ByteCount.parse(notation) == size)
  }

  @Test(arguments: [
    ("99.95%", 0.9995, 0.0005, "99.95 %"), ("100%", 1, 0, "100 %"), ("0%", 0, 1, "0 %"),
    ("99.999%", 0.99999, 0.00001, "99.999 %"), ("0.01 %", 0.0001, 0.9999, "0.01 %"),
    ("100.000%", 1, 0, "100 %"), ("50%", 0.5, 0.5, "50 %"),
  ])
  func `percentages lose no digit, nor do their complements`(
    text: String, fraction: Double, complement: Double, shown: String
  ) throws {
    let percentage = try Percentage.parse(text)
    #expect(percentage.fraction == fraction)
    #expect(percentage.complement == complement)
    #expect(percentage.description == shown)
    #expect(try Percentage.parse(percentage.notation) == percentage)
  }

  @Test func `growth is compared over a year`() throws {
    #expect(try Growth.parse("2x/year").perYear == 2)
    #expect(try Growth.parse("2x/month").perYear == 4096)
    #expect(try Growth.parse("1.5x/year").description == "1.5x/year")
    #expect(try Growth.parse("1x/day") == Growth.parse("1x/week"))
    #expect(try Growth.parse("3x/year") < Growth.parse("1.2x/month"))
  }

  @Test func `drift and bandwidth keep their units`() throws {
    let drift = try Drift.parse("200ppm")
    #expect(drift.fraction == 0.0002)
    #expect(drift.description == "200 ppm")
    let bandwidth = try Bandwidth.parse("1.25GB/s")
    #expect(bandwidth.perSecond.bytes == 1_250_000_000)
    #expect(bandwidth.description == "1.25 GB/s")
    #expect(bandwidth.notation == "1.25GB/s")
  }

  @Test(arguments: [
    ("10000", "10000"), ("0.5", "0.5"), ("80ms", "80ms"), ("40k/s", "40000/s"), ("2TiB", "2TiB"),
    ("90%", "90%"), ("10GB/s", "10GB/s"),
  ])
  func `an amount is a number or any quantity`(text: String, notation: String) throws {
    #expect(try Amount.parse(text).notation == notation)
  }
}

/// What is no quantity: what is wrong with it, and what would have been meant.
struct UnitErrorTests {
  typealias Parse = @Sendable (String) throws(UnitError) -> Void

  static func parser(_ kind: QuantityKind) -> Parse {
    switch kind {
    case .duration: { (text) throws(UnitError) in _ = try Duration.parse(text) }
    case .rate: { (text) throws(UnitError) in _ = try Rate.parse(text) }
    case .size: { (text) throws(UnitError) in _ = try ByteCount.parse(text) }
    case .percentage: { (text) throws(UnitError) in _ = try Percentage.parse(text) }
    case .growth: { (text) throws(UnitError) in _ = try Growth.parse(text) }
    case .drift: { (text) throws(UnitError) in _ = try Drift.parse(text) }
    case .bandwidth: { (text) throws(UnitError) in _ = try Bandwidth.parse(text) }
    }
  }

  static func failure(_ text: String, _ kind: QuantityKind) -> UnitError? {
    do throws(UnitError) {
      try parser(kind)(text)
      return nil
    } catch { return error }
  }

  @Test(arguments: QuantityKind.allCases)
  func `every unit of another kind is refused, every unit of its own accepted`(kind: QuantityKind) {
    for unit in QuantityKind.allCases.flatMap(\.units) {
      let problem = Self.failure("1\(unit)", kind)?.problem
      #expect(problem == (kind.units.contains(unit) ? nil : .unknownUnit(unit)), "1\(unit)")
    }
  }

  @Test(arguments: QuantityKind.allCases)
  func `numbers that are none are refused`(kind: QuantityKind) {
    let unit = kind.units[0]
    #expect(Self.failure("80", kind)?.problem == .missingUnit)
    #expect(Self.failure("-1\(unit)", kind)?.problem == .negative)
    #expect(Self.failure("\u{2212}1\(unit)", kind)?.problem == .negative)
    #expect(Self.failure("1,000\(unit)", kind)?.problem == .separator)
    #expect(Self.failure("1_000\(unit)", kind)?.problem == .separator)
    for text in ["", unit, "+1\(unit)", ".5\(unit)", "1.\(unit)", " 1\(unit)", "one\(unit)"] {
      #expect(Self.failure(text, kind)?.problem == .notANumber, "'\(text)'")
    }
    #expect(Self.failure("1  \(unit)", kind)?.problem == .unknownUnit(" \(unit)"))
    #expect(Self.failure("1\(unit) ", kind)?.problem == .unknownUnit("\(unit) "))
    #expect(Self.failure("0.1234567890123456789\(unit)", kind)?.problem == .tooManyDigits)
  }

  @Test(arguments: [
    ("1000001d", QuantityKind.duration, "1000000d"), ("999999999999999999d", .duration, "1000000d"),
    ("8192PiB", .size, "8191PiB"), ("999999999999999999PiB", .size, "8191PiB"),
    ("9000PiB/s", .bandwidth, "8191PiB"), ("1000000001M/s", .rate, "1000000000M/s"),
    ("999999999999999999M/s", .rate, "1000000000M/s"), ("1000001ppm", .drift, "1000000ppm"),
  ])
  func `what is too large says what is not`(text: String, kind: QuantityKind, limit: String) {
    #expect(Self.failure(text, kind)?.problem == .tooLarge(limit))
  }

  @Test(arguments: ["100.01%", "101%", "250%"])
  func `a percentage is at most a hundred`(text: String) {
    #expect(Self.failure(text, .percentage)?.problem == .aboveHundredPercent)
  }

  @Test(arguments: [
    ("80MS", QuantityKind.duration, "ms"), ("80msec", .duration, "ms"),
    ("5 minutes", .duration, "m"),
    ("30sec", .duration, "s"), ("2 hours", .duration, "h"), ("90rps", .rate, "/s"),
    ("90/sec", .rate, "/s"), ("90/min", .rate, "/m"), ("8gb", .size, "GB"), ("8Gi", .size, "GiB"),
    ("8G", .size, "GB"), ("8kB", .size, "KB"),
  ])
  func `the unit that was meant is named`(text: String, kind: QuantityKind, unit: String) {
    #expect(Self.failure(text, kind)?.help.hasPrefix("did you mean `\(unit)`? ") == true)
  }

  @Test func `an error names the accepted units and an example`() {
    let error = Self.failure("80", .duration)
    #expect(
      error?.description
        == "'80' has no unit; write a duration as in 80ms; units: ns, us, µs, ms, s, m, h, d")
    #expect(Self.failure("5", .drift)?.help == "write a clock drift as in 200ppm; unit: ppm")
    #expect(error?.units == ["ns", "us", "µs", "ms", "s", "m", "h", "d"])
  }
}
