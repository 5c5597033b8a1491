/// How much data passes in a second: `1.25GB/s`.
public struct Bandwidth: Quantity {
  public static var kind: QuantityKind { .bandwidth }

  /// The data of one second.
  public let perSecond: ByteCount

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

  public var notation: String { "\(perSecond.notation)/s" }

  public static func < (left: Self, right: Self) -> Bool { left.perSecond < right.perSecond }
}

extension Bandwidth: CustomStringConvertible {
  /// For people: `1.25 GB/s`.
  public var description: String { "\(perSecond)/s" }
}
