/// Operations as bars on lanes, a lane for each process, with a list of them below.
///
/// ```
/// process 0  |(1) write 1--|
/// process 1                  |(2) read -> nil-|
///
///   (1) lines 1-2    process 0  write 1
/// ```
/// Time runs to the right without scale: only the order of calls and returns counts. A bar that
/// ends in `>` has no return. Where the bars do not fit with their words they carry only numbers.
struct Timeline {
  /// Lanes wider than this are not drawn; the list tells the order too.
  private static let maximumOperations = 200

  private let operations: [CheckReport.Operation]
  private let width: Int

  init(_ operations: [CheckReport.Operation], width: Int) {
    self.operations = operations
    self.width = width
  }

  var lines: [String] { lanes + (lanes.isEmpty ? [] : [""]) + list }

  private var processes: [String] {
    var seen: Set<String> = []
    return operations.map(\.process).filter { seen.insert($0).inserted }
  }

  private var lanes: [String] {
    guard operations.count <= Self.maximumOperations else { return [] }
    let names = processes.map { "process \(cut($0, to: 16))" }
    let margin = (names.map(\.utf8.count).max() ?? 0) + 4
    let long = operations.enumerated().map { "(\($0.offset + 1)) \($0.element.label)" }
    let short = operations.indices.map { "(\($0 + 1))" }
    for labels in [long, short] {
      let columns = columns(labels)
      guard margin + (columns.map(\.end).max() ?? 0) < width else { continue }
      return zip(processes, names).map { process, name in
        var lane = "  " + name + String(repeating: " ", count: margin - 2 - name.utf8.count)
        for index in operations.indices where operations[index].process == process {
          let bar = columns[index]
          let room = margin + bar.start - lane.utf8.count
          lane += String(repeating: " ", count: max(room, 0))
          let fill = bar.end - bar.start - 1 - labels[index].utf8.count
          lane += "|" + labels[index] + String(repeating: "-", count: max(fill, 0))
          lane += operations[index].answered == nil ? ">" : "|"
        }
        return lane
      }
    }
    return []
  }

  /// Where each bar starts and ends: events in their order, each as far left as words allow.
  private func columns(_ labels: [String]) -> [(start: Int, end: Int)] {
    var events: [(time: Int64, isEnd: Bool, operation: Int)] = []
    for (index, operation) in operations.enumerated() {
      events.append((operation.called, false, index))
      events.append((operation.answered ?? .max, true, index))
    }
    events.sort { left, right in
      if left.time != right.time { return left.time < right.time }
      if left.isEnd != right.isEnd { return right.isEnd }
      return left.operation < right.operation
    }
    var columns = [(start: Int, end: Int)](repeating: (0, 0), count: operations.count)
    var column = -1
    for event in events {
      if event.isEnd {
        let least = columns[event.operation].start + labels[event.operation].utf8.count + 1
        // Bars without end all reach the right margin.
        column = max(column + (event.time == .max ? 0 : 1), least)
        columns[event.operation].end = column
      } else {
        column += 1
        columns[event.operation].start = column
      }
    }
    for (index, operation) in operations.enumerated() where operation.answered == nil {
      columns[index].end = column
    }
    return columns
  }

  private var list: [String] {
    let places = operations.map { operation in
      operation.answerLine.map { "lines \(operation.line)-\($0)" } ?? "line \(operation.line)"
    }
    let names = operations.map { "process \(cut($0.process, to: 16))" }
    let digits = String(operations.count).utf8.count
    let placeWidth = places.map(\.utf8.count).max() ?? 0
    let nameWidth = names.map(\.utf8.count).max() ?? 0
    return operations.indices.map { index in
      let number = "(\(index + 1))"
      let start =
        "  " + padded(number, digits + 2) + "  " + padded(places[index], placeWidth) + "  "
        + padded(names[index], nameWidth) + "  "
      let open = operations[index].answered == nil ? "  (no answer)" : ""
      return start + cut(operations[index].label, to: max(width - start.utf8.count, 24)) + open
    }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.utf8.count, 0))
  }

  private func cut(_ text: String, to width: Int) -> String {
    text.utf8.count <= width ? text : text.prefix(width - 3) + "..."
  }
}
