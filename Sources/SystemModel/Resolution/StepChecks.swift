import Diagnostics

/// Finds steps that have no order: the same one twice, or ones that undo each other in a circle.
struct StepChecks {
  /// Reports such steps among those of an operation.
  static func check(_ steps: StatedList<Step>, reportingTo reader: inout DescriptionReader) {
    var positions: [String: Int] = [:]
    for (index, step) in steps.enumerated() where !step.name.value.isEmpty {
      guard let first = positions[step.name.value] else {
        positions[step.name.value] = index
        continue
      }
      reader.report(
        "the step '\(clipped(step.name.value))' is done twice",
        at: step.name.span, label: "the same step once more",
        help: "give each step a name of its own",
        notes: [
          .init(
            "first done here",
            at: SourceLocation(file: reader.file, span: steps[first].name.span))
        ])
    }
    for circle in circles(of: steps, positions) {
      let names = (circle + circle.prefix(1)).map { clipped(steps[$0].name.value) }
      guard let undo = steps[circle[0]].undo else { continue }
      reader.report(
        names.count == 2
          ? "the step '\(names[0])' is undone by itself"
          : "steps are undone by each other in a circle: \(names.joined(separator: " → "))",
        at: undo.span, label: "leads back to '\(names[0])'",
        help: "name a compensation that is no step of the operation")
    }
  }

  /// The circles of "is undone by", each from its first step in the file.
  private static func circles(
    of steps: StatedList<Step>, _ positions: [String: Int]
  ) -> [[Int]] {
    var circles: [[Int]] = []
    /// The start of the walk that came by; each step is undone by at most one, so one pass is enough.
    var visitedFrom = [Int?](repeating: nil, count: steps.count)
    for start in steps.indices {
      var path: [Int] = []
      var next: Int? = start
      while let index = next, visitedFrom[index] == nil {
        visitedFrom[index] = start
        path.append(index)
        next = steps[index].undo.flatMap { positions[$0.value] }
      }
      if let next, visitedFrom[next] == start, let entry = path.firstIndex(of: next) {
        let circle = Array(path[entry...])
        let first = circle.firstIndex(of: circle.min() ?? next) ?? 0
        circles.append(Array(circle[first...] + circle[..<first]))
      }
    }
    return circles
  }
}
