/// Draws from a `DelayModel` fast: one look-up in a table of the quantile function a sample.
///
/// The table is even in the logarithm of the tail mass (128 cells to a doubling, 40 doublings) and
/// read linearly between, which is within 0.01% from the floor to the 10⁻¹² tail.
public struct DelaySampler: Sendable {
  private static let cellsPerDoubling = 128
  private static let doublings = 40
  private static let cellBits: UInt64 = 52 - 7

  /// A part of a mixture: where its share of (0, 1) ends, and where its table starts.
  private struct Part: Sendable {
    var end: Double
    var share: Double
    var shift: Double
    var table: Int
    /// The number of samples when the table holds these instead.
    var samples: Int
  }

  private var parts: [Part] = []
  private var values: [Double] = []

  /// - Parameter model: Valid (see `DelayModel.validate`).
  public init(_ model: DelayModel) {
    append(model, share: 1, shift: 0)
    var end = 0.0
    for index in parts.indices {
      end += parts[index].share
      parts[index].end = end
    }
  }

  /// A place in the mixture: a part, and the share of the part's delays that are longer.
  struct Place {
    var part: Int
    /// In (0, 1].
    var tail: Double
  }

  /// -log of the smallest tail mass drawn late on purpose, and that mass.
  private static let lateSpan = 9.210340371976182
  private static let smallestLateTail = 1e-4

  /// Draws a place: as it happens, or late on purpose, which picks every part and every magnitude
  /// of its tail equally often.
  @inline(__always)
  func draw(late: Bool, _ random: inout SeededGenerator) -> Place {
    if late {
      let part = min(parts.count - 1, Int(random.nextUnit() * Double(parts.count)))
      return Place(part: part, tail: Elementary.exp(-Self.lateSpan * random.nextUnit()))
    }
    let unit = random.nextUnit()
    var index = 0
    while index < parts.count - 1, unit >= parts[index].end { index += 1 }
    let start = parts[index].end - parts[index].share
    return Place(part: index, tail: 1 - (unit - start) / parts[index].share)
  }

  /// How much more often a place is drawn late than as it happens.
  @inline(__always)
  func lateDensity(at place: Place) -> Double {
    guard place.tail >= Self.smallestLateTail else { return 0 }
    return 1 / (place.tail * Self.lateSpan * parts[place.part].share * Double(parts.count))
  }

  /// A delay as it happens, in milliseconds.
  @inline(__always)
  public func next(_ random: inout SeededGenerator) -> Double {
    milliseconds(at: draw(late: false, &random))
  }

  private mutating func append(_ model: DelayModel, share: Double, shift: Double) {
    switch model {
    case .shifted(let by, let inner): append(inner, share: share, shift: shift + by)
    case .mixture(let mixed):
      let total = mixed.reduce(0) { $0 + $1.weight }
      for part in mixed where part.weight > 0 {
        append(part.model, share: share * part.weight / total, shift: shift)
      }
    case .empirical(let samples):
      addPart(share, shift, samples: samples.count)
      values += samples.sorted(by: >)
    default:
      addPart(share, shift, samples: 0)
      values += Self.table(of: model)
    }
  }

  private mutating func addPart(_ share: Double, _ shift: Double, samples: Int) {
    parts.append(
      Part(end: 0, share: share, shift: shift, table: values.count, samples: samples))
  }

  /// The quantile at each cell's lower bound of tail mass, the smallest first, and at 1.
  private static func table(of model: DelayModel) -> [Double] {
    let first = (Double(sign: .plus, exponent: -doublings, significand: 1)).bitPattern >> cellBits
    return (0...doublings * cellsPerDoubling).map { cell in
      let tail = Double(bitPattern: (first + UInt64(cell)) << cellBits)
      return model.quantileMilliseconds(1 - tail, tail: tail) ?? 0
    }
  }

  /// The delay at a place.
  @inline(__always)
  func milliseconds(at place: Place) -> Double {
    let part = parts[place.part]
    let smallest = 0x1p-40
    let within = min(1, max(smallest, place.tail))
    if part.samples > 0 {
      let position = min(part.samples - 1, Int(within * Double(part.samples)))
      return part.shift + values[part.table + position]
    }
    let bits = within.bitPattern >> Self.cellBits
    let cell = Int(truncatingIfNeeded: bits &- (smallest.bitPattern >> Self.cellBits))
    if cell == Self.doublings * Self.cellsPerDoubling {
      return part.shift + values[part.table + cell]
    }
    let low = Double(bitPattern: bits << Self.cellBits)
    let high = Double(bitPattern: (bits &+ 1) << Self.cellBits)
    let (a, b) = (values[part.table + cell], values[part.table + cell + 1])
    return part.shift + a + (b - a) * (within - low) / (high - low)
  }
}
