/// Probabilistically bounded staleness of a leaderless quorum system (the WARS model).
///
/// A write goes to all N replicas and is acknowledged after W answers; a read issued some time
/// later goes to all N and takes the first R answers. The read is fresh when one of those R had
/// the write before the read reached it. Messages are independent; there is no read repair.
///
/// - Source: Bailis et al., Probabilistically Bounded Staleness for Practical Partial Quorums,
///   VLDB 2012, §4.1.
public struct StalenessModel: Sendable, Hashable {
  /// The one-way delays of the four messages.
  public struct Delays: Sendable, Hashable {
    /// W: the write from the coordinator to a replica.
    public var write: DelayModel
    /// A: the replica's acknowledgement.
    public var acknowledgement: DelayModel
    /// R: the read request.
    public var request: DelayModel
    /// S: the replica's answer.
    public var response: DelayModel

    /// Four delays.
    public init(
      write: DelayModel, acknowledgement: DelayModel, request: DelayModel, response: DelayModel
    ) {
      self.write = write
      self.acknowledgement = acknowledgement
      self.request = request
      self.response = response
    }

    /// One for writes, another for the three other messages, as in the published fits.
    public init(write: DelayModel, others: DelayModel) {
      self.init(write: write, acknowledgement: others, request: others, response: others)
    }
  }

  /// A place from which clients write or read.
  public struct Origin: Sendable, Hashable {
    /// How often, relative to the other places.
    public var weight: Double
    /// What each one-way message to or from each replica takes on top, by replica.
    public var extraMilliseconds: [Double]

    /// A place.
    public init(weight: Double = 1, extraMilliseconds: [Double]) {
      self.weight = weight
      self.extraMilliseconds = extraMilliseconds
    }
  }

  /// N.
  public let replicas: Int
  /// The delays within a place.
  public let delays: Delays
  /// Where writes come from.
  public let writers: [Origin]
  /// Where reads come from, independently of the write.
  public let readers: [Origin]

  /// A model; without origins, all replicas are equally near.
  public init(
    replicas: Int, delays: Delays, writers: [Origin] = [], readers: [Origin] = []
  ) throws(QuantityError) {
    try require((1...64).contains(replicas), "replicas", "is \(replicas), not between 1 and 64")
    try delays.write.validate()
    try delays.acknowledgement.validate()
    try delays.request.validate()
    try delays.response.validate()
    for origin in writers + readers {
      try requireNonNegative(origin.weight, "weight of an origin")
      try require(
        origin.extraMilliseconds.count == replicas, "origin",
        "has \(origin.extraMilliseconds.count) distances for \(replicas) replicas")
      for extra in origin.extraMilliseconds { try requireNonNegative(extra, "distance") }
    }
    for origins in [writers, readers] where !origins.isEmpty {
      try requirePositive(origins.reduce(0) { $0 + $1.weight }, "sum of weights")
    }
    self.replicas = replicas
    self.delays = delays
    let here = [Origin(extraMilliseconds: Array(repeating: 0, count: replicas))]
    self.writers = writers.isEmpty ? here : writers
    self.readers = readers.isEmpty ? here : readers
  }

  /// One replica in each place, clients at every place, and the same distance between any two.
  public static func wideArea(
    replicas: Int, delays: Delays, oneWayMilliseconds: Double
  ) throws(QuantityError) -> StalenessModel {
    try require((1...64).contains(replicas), "replicas", "is \(replicas), not between 1 and 64")
    let places = (0..<replicas).map { own in
      Origin(extraMilliseconds: (0..<replicas).map { $0 == own ? 0 : oneWayMilliseconds })
    }
    return try StalenessModel(
      replicas: replicas, delays: delays, writers: places, readers: places)
  }
}
