import Algorithms
import Testing

@Suite struct OutboxTests {
  private func node(_ id: NodeID, _ change: (inout OutboxNode.Policy) -> Void) -> OutboxNode {
    var policy = OutboxNode.Policy()
    change(&policy)
    return OutboxNode(id: id, policy: policy)
  }

  private func published(_ said: [Effects<OutboxNode>.Effect]) -> [OutboxNode.EventID] {
    said.compactMap { if case .publish(let id)? = $0.sent?.message { id } else { nil } }
  }

  @Test(arguments: [
    (OutboxNode.Deduplication.withEffect, 1), (.none, 2), (.beforeEffect, 1), (.afterEffect, 1),
  ])
  func `an event that comes twice takes effect once if its id is kept`(
    deduplication: OutboxNode.Deduplication, effects: Int
  ) {
    var consumer = node(2) { $0.deduplication = deduplication }
    var disk = OutboxNode.Disk()
    for offset in 0...1 {
      var inputs: [Input<OutboxNode>] = [.message(.deliver(offset: offset, 9), from: 1)]
      while let input = inputs.popLast() {
        for effect in consumer.said(input) {
          if let record = effect.record { OutboxNode.write(record, to: &disk) }
          if let sent = effect.sent, sent.to == 2 { inputs.append(.message(sent.message, from: 2)) }
        }
      }
    }
    #expect(disk.effects == [9: effects])
  }

  @Test func `id and effect are one record, or a crash falls between`() {
    var one = node(2) { $0.deduplication = .withEffect }
    let together = one.said(.message(.deliver(offset: 0, 9), from: 1))
    #expect(together.compactMap(\.record).count == 1)
    #expect(together.contains { $0.sent?.to == 1 })
    var two = node(2) { $0.deduplication = .beforeEffect }
    let apart = two.said(.message(.deliver(offset: 0, 9), from: 1))
    #expect(apart.compactMap(\.record).count == 1)
    #expect(!apart.contains { $0.sent?.to == 1 })
  }

  @Test(arguments: [
    (OutboxNode.Publishing.polling, [1, 2]), (.logTailing, [2]), (.pollingByNumber, [1]),
  ])
  func `a relay publishes what is committed, in its order, until the broker has it`(
    publishing: OutboxNode.Publishing, first: [OutboxNode.EventID]
  ) {
    var service = node(0) { $0.publishing = publishing }
    _ = service.said(.request(0, id: 1))
    _ = service.said(.request(0, id: 2))
    _ = service.said(.timer(.commit(2)))  // began later, commits earlier
    _ = service.said(.timer(.commit(1)))
    #expect(Set(published(service.said(.timer(.round)))) == Set(first))
    #expect(Set(published(service.said(.timer(.round)))) == Set(first))
    for event in first { _ = service.said(.message(.published(event), from: 1)) }
    let rest = published(service.said(.timer(.round)))
    #expect(Set(first + rest) == [1, 2])
  }

  @Test func `numbers above the last pass over a transaction that commits late, marks do not`() {
    for (publishing, finds) in [(OutboxNode.Publishing.pollingByNumber, false), (.polling, true)] {
      var service = node(0) { $0.publishing = publishing }
      _ = service.said(.request(0, id: 1))
      _ = service.said(.request(0, id: 2))
      _ = service.said(.timer(.commit(2)))
      #expect(published(service.said(.timer(.round))) == [2])
      _ = service.said(.message(.published(2), from: 1))
      _ = service.said(.timer(.commit(1)))
      #expect(published(service.said(.timer(.round))).contains(1) == finds)
    }
  }
}
