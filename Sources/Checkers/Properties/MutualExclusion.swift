/// Whether a lock or lease kept its holders apart.
public enum MutualExclusion {
  /// A time in which a process held the lock in its own belief.
  public struct Tenure: Hashable, Sendable {
    /// Who held it.
    public var holder: Int
    /// The fencing token that came with it.
    public var token: UInt64
    /// When it began to act as holder, in true time.
    public var from: Int64
    /// When it stopped, in true time; `Int64.max` if it never did.
    public var until: Int64

    /// A tenure with all its parts.
    public init(holder: Int, token: UInt64, from: Int64, until: Int64) {
      self.holder = holder
      self.token = token
      self.from = from
      self.until = until
    }
  }

  /// Something done under the lock to what it protects, at the moment when it took effect.
  public struct Effect: Hashable, Sendable {
    /// Who did it.
    public var holder: Int
    /// The token that it carried.
    public var token: UInt64

    /// An effect with all its parts.
    public init(holder: Int, token: UInt64) {
      self.holder = holder
      self.token = token
    }
  }

  /// Tenures of two holders that overlap: each that begins while one of another holder lasts, with
  /// that one. One that begins when another ends does not overlap it.
  ///
  /// - Complexity: O(n²) at worst, O(n log n) when few overlap.
  public static func overlaps(_ tenures: [Tenure]) -> [(earlier: Tenure, later: Tenure)] {
    let tenures = tenures.filter { $0.from < $0.until }.sorted {
      ($0.from, $0.until, $0.holder) < ($1.from, $1.until, $1.holder)
    }
    var running: [Tenure] = []
    var found: [(earlier: Tenure, later: Tenure)] = []
    for tenure in tenures {
      running.removeAll { $0.until <= tenure.from }
      for other in running where other.holder != tenure.holder { found.append((other, tenure)) }
      running.append(tenure)
    }
    return found
  }

  /// Effects of a holder that had been succeeded: each that came after one with a larger token,
  /// with the first such.
  ///
  /// With fencing there are none, even where tenures overlap.
  /// - Parameter effects: In the order in which they took effect.
  /// - Source: Gray & Cheriton 1989 on leases; Kleppmann 2016 on fencing.
  public static func staleEffects(_ effects: [Effect]) -> [(stale: Effect, newer: Effect)] {
    var newest: Effect?
    var found: [(stale: Effect, newer: Effect)] = []
    for effect in effects {
      if let newest, effect.token < newest.token {
        found.append((effect, newest))
      } else if newest.map({ effect.token > $0.token }) ?? true {
        newest = effect
      }
    }
    return found
  }
}
