/// The replicated service: an append-only list, whose answer to an operation is the digest of all
/// that was done so far. Two replicas that answer alike have done the same things in the same order.
public struct PBFTService: Sendable {
  /// What was executed, by sequence number from 1; a repeated request is listed and changes nothing.
  public private(set) var history: [PBFTRequest] = []
  /// The digest of the state.
  public var digest: UInt64 { hash.value }
  private var hash = StableHash()
  /// Each client's last request and its answer.
  private(set) var replies: [NodeID: PBFTReply] = [:]

  /// The empty list.
  public init() {}

  /// The state after `history`.
  public init(history: [PBFTRequest]) {
    for request in history { execute(request) }
  }

  /// Executes the next request and answers it; repeats the answer to one done already.
  @discardableResult
  public mutating func execute(_ request: PBFTRequest) -> PBFTReply? {
    history.append(request)
    hash.mix(request.client)
    hash.mix(request.timestamp)
    hash.mix(request.operation)
    guard request != .null else { return nil }
    let last = replies[request.client]
    if let last, last.timestamp >= request.timestamp {
      return last.timestamp == request.timestamp ? last : nil
    }
    let reply = PBFTReply(timestamp: request.timestamp, result: digest)
    replies[request.client] = reply
    return reply
  }
}
