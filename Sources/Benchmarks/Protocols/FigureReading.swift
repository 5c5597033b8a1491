import Algorithms
import Simulation

/// Reads figures from what became of each operation.
struct FigureReading {
  let run: ProtocolRun
  /// When the first fault began and the last ended, by the run's clock; `nil` without faults.
  private let span: ClosedRange<VirtualTime>?

  init(run: ProtocolRun, faults: FaultSchedule) {
    self.run = run
    let end = run.load.warmUp + run.load.duration
    let begin = faults.entries.map(\.at).min()
    span = begin.map { begin in
      begin...max(begin, min(end, faults.end ?? end))
    }
  }

  func figures(_ outcomes: [ClientOutcome]) -> ProtocolFigures {
    var figures = ProtocolFigures(bucket: max(50_000_000, run.load.duration / 60))
    figures.faultSpan = span.map {
      $0.lowerBound - run.load.warmUp...$0.upperBound - run.load.warmUp
    }
    for place in run.site.clients {
      var region = ProtocolFigures.Region(name: run.site.places[place].name)
      for outcome in outcomes where outcome.place == place { add(outcome, to: &region) }
      figures.regions.append(region)
    }
    for outcome in outcomes { add(outcome, to: &figures) }
    if let span {
      figures.unavailable = longestGap(
        outcomes.compactMap(\.answered),
        in: span.lowerBound...run.load.warmUp + run.load.duration)
    }
    return figures
  }

  private func add(_ outcome: ClientOutcome, to region: inout ProtocolFigures.Region) {
    var one = ProtocolFigures.Share()
    one.called = 1
    if let answered = outcome.answered {
      one.answered = 1
      if isJudged(outcome) {
        one.latency.add(answered - outcome.called)
        region.latency.add(answered - outcome.called)
      }
    }
    guard let span, outcome.called >= span.lowerBound else { return region.before.merge(one) }
    if outcome.called < lastJudged {
      region.during.merge(one)
    } else if outcome.called >= span.upperBound {
      region.after.merge(one)
    }
  }

  private func isJudged(_ outcome: ClientOutcome) -> Bool {
    switch run.load.judged {
    case .all: true
    case .reads: outcome.isRead
    case .writes: !outcome.isRead
    }
  }

  /// Operations called after this may have their answer because the fault ended.
  private var lastJudged: VirtualTime {
    guard let span else { return 0 }
    let isLong = span.upperBound - span.lowerBound > 2 * run.load.deadline
    let isEnding = span.upperBound < run.load.warmUp + run.load.duration
    return span.upperBound - (isLong && isEnding ? run.load.deadline : 0)
  }

  private func add(_ outcome: ClientOutcome, to figures: inout ProtocolFigures) {
    let bucket = Int((outcome.called - run.load.warmUp) / figures.bucket)
    guard bucket >= 0, bucket < 1_000 else { return }
    while figures.timeline.count <= bucket { figures.timeline.append(.init()) }
    figures.timeline[bucket].called += 1
    guard let answered = outcome.answered else { return }
    figures.timeline[bucket].answered += 1
    figures.timeline[bucket].nanoseconds += answered - outcome.called
  }

  /// The longest time without an answer, the ends of the range included.
  private func longestGap(
    _ answers: [VirtualTime], in range: ClosedRange<VirtualTime>
  ) -> Nanoseconds {
    var last = range.lowerBound
    var longest: Nanoseconds = 0
    for answer in answers.sorted() where answer > range.lowerBound {
      longest = max(longest, min(answer, range.upperBound) - last)
      last = answer
      if answer >= range.upperBound { return longest }
    }
    return max(longest, range.upperBound - last)
  }
}
