/// LWW-Map: a last-writer-wins register under each key; removal is a write and stays as tombstone.
///
/// - Source: Shapiro et al., A Comprehensive Study of CRDTs, INRIA RR-7506, 2011, §3.3.3 (as a
///   map).
public struct LastWriterWinsMap<Key: Hashable & Sendable, Value: Hashable & Sendable>: Hashable,
  Sendable
{
  /// `nil` as a written value says that the key was removed.
  private var registers: [Key: LastWriterWinsRegister<Value?>] = [:]

  /// Empty.
  public init() {}

  /// The keys with a value, in no order.
  public var keys: Set<Key> { Set(registers.keys.filter { self[$0] != nil }) }

  /// The value of a key.
  public subscript(key: Key) -> Value? { registers[key]?.value ?? nil }

  /// Writes a value, or removes the key with `nil`; without effect if a greater stamp is here.
  /// - Returns: The delta.
  @discardableResult
  public mutating func write(
    _ value: Value?, for key: Key, stamp: WriteStamp
  ) -> LastWriterWinsMap {
    var delta = LastWriterWinsMap()
    delta.registers[key] = registers[key, default: .init()].write(value, stamp: stamp)
    return delta
  }

  /// Bytes on the wire beside keys and values; removed keys count.
  public var metadataBytes: Int { WriteStamp.metadataBytes * registers.count }
}

extension LastWriterWinsMap: ConvergentState {
  /// Takes the later write of each key.
  public mutating func merge(_ other: LastWriterWinsMap) {
    registers.merge(other.registers) { $0.merged(with: $1) }
  }

  /// Whether no key was written later here.
  public func isAtMost(_ other: LastWriterWinsMap) -> Bool {
    registers.allSatisfy { key, register in
      register.isAtMost(other.registers[key] ?? .init())
    }
  }
}
