/// One version of an object: the update that wrote it, and the updates its writer had seen.
///
/// The dot stands apart from the past, so two clients that write concurrently through one server
/// get versions that the server's single entry still tells apart.
///
/// - Source: Preguiça et al., Dotted Version Vectors, arXiv 1011.5808, 2010, §5.
public struct DottedVersion: Hashable, Sendable {
  /// The update that wrote it.
  public let dot: Dot
  /// What the writer had seen; does not contain the dot.
  public let past: VersionVector

  /// A version written by `dot` after seeing `past`.
  public init(dot: Dot, past: VersionVector) {
    self.dot = dot
    self.past = past
  }

  /// How the versions stand to each other.
  /// - Complexity: O(log entries): a version is in another's past when its dot is.
  public func order(to other: DottedVersion) -> CausalOrder {
    if dot == other.dot { return .equal }
    if other.past.contains(dot) { return .before }
    return past.contains(other.dot) ? .after : .concurrent
  }

  /// Bytes on the wire.
  public var metadataBytes: Int { Dot.metadataBytes + past.metadataBytes }
}
