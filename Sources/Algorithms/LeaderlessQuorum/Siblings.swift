/// The versions of one key that no replica knows to be replaced.
///
/// Each version has a dot (which node wrote it, and the how-manieth version that node wrote) and
/// remembers which dots its writer had seen: those it replaces.
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
    /// The node that coordinated the write.
    public var writer: NodeID
    /// From 1 on, for each writer.
    public var count: Int
    /// By node: versions up to this count are replaced by this one.
    public var seen: [Int]

    /// A version.
    public init(value: Int, time: Int64, writer: NodeID, count: Int, seen: [Int]) {
      self.value = value
      self.time = time
      self.writer = writer
      self.count = count
      self.seen = seen
    }

    /// Whether the other version was known to whoever wrote this one.
    func replaces(_ other: Version) -> Bool {
      other.writer < seen.count && seen[other.writer] >= other.count
    }

    /// Whether this is the later writer's, by the writers' clocks; ties go to the higher node.
    public func isLater(than other: Version) -> Bool {
      (time, writer, count) > (other.time, other.writer, other.count)
    }
  }

  /// What becomes of versions neither of which replaces the other.
  public enum Conflict: Sendable, Hashable {
    /// The one with the later clock stays, whatever its writer had seen.
    case lastWriterWins
    /// All stay, and readers see them all.
    case siblings
  }

  /// The versions, by writer and count.
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
      versions.sort { ($0.writer, $0.count) < ($1.writer, $1.count) }
    }
  }

  /// What a writer who has read these has seen, by node: for versions that replace them all.
  public var context: [Int] {
    versions.reduce(into: []) { context, version in
      context = Self.join(context, version.seen)
      while context.count <= version.writer { context.append(0) }
      context[version.writer] = max(context[version.writer], version.count)
    }
  }

  static func join(_ left: [Int], _ right: [Int]) -> [Int] {
    let (long, short) = left.count < right.count ? (right, left) : (left, right)
    return long.indices.map { $0 < short.count ? max(long[$0], short[$0]) : long[$0] }
  }
}
