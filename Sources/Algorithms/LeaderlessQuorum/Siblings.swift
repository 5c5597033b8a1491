/// The versions of one key that no replica knows to be replaced.
///
/// Who has seen the third version of a node must have its first two, or know what replaced them:
/// nodes send their own versions in order, or each with all that they know of the key.
///
/// - Source: Preguiça et al., Brief Announcement: Efficient Causality Tracking in Distributed
///   Storage Systems with Dotted Version Vectors, PODC 2012.
public struct Siblings: Sendable, Hashable {
  /// One version.
  public struct Version: Sendable, Hashable {
    /// The value.
    public var value: Int
    /// The writing node's clock.
    public var time: Int64
    /// Who wrote it, and what the writer had seen: the versions that it replaces.
    public var dotted: DottedVersion

    /// A version.
    public init(value: Int, time: Int64, dotted: DottedVersion) {
      self.value = value
      self.time = time
      self.dotted = dotted
    }

    /// Whether the other version was known to whoever wrote this one.
    public func replaces(_ other: Version) -> Bool { dotted.past.contains(other.dotted.dot) }

    /// Whether this is the later writer's, by the writers' clocks; ties go to the higher node.
    public func isLater(than other: Version) -> Bool {
      (time, dotted.dot) > (other.time, other.dotted.dot)
    }
  }

  /// What becomes of versions neither of which replaces the other.
  public enum Conflict: Sendable, Hashable {
    /// The one with the later clock stays, whatever its writer had seen.
    case lastWriterWins
    /// All stay, and readers see them all.
    case siblings
  }

  /// The versions, by dot.
  public private(set) var versions: [Version]

  /// No version, or one.
  public init(_ version: Version? = nil) { versions = version.map { [$0] } ?? [] }

  /// Takes in what another replica has. Commutative, associative and idempotent.
  public mutating func merge(_ other: Siblings, _ conflict: Conflict) {
    if versions == other.versions || other.versions.isEmpty { return }
    var union = versions + other.versions.filter { !versions.contains($0) }
    switch conflict {
    case .lastWriterWins:
      union.sort { $0.isLater(than: $1) }
      versions = Array(union.prefix(1))
    case .siblings:
      versions = union.filter { version in !union.contains { $0.replaces(version) } }
      versions.sort { $0.dotted.dot < $1.dotted.dot }
    }
  }

  /// What a writer who has read these has seen, for a version that replaces them all.
  public var context: VersionVector {
    versions.reduce(into: VersionVector()) { context, version in
      context.merge(version.dotted.past)
      let dot = version.dotted.dot
      context[dot.replica] = max(context[dot.replica], dot.counter)
    }
  }
}
