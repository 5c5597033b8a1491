public import Algorithms

/// What a node's one processor spends; nothing unless told, which shows the protocol alone.
public struct ProcessingCosts: Sendable, Hashable {
  /// For each input: a message, a timer or a request.
  public var perInput: Nanoseconds
  /// For each message or answer sent.
  public var perSend: Nanoseconds
  /// For each byte sent, in nanoseconds.
  public var perByte: Double

  /// Costs, each 0 or more.
  public init(perInput: Nanoseconds = 0, perSend: Nanoseconds = 0, perByte: Double = 0) {
    self.perInput = perInput
    self.perSend = perSend
    self.perByte = perByte
  }

  func send(bytes: Int) -> Nanoseconds {
    guard perByte > 0 else { return perSend }
    return perSend &+ (Int64(exactly: (perByte * Double(bytes)).rounded()) ?? 0)
  }
}
