/// Whether each request took effect once.
public enum ExactlyOnce {
  /// What is wrong with a request.
  public struct Fault<ID: Hashable & Sendable>: Hashable, Sendable {
    /// The request.
    public var request: ID
    /// How often it took effect: 0 for lost, 2 or more for repeated.
    public var times: Int

    /// A fault with all its parts.
    public init(request: ID, times: Int) {
      self.request = request
      self.times = times
    }
  }

  /// Requests that took effect never or more than once, in their order; then effects that nobody
  /// asked for.
  ///
  /// - Parameters:
  ///   - acknowledged: Requests whose client was told that they are done: they must have taken
  ///     effect.
  ///   - attempted: Other requests that were made: they may have.
  ///   - effects: The request of each effect.
  public static func faults<ID: Hashable & Sendable>(
    acknowledged: [ID], attempted: [ID] = [], effects: [ID]
  ) -> [Fault<ID>] {
    var times: [ID: Int] = [:]
    for effect in effects { times[effect, default: 0] += 1 }
    var seen: Set<ID> = []
    var faults: [Fault<ID>] = []
    for request in acknowledged where seen.insert(request).inserted {
      if times[request] != 1 { faults.append(Fault(request: request, times: times[request] ?? 0)) }
    }
    for request in attempted where seen.insert(request).inserted {
      if let count = times[request], count > 1 {
        faults.append(Fault(request: request, times: count))
      }
    }
    for effect in effects where seen.insert(effect).inserted {
      faults.append(Fault(request: effect, times: times[effect] ?? 1))
    }
    return faults
  }
}
