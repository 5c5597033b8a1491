import Testing

@testable import Algorithms

@Suite struct PBFTTests {
  let configuration = PBFTConfiguration(replicas: 4, faults: 1)

  private func request(_ operation: Int, timestamp: Int = 1) -> PBFTRequest {
    PBFTRequest(client: 4, timestamp: timestamp, operation: operation)
  }

  private func proposal(_ view: Int, _ sequence: Int, _ operation: Int) -> PBFTProposal {
    PBFTProposal(view: view, sequence: sequence, request: request(operation))
  }

  private func prepares(_ said: [Effects<PBFTNode>.Effect]) -> [PBFTProposal] {
    said.compactMap {
      if let sent = $0.sent, sent.to == 0, case .prepare(let it) = sent.message.body {
        it
      } else {
        nil
      }
    }
  }

  private func viewChange(
    _ replica: NodeID, stable: Int = 0, _ prepared: [PBFTProposal]
  ) -> PBFTViewChange {
    PBFTViewChange(
      replica: replica, view: 5, stable: stable, digest: 0, proof: stable == 0 ? [] : [0, 1, 2],
      prepared: prepared.map { PBFTPrepared(proposal: $0, signers: [1, 2]) })
  }

  @Test(arguments: [(4, 1, 3), (7, 2, 5), (10, 3, 7), (5, 1, 4), (6, 1, 4)])
  func `two quorums share an honest replica`(replicas: Int, faults: Int, quorum: Int) {
    let configuration = PBFTConfiguration(replicas: replicas, faults: faults)
    #expect(configuration.quorum == quorum)
    #expect(2 * quorum - replicas > faults)
    #expect(2 * (quorum - 1) - replicas <= faults)
    #expect(quorum <= replicas - faults)
  }

  @Test func `a backup accepts one proposal for a place in a view, from its primary alone`() {
    var node = PBFTNode(id: 2, configuration: configuration)
    func hear(_ proposal: PBFTProposal, from signer: NodeID) -> [PBFTProposal] {
      let message = PBFTMessage(signer: signer, body: .prePrepare(proposal))
      return prepares(node.said(.message(message, from: signer)))
    }
    #expect(hear(proposal(0, 1, 7), from: 1).isEmpty)
    #expect(hear(proposal(0, 1, 7), from: 0) == [proposal(0, 1, 7)])
    #expect(hear(proposal(0, 1, 8), from: 0).isEmpty)
    #expect(hear(proposal(0, 16, 8), from: 0) == [proposal(0, 16, 8)])
    #expect(hear(proposal(0, 17, 9), from: 0).isEmpty, "above the high watermark")
    #expect(hear(proposal(1, 2, 9), from: 1).isEmpty, "of a view that has not begun")
    let null = PBFTProposal(view: 0, sequence: 3, request: .null)
    #expect(hear(null, from: 0).isEmpty)
  }

  @Test func `a new view repeats what was prepared last, and fills gaps with nothing`() {
    let newView = PBFTNewView(
      view: 5,
      viewChanges: [
        viewChange(0, [proposal(0, 1, 10), proposal(3, 4, 40)]),
        viewChange(1, [proposal(2, 1, 11), proposal(1, 4, 41)]),
        viewChange(2, [proposal(1, 1, 12)]),
      ])
    #expect(newView.proposals.map(\.sequence) == [1, 2, 3, 4])
    #expect(newView.proposals.map(\.request) == [request(11), .null, .null, request(40)])
    #expect(newView.proposals.allSatisfy { $0.view == 5 })
  }

  @Test func `a new view starts at the latest stable checkpoint`() {
    let newView = PBFTNewView(
      view: 5,
      viewChanges: [
        viewChange(0, [proposal(0, 7, 70), proposal(0, 9, 90)]), viewChange(1, stable: 8, []),
        viewChange(3, []),
      ])
    #expect(newView.proposals.map(\.sequence) == [9])
  }

  @Test func `a client believes f + 1 equal answers of different replicas`() {
    var node = PBFTNode(id: 4, configuration: configuration)
    _ = node.said(.request(7, id: 0))
    func answer(_ result: UInt64, from replica: NodeID) -> UInt64? {
      let reply = PBFTReply(timestamp: 1, result: result)
      let message = PBFTMessage(signer: replica, body: .reply(reply, view: 0))
      return node.said(.message(message, from: replica)).lazy.compactMap(\.answer).first
    }
    #expect(answer(1, from: 0) == nil)
    #expect(answer(1, from: 0) == nil)
    #expect(answer(2, from: 1) == nil)
    #expect(answer(2, from: 2) == 2)
  }

  @Test func `a vote leaves after the barrier`() {
    var node = PBFTNode(id: 2, configuration: configuration)
    let message = PBFTMessage(signer: 0, body: .prePrepare(proposal(0, 1, 7)))
    let said = node.said(.message(message, from: 0))
    #expect(said.firstIndex { $0.isSync }! < said.firstIndex { $0.sent != nil }!)
  }

  @Test func `a repeated request is listed, answered alike and changes nothing`() {
    var service = PBFTService()
    let first = service.execute(request(7))
    let second = service.execute(request(7))
    #expect(first == second)
    #expect(service.history.count == 2)
    #expect(service.execute(request(8, timestamp: 2))?.result == service.digest)
    #expect(service.execute(request(7)) == nil)
  }
}
