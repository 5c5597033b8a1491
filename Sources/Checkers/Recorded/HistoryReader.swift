public import Diagnostics
import JSONDocument

/// Reads recorded histories: log lines of Jepsen, EDN, JSON lines or one JSON list.
public enum HistoryReader {
  /// The operations of a history, by the time of their call, and what is wrong with the file.
  ///
  /// The form is told by the content:
  /// - lines with `jepsen.util` are log lines, `process :type :f value [error]` behind it; other
  ///   lines of such a file are passed over;
  /// - objects with double-quoted keys, one a line or as one list, are JSON;
  /// - all else is EDN: maps or records, one after another or in one list.
  ///
  /// Events are taken in the order of `index` where all have one, else in that of the file; JSON
  /// without `index` whose `time` goes back is put in the order of `time`. Events of the process
  /// `nemesis` are passed over. A process has one call open at a time; what it calls after an
  /// answer `info` does not close that operation: it may take effect at any later time.
  ///
  /// - Returns: Operations only if there is no error.
  public static func read(_ file: SourceFile) -> ([RecordedOperation]?, [Diagnostic]) {
    var reading = Reading(file: file)
    file.bytes.withUnsafeBufferPointer { reading.read($0) }
    guard reading.diagnostics.isEmpty else { return (nil, reading.diagnostics) }
    let operations = reading.operations()
    return reading.diagnostics.isEmpty ? (operations, []) : (nil, reading.diagnostics)
  }
}

private struct Reading {
  /// More errors than this are not told.
  static let maximumErrors = 20

  let file: SourceFile
  var diagnostics: [Diagnostic] = []
  private var events: [RecordedEvent] = []
  private var isJSON = false

  init(file: SourceFile) { self.file = file }

  // MARK: Forms

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let isBlank = bytes[start...].allSatisfy { $0 <= 0x20 }
    if isBlank { return report("the file is empty", SourceSpan(start: 0, end: 0)) }
    if let lines = Self.logLines(bytes, start) {
      for line in lines { readLogLine(bytes, line) }
    } else if Self.looksLikeJSON(bytes, start) {
      isJSON = true
      readJSON(bytes, start)
    } else {
      readEDN(bytes, start)
    }
  }

  private static let marker = Array("jepsen.util".utf8)

  /// What stands behind `jepsen.util` on its lines; `nil` when the first lines have none.
  private static func logLines(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> [Range<Int>]? {
    var lines: [Range<Int>] = []
    var offset = start
    var number = 0
    while offset < bytes.count {
      let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
      if let found = find(marker, in: bytes, offset..<end) {
        // A logger's name, not a word inside of a value of EDN or JSON.
        let first = bytes[offset..<end].first { $0 > 0x20 }
        if lines.isEmpty, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
          let isThread = find(Array("INFO".utf8), in: bytes, offset..<found) != nil
          if !isThread { return nil }
        }
        lines.append(found + marker.count..<end)
      }
      number += 1
      if number >= 1000, lines.isEmpty { return nil }
      offset = end + 1
    }
    return lines.isEmpty ? nil : lines
  }

  private static func find(
    _ word: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Int? {
    guard range.count >= word.count else { return nil }
    var offset = range.lowerBound
    let last = range.upperBound - word.count
    while offset <= last {
      if bytes[offset] == word[0],
        (1..<word.count).allSatisfy({ bytes[offset + $0] == word[$0] })
      {
        return offset
      }
      offset += 1
    }
    return nil
  }

  /// An object whose first key is in double quotes, alone or first in a list; EDN would have a
  /// keyword there, or no colon after the text.
  private static func looksLikeJSON(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var rest = bytes[start...].drop { $0 <= 0x20 }
    if rest.first == UInt8(ascii: "[") { rest = rest.dropFirst().drop { $0 <= 0x20 } }
    guard rest.first == UInt8(ascii: "{") else { return false }
    rest = rest.dropFirst().drop { $0 <= 0x20 }
    guard rest.first == UInt8(ascii: "\"") else { return false }
    rest = rest.dropFirst().drop { $0 != UInt8(ascii: "\"") && $0 != 0x0A }.dropFirst()
    return rest.drop { $0 == 0x20 || $0 == 0x09 }.first == UInt8(ascii: ":")
  }

  private mutating func readLogLine(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound,
      [0x20, 0x09, UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "]")].contains(bytes[start])
    {
      start += 1
    }
    let span = SourceSpan(start: start, end: range.upperBound)
    // Other messages of the same logger begin otherwise.
    guard start < range.upperBound,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start])
    else { return }
    var reader = EDNReader(bytes, start..<range.upperBound)
    do throws(EDNReader.Failure) {
      var values: [RecordedValue] = []
      while try !reader.isAtEnd(), values.count < 5 { values.append(try reader.value()) }
      guard values.count >= 3, let kind = kind(values[1]), let function = values[2].word else {
        return report(
          "this is no operation", span,
          help: "expected a process, :invoke, :ok, :fail or :info, a function and a value")
      }
      events.append(
        RecordedEvent(
          process: values[0], kind: kind, function: function,
          value: values.count > 3 ? values[3] : .null, key: nil, hasError: values.count > 4,
          index: nil, time: nil, span: span))
    } catch {
      report(error)
    }
  }

  private mutating func readEDN(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) {
    var reader = EDNReader(bytes, start..<bytes.count)
    do throws(EDNReader.Failure) {
      while try !reader.isAtEnd() {
        if try reader.take(UInt8(ascii: "[")) {
          let open = reader.offset - 1
          while try !reader.take(UInt8(ascii: "]")) {
            if try reader.isAtEnd() {
              return report("'[' is never closed", SourceSpan(start: open, end: open + 1))
            }
            try readMap(&reader)
          }
        } else if try reader.take(UInt8(ascii: "(")) {
          let open = reader.offset - 1
          while try !reader.take(UInt8(ascii: ")")) {
            if try reader.isAtEnd() {
              return report("'(' is never closed", SourceSpan(start: open, end: open + 1))
            }
            try readMap(&reader)
          }
        } else {
          try readMap(&reader)
        }
        if diagnostics.count >= Self.maximumErrors { return }
      }
    } catch {
      report(error)
    }
  }

  private mutating func readMap(_ reader: inout EDNReader) throws(EDNReader.Failure) {
    let start = reader.offset
    let value = try reader.value()
    add(value, SourceSpan(start: start, end: reader.offset))
  }

  private mutating func readJSON(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) {
    if bytes[start...].first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
      let (value, problems) = JSONReader.read(file)
      diagnostics += problems
      guard case .array(let items)? = value else { return }
      for item in items { add(Self.recorded(item), SourceSpan(start: start, end: start)) }
      return
    }
    var offset = start
    while offset < bytes.count {
      let end = bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      let first = bytes[offset..<end].firstIndex { $0 > 0x20 }
      if let first {
        let line = SourceFile(name: file.name, bytes: Array(bytes[first..<end]))
        let (value, problems) = JSONReader.read(line)
        for problem in problems { report(problem, shiftedBy: first) }
        if problems.isEmpty, let value {
          add(Self.recorded(value), SourceSpan(start: first, end: end))
        }
        if diagnostics.count >= Self.maximumErrors { return }
      }
      offset = end + 1
    }
  }

  private static func recorded(_ json: JSONValue) -> RecordedValue {
    switch json {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .int(let number): .integer(number)
    case .uint(let number): .number(String(number))
    case .double(let number): .number(String(number))
    case .string(let text): .text(text)
    case .array(let items): .list(items.map(recorded))
    case .object(let object):
      .map(
        object.members.map { RecordedValue.Pair(key: .text($0.key), value: recorded($0.value)) })
    }
  }

  // MARK: Events

  private func kind(_ value: RecordedValue) -> RecordedEvent.Kind? {
    switch value.word {
    case "invoke", "call", "start": .invoke
    case "ok", "return", "complete": .ok
    case "fail", "failed": .fail
    case "info", "unknown", "timeout": .info
    default: nil
    }
  }

  private mutating func add(_ value: RecordedValue, _ span: SourceSpan) {
    guard case .map = value else {
      return report(
        "expected an event", span, help: "an event is a map with process, type, f and value")
    }
    guard let process = value["process"] else { return report("the event has no process", span) }
    if process.word == "nemesis" { return }
    guard let type = value["type"], let kind = kind(type) else {
      return report(
        value["type"].map { "unknown type \($0)" } ?? "the event has no type", span,
        help: "types are invoke, ok, fail and info")
    }
    guard let function = value["f"]?.word else { return report("the event has no f", span) }
    let error = value["error"] ?? .null
    var result = value["value"] ?? .null
    if kind == .ok, result == .null, let other = value["result"] { result = other }
    events.append(
      RecordedEvent(
        process: process, kind: kind, function: function, value: result, key: value["key"],
        hasError: error != .null, index: Self.integer(value["index"]),
        time: value["time"], span: span))
  }

  private static func integer(_ value: RecordedValue?) -> Int64? {
    if case .integer(let number)? = value { number } else { nil }
  }

  /// Events in their order in time.
  private func ordered() -> [RecordedEvent] {
    let indices = events.compactMap(\.index)
    if indices.count == events.count, Set(indices).count == indices.count {
      return sorted(by: indices)
    }
    guard isJSON else { return events }
    let whole = events.compactMap { Self.integer($0.time) }
    if whole.count == events.count { return sorted(by: whole) }
    let times = events.compactMap { event -> Double? in
      switch event.time {
      case .integer(let number)?: Double(number)
      case .number(let text)?: Double(text)
      default: nil
      }
    }
    return times.count == events.count ? sorted(by: times) : events
  }

  /// Events by a key each, equal ones in the order of the file.
  private func sorted(by keys: [some Comparable]) -> [RecordedEvent] {
    guard zip(keys, keys.dropFirst()).contains(where: { $0 > $1 }) else { return events }
    return events.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { events[$0] }
  }

  mutating func operations() -> [RecordedOperation] {
    var operations: [RecordedOperation] = []
    var open: [RecordedValue: Int] = [:]
    for (position, event) in ordered().enumerated() {
      if event.kind == .invoke {
        if let other = open[event.process] {
          report(
            "process \(event.process) calls before its last call was answered", event.span,
            note: ("it was called here", operations[other].callSpan))
          continue
        }
        open[event.process] = operations.count
        operations.append(
          RecordedOperation(
            process: event.process, function: event.function, argument: event.value,
            result: .null, key: event.key, outcome: .unknown, hasError: false,
            called: Int64(position), answered: .max, callSpan: event.span))
        continue
      }
      guard let index = open.removeValue(forKey: event.process) else {
        report("process \(event.process) has no call that this could answer", event.span)
        continue
      }
      if operations[index].function != event.function {
        report(
          "this answers '\(event.function)', but '\(operations[index].function)' was called",
          event.span, note: ("it was called here", operations[index].callSpan))
        continue
      }
      operations[index].result = event.value
      operations[index].key = operations[index].key ?? event.key
      operations[index].hasError = event.hasError
      operations[index].answered = Int64(position)
      operations[index].answerSpan = event.span
      operations[index].outcome =
        switch event.kind {
        case .ok: .ok
        case .fail: .failed
        default: .unknown
        }
      if event.kind == .info { operations[index].answered = .max }
    }
    return operations
  }

  // MARK: Problems

  private mutating func report(_ failure: EDNReader.Failure) {
    report(failure.message, failure.span, help: failure.help)
  }

  private mutating func report(
    _ message: String, _ span: SourceSpan, help: String? = nil,
    note: (String, SourceSpan)? = nil
  ) {
    guard diagnostics.count < Self.maximumErrors else { return }
    let notes = note.map {
      [Diagnostic.Note($0.0, at: SourceLocation(file: file, span: $0.1))]
    }
    diagnostics.append(
      Diagnostic(
        message, at: SourceLocation(file: file, span: span), help: help, notes: notes ?? []))
  }

  private mutating func report(_ problem: Diagnostic, shiftedBy offset: Int) {
    let span = problem.location?.span
    report(
      problem.message,
      SourceSpan(
        start: Int(span?.start ?? 0) + offset, end: Int(span?.end ?? 0) + offset),
      help: problem.help)
  }
}
