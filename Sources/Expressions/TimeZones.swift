/// Seconds east of UTC for `UTC`, `Z`, `+05:30`, `-02:30` and `02:00`; `nil` for anything else.
///
/// Names such as `Europe/Paris` need the time zone database, which libraries here do not read.
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
