/// How much data passes in a second: `1.25GB/s`.
public struct Bandwidth: Quantity {
  /// Which quantity it is.
  public static var kind: QuantityKind { .bandwidth }

  /// The data of one second.
  public let perSecond: ByteCount

  /// Reads a bandwidth such as `1.25GB/s`.
  public static func parse(_ text: String) throws(UnitError) -> Bandwidth {
    let (number, symbol) = try DecimalNumber.parse(text, as: .bandwidth)
    guard symbol.hasSuffix("/s") else { throw unknown(symbol, text) }
    let size = symbol.dropLast(2)
    guard ByteCount.units.contains(where: { $0.symbol == size }) else {
      throw unknown(symbol, text)
    }
    return Bandwidth(
      perSecond: ByteCount(bytes: try ByteCount.bytes(number, size, text, as: .bandwidth)))
  }

  /// As the format writes it; parsed again, it is the same.
  public var notation: String { "\(perSecond.notation)/s" }

  /// By the data of a second.
  public static func < (left: Self, right: Self) -> Bool { left.perSecond < right.perSecond }
}

extension Bandwidth: CustomStringConvertible {
  /// For people: `1.25 GB/s`.
  public var description: String { "\(perSecond)/s" }
}
