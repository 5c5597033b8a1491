/// An amount of data: `800GiB`.
public struct ByteCount: Quantity {
  /// Which quantity it is.
  public static var kind: QuantityKind { .size }

  /// Whole bytes; at most 2^63 − 1.
  public let bytes: UInt64

  /// So many bytes.
  public init(bytes: UInt64) { self.bytes = min(bytes, UInt64(Int64.max)) }

  /// Reads a size such as `800GiB`.
  public static func parse(_ text: String) throws(UnitError) -> ByteCount {
    let (number, symbol) = try DecimalNumber.parse(text, as: .size)
    return ByteCount(bytes: try bytes(number, symbol, text, as: .size))
  }

  /// - Throws: for a unit that is none, and past 2^63 − 1 bytes.
  static func bytes(
    _ number: DecimalNumber, _ symbol: Substring, _ text: String, as kind: QuantityKind
  ) throws(UnitError) -> UInt64 {
    guard let unit = units.first(where: { $0.symbol == symbol }) else {
      throw UnitError(
        problem: symbol.isEmpty ? .missingUnit : .unknownUnit(String(symbol)), text: text,
        kind: kind)
    }
    guard let bytes = number.multiplied(by: UInt128(unit.bytes)), bytes <= UInt128(Int64.max) else {
      throw UnitError(problem: .tooLarge("8191PiB"), text: text, kind: kind)
    }
    return UInt64(bytes)
  }

  /// Smallest first.
  static let units: [(symbol: String, bytes: UInt64)] = [
    ("B", 1), ("KB", 1_000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20),
    ("GB", 1_000_000_000), ("GiB", 1 << 30), ("TB", 1_000_000_000_000), ("TiB", 1 << 40),
    ("PB", 1_000_000_000_000_000), ("PiB", 1 << 50),
  ]

  /// The unit in which the number is shortest.
  private var best: (number: DecimalNumber, unit: String) {
    let candidates: [(number: DecimalNumber, unit: String)] = Self.units.compactMap { unit in
      guard bytes >= unit.bytes || unit.bytes == 1 else { return nil }
      return DecimalNumber(UInt128(bytes), dividedBy: unit.bytes, places: 3).map {
        ($0, unit.symbol)
      }
    }
    return shortest(candidates) ?? (DecimalNumber(0), "B")
  }

  /// As the format writes it; parsed again, it is the same.
  public var notation: String { "\(best.number.plainText)\(best.unit)" }

  /// The smaller first.
  public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

extension ByteCount: CustomStringConvertible {
  /// For people: `800 GiB`.
  public var description: String { "\(best.number.groupedText) \(best.unit)" }
}
