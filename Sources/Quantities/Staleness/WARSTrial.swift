/// One write and one read of the WARS model, drawn for all choices of R and W.
struct WARSTrial {
  private let replicas: Int
  private let write, acknowledgement, request, response: DelaySampler
  private let writers, readers: [StalenessModel.Origin]
  /// When each replica has the write, and when the read reaches it.
  private var written: [Double]
  private var asked: [Double]
  /// Ascending: when the coordinator has the i-th acknowledgement.
  private(set) var acknowledged: [Double]
  /// Ascending: when the reader has the i-th answer, and from whom.
  private var answered: [Double]
  private var answerOrder: [Int]
  /// By number of answers: the least over them of (write arrives - read arrives). The read is
  /// fresh when it starts at least `gap - commit` after the commit.
  private(set) var gap: [Double]
  /// How often this trial happens, relative to how often it is drawn.
  private(set) var weight = 1.0

  /// The shares of trials in which no, one or two writes are drawn late on purpose: one late write
  /// makes a read of one replica stale, two a read of two. The first bounds the weight.
  private static let shares = (none: 0.4, one: 0.3, two: 0.3)

  init(_ model: StalenessModel) {
    replicas = model.replicas
    write = DelaySampler(model.delays.write)
    acknowledgement = DelaySampler(model.delays.acknowledgement)
    request = DelaySampler(model.delays.request)
    response = DelaySampler(model.delays.response)
    writers = model.writers
    readers = model.readers
    let zeros = [Double](repeating: 0, count: model.replicas)
    (written, asked, acknowledged, answered, gap) = (zeros, zeros, zeros, zeros, zeros)
    answerOrder = Array(repeating: 0, count: model.replicas)
  }

  mutating func draw(_ random: inout SeededGenerator) {
    let writer = Self.origin(writers, &random)
    let reader = Self.origin(readers, &random)
    let late = lateReplicas(&random)
    // Sums over replicas, and over pairs, of how much more often they are drawn late.
    var (single, pairs) = (0.0, 0.0)
    for replica in 0..<replicas {
      let toWrite = writers[writer].extraMilliseconds[replica]
      let toRead = readers[reader].extraMilliseconds[replica]
      let place = write.draw(late: replica == late.0 || replica == late.1, &random)
      let density = write.lateDensity(at: place)
      pairs += single * density
      single += density
      let arrives = write.milliseconds(at: place) + toWrite
      let reaches = request.next(&random) + toRead
      written[replica] = arrives
      asked[replica] = reaches
      acknowledge(
        arrives + acknowledgement.next(&random) + toWrite, replica)
      answer(reaches + response.next(&random) + toRead, replica)
    }
    let n = Double(replicas)
    // One replica has no pair: both draws are then the same.
    let two = replicas > 1 ? pairs / (n * (n - 1) / 2) : single
    weight = 1 / (Self.shares.none + Self.shares.one * single / n + Self.shares.two * two)
    var least = Double.infinity
    for position in 0..<replicas {
      let replica = answerOrder[position]
      least = min(least, written[replica] - asked[replica])
      gap[position] = least
    }
  }

  /// The replicas whose writes are drawn late; -1 for none.
  private func lateReplicas(_ random: inout SeededGenerator) -> (Int, Int) {
    let mode = random.nextUnit()
    if mode < Self.shares.none { return (-1, -1) }
    let first = min(replicas - 1, Int(random.nextUnit() * Double(replicas)))
    if mode < Self.shares.none + Self.shares.one || replicas == 1 { return (first, -1) }
    let second = min(replicas - 2, Int(random.nextUnit() * Double(replicas - 1)))
    return (first, second >= first ? second + 1 : second)
  }

  private static func origin(
    _ origins: [StalenessModel.Origin], _ random: inout SeededGenerator
  ) -> Int {
    if origins.count == 1 { return 0 }
    var left = random.nextUnit() * origins.reduce(0) { $0 + $1.weight }
    for (index, origin) in origins.enumerated() {
      left -= origin.weight
      if left < 0 { return index }
    }
    return origins.count - 1
  }

  /// Inserts into the first `count` sorted times: few replicas, so insertion is fastest.
  private mutating func acknowledge(_ time: Double, _ count: Int) {
    var position = count
    while position > 0, acknowledged[position - 1] > time {
      acknowledged[position] = acknowledged[position - 1]
      position -= 1
    }
    acknowledged[position] = time
  }

  private mutating func answer(_ time: Double, _ replica: Int) {
    var position = replica
    while position > 0, answered[position - 1] > time {
      answered[position] = answered[position - 1]
      answerOrder[position] = answerOrder[position - 1]
      position -= 1
    }
    answered[position] = time
    answerOrder[position] = replica
  }
}
