/// The group a PBFT node belongs to: replicas are the nodes below ``replicas``, clients the rest.
public struct PBFTConfiguration: Sendable {
  /// The number of replicas, n.
  public var replicas: Int
  /// How many replicas may be Byzantine, f; n should be at least 3f + 1.
  public var faults: Int
  /// Matching messages of different replicas that make a certificate. Any two quorums of
  /// ⌈(n + f + 1) / 2⌉ share an honest replica; a smaller one is unsafe.
  public var quorum: Int
  /// Whether a view change carries the certificates of what its sender prepared. Without them a
  /// new primary may give a committed sequence number to another request.
  public var viewChangeCarriesPrepared = true
  /// A checkpoint is taken every this many requests, K.
  public var checkpointInterval = 8
  /// Sequence numbers in use above the stable checkpoint, L; a small multiple of K.
  public var window = 16
  /// How long a backup waits for a request before it changes the view; doubles with each change.
  public var viewTimeout: Nanoseconds = 200_000_000
  /// How often a replica with open work tells the others where it stands.
  public var resendInterval: Nanoseconds = 40_000_000
  /// How long a client waits before it asks all replicas.
  public var clientTimeout: Nanoseconds = 100_000_000

  /// A group of `replicas`, of which `faults` may be Byzantine, with the quorum that is safe.
  public init(replicas: Int, faults: Int) {
    self.replicas = replicas
    self.faults = faults
    quorum = (replicas + faults + 2) / 2
  }

  /// The primary of `view`.
  func primary(of view: Int) -> NodeID { view % replicas }
}
