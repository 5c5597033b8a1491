/// A PBFT client: one request at a time, believed once f + 1 replicas answer alike.
public struct PBFTClient: Sendable {
  private let id: NodeID
  private let configuration: PBFTConfiguration
  private var timestamp: Int
  private var view = 0
  private var queue: [(operation: Int, id: RequestID)] = []
  private var pending: (request: PBFTRequest, id: RequestID)?
  private var answers: [NodeID: UInt64] = [:]

  /// Stands in a node whose state is being changed.
  static let placeholder = PBFTClient(
    id: 0, configuration: PBFTConfiguration(replicas: 1, faults: 0), disk: PBFTNode.Disk())

  init(id: NodeID, configuration: PBFTConfiguration, disk: PBFTNode.Disk) {
    self.id = id
    self.configuration = configuration
    timestamp = disk.timestamp
  }

  mutating func step(_ input: Input<PBFTNode>, effects: inout Effects<PBFTNode>) {
    switch input {
    case .start: break
    case .request(let operation, let id):
      guard pending?.id != id, !queue.contains(where: { $0.id == id }) else { return }
      queue.append((operation, id))
      sendNext(&effects)
    case .message(let message, _):
      if case .reply(let reply, let view) = message.body {
        receive(reply, view, message.signer, &effects)
      }
    case .timer:
      guard let pending else { return }
      effects.sync()
      for replica in 0..<configuration.replicas {
        effects.send(PBFTMessage(signer: id, body: .request(pending.request)), to: replica)
      }
      effects.setTimer(.client, after: configuration.clientTimeout)
    }
  }

  /// The first attempt goes to the primary of the last view heard of; who guesses wrong asks all
  /// replicas later.
  private mutating func sendNext(_ effects: inout Effects<PBFTNode>) {
    guard pending == nil, !queue.isEmpty else { return }
    let next = queue.removeFirst()
    timestamp += 1
    let request = PBFTRequest(client: id, timestamp: timestamp, operation: next.operation)
    pending = (request, next.id)
    answers = [:]
    effects.persist(.timestamp(timestamp))
    effects.sync()
    effects.send(
      PBFTMessage(signer: id, body: .request(request)), to: configuration.primary(of: view))
    effects.setTimer(.client, after: configuration.clientTimeout)
  }

  private mutating func receive(
    _ reply: PBFTReply, _ view: Int, _ signer: NodeID, _ effects: inout Effects<PBFTNode>
  ) {
    guard let pending, reply.timestamp == pending.request.timestamp else { return }
    answers[signer] = reply.result
    guard answers.values.count(where: { $0 == reply.result }) > configuration.faults else { return }
    self.pending = nil
    self.view = max(0, view)
    effects.respond(reply.result, to: pending.id)
    effects.cancelTimer(.client)
    sendNext(&effects)
  }
}
