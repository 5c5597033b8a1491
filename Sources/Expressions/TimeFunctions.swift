extension FunctionDeclaration {
  static let durationParts: [FunctionDeclaration] = [
    durationPart("getHours", "The duration in whole hours.") { $0 / 3_600_000_000_000 },
    durationPart("getMinutes", "The duration in whole minutes.") { $0 / 60_000_000_000 },
    durationPart("getSeconds", "The duration in whole seconds.") { $0 / 1_000_000_000 },
    durationPart("getMilliseconds", "The milliseconds beyond the last whole second.") {
      $0 % 1_000_000_000 / 1_000_000
    },
  ]

  private static func durationPart(
    _ name: String, _ doc: String, _ body: @escaping @Sendable (Int64) -> Int64
  ) -> FunctionDeclaration {
    FunctionDeclaration(
      name: name, isMember: true, parameter: .duration, result: .int, doc: doc
    ) { value in
      guard case .duration(let duration) = value, let nanoseconds = duration.wholeNanoseconds
      else { return .duration(nanoseconds: nil) }
      return .int(body(nanoseconds))
    }
  }

  private static let calendar: [(name: String, doc: String, part: @Sendable (CivilTime) -> Int)] = [
    ("getFullYear", "The year.", { $0.year }),
    ("getMonth", "The month; January is 0.", { $0.month - 1 }),
    ("getDate", "The day of the month; the first is 1.", { $0.day }),
    ("getDayOfMonth", "The day of the month; the first is 0.", { $0.day - 1 }),
    ("getDayOfWeek", "The day of the week; Sunday is 0.", { $0.weekday }),
    ("getDayOfYear", "The day of the year; the first is 0.", { $0.dayOfYear }),
    ("getHours", "The hour of the day.", { $0.hour }),
    ("getMinutes", "The minute of the hour.", { $0.minute }),
    ("getSeconds", "The second of the minute.", { $0.second }),
  ]

  static func timestampParts(zoneOffset: @escaping ZoneOffset) -> [FunctionDeclaration] {
    calendar.flatMap { name, doc, part in
      timestampPart(name, doc, zoneOffset) { time, _ in part(time) }
    }
      + timestampPart("getMilliseconds", "The milliseconds of the second.", zoneOffset) {
        _, nanoseconds in nanoseconds / 1_000_000
      }
  }

  /// The part in UTC, and in a time zone.
  private static func timestampPart(
    _ name: String, _ doc: String, _ zoneOffset: @escaping ZoneOffset,
    _ body: @escaping @Sendable (CivilTime, Int) -> Int
  ) -> [FunctionDeclaration] {
    let part = { @Sendable (timestamp: Timestamp, offset: Int64) -> Value in
      .int(
        Int64(
          body(CivilTime(seconds: timestamp.seconds + offset), Int(timestamp.nanoseconds))))
    }
    return [
      FunctionDeclaration(
        name: name, isMember: true, parameter: .timestamp, result: .int, doc: "\(doc) In UTC."
      ) { value in
        guard case .timestamp(let timestamp) = value else { return .null }
        return part(timestamp, 0)
      },
      FunctionDeclaration(
        name: name, isMember: true, parameters: .timestamp, .string, result: .int,
        doc: "\(doc) In the time zone, 'UTC' or an offset such as '+02:00'."
      ) { value, zone in
        guard case .timestamp(let timestamp) = value, case .string(let zone) = zone else {
          return .null
        }
        guard let offset = fixedOffset(zone) ?? zoneOffset(zone, timestamp.seconds) else {
          return .failure(
            .invalidArgument, "time zone '\(zone)' is not known: use 'UTC' or '+02:00'")
        }
        return part(timestamp, offset)
      },
    ]
  }
}
