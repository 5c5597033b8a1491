/// Seconds east of UTC in a named time zone at an instant, in seconds since 1970; `nil` for a name
/// that is not known.
public typealias ZoneOffset = @Sendable (_ name: String, _ seconds: Int64) -> Int64?

/// Seconds east of UTC for `UTC`, `Z`, `+05:30`, `-02:30` and `02:00`; `nil` for anything else.
///
/// Names such as `Europe/Paris` need the time zone database: whoever has it hands in a `ZoneOffset`.
func fixedOffset(_ zone: String) -> Int64? {
  if zone.isEmpty || zone == "UTC" || zone == "Z" || zone == "GMT" { return 0 }
  var scanner = DigitScanner(zone)
  let isWest = scanner.take("-")
  if !isWest { _ = scanner.take("+") }
  guard let hours = scanner.number(2), scanner.take(":"), let minutes = scanner.number(2),
    scanner.isAtEnd, hours < 24, minutes < 60
  else { return nil }
  return Int64((hours * 60 + minutes) * (isWest ? -60 : 60))
}
