import Testing

@testable import Algorithms

@Suite struct HotStuffTests {
  let configuration = HotStuffNode.Configuration(replicas: 4, faults: 1)

  /// A block of `view` on another, the certificate as if a quorum had voted.
  private func block(_ view: Int, on parent: HotStuffBlock, _ operation: Int = 0) -> HotStuffBlock {
    HotStuffBlock(
      view: view, justify: HotStuffCertificate(view: parent.view, block: parent.digest),
      commands: [HotStuffCommand(origin: 0, id: operation, operation: operation)])
  }

  /// The views of the blocks that a replica votes for when they come in this order.
  private func votes(_ blocks: [HotStuffBlock]) -> (views: [Int], node: HotStuffNode) {
    var node = HotStuffNode(id: 3, configuration: configuration)
    var views: [Int] = []
    for block in blocks {
      for effect in node.said(.message(.proposal(block), from: block.view % 4)) {
        if case .vote(_, let digest)? = effect.sent?.message, digest == block.digest {
          views.append(block.view)
        }
      }
    }
    return (views, node)
  }

  @Test func `a replica votes once a view, and only for its leader`() {
    let first = block(1, on: .genesis, 1)
    let second = block(1, on: .genesis, 2)
    #expect(votes([first, second]).views == [1])
    var node = HotStuffNode(id: 3, configuration: configuration)
    let said = node.said(.message(.proposal(first), from: 2))
    #expect(!said.contains { $0.sent != nil })
  }

  @Test func `safety: a block beside the locked one gets no vote`() {
    let a = block(1, on: .genesis)
    let b = block(2, on: a)
    let c = block(3, on: b)  // locks a
    let beside = block(5, on: .genesis)
    #expect(votes([a, b, c, beside]).views == [1, 2, 3])
    #expect(votes([a, b, beside]).views == [1, 2, 5], "not locked yet")
    #expect(votes([a, b, c, block(5, on: c)]).views == [1, 2, 3, 5])
  }

  @Test func `liveness: a certificate later than the lock gets a vote beside it`() {
    let a = block(1, on: .genesis, 1)
    let b = block(2, on: a)
    let c = block(3, on: b)  // locks a
    let other = block(5, on: .genesis, 2)
    let later = block(6, on: other)  // certified in view 5, after the lock's view 1
    #expect(votes([a, b, c, other, later]).views == [1, 2, 3, 6])
  }

  @Test func `three certified blocks of consecutive views commit the first, a gap delays it`() {
    let a = block(1, on: .genesis, 1)
    let b = block(2, on: a, 2)
    let c = block(3, on: b, 3)
    let d = block(4, on: c, 4)
    #expect(votes([a, b, c]).node.executed.isEmpty)
    #expect(votes([a, b, c, d]).node.executed.map(\.id) == [1])
    let late = block(5, on: b, 5)
    let later = block(6, on: late, 6)
    #expect(votes([a, b, late, later]).node.executed.isEmpty)
    let last = block(8, on: block(7, on: later, 7), 8)
    let chain = [a, b, late, later, block(7, on: later, 7), last]
    #expect(votes(chain).node.executed.map(\.id) == [1, 2, 5])
  }

  @Test func `a vote leaves after the barrier`() {
    var node = HotStuffNode(id: 3, configuration: configuration)
    let said = node.said(.message(.proposal(block(1, on: .genesis)), from: 1))
    #expect(said.firstIndex { $0.isSync }! < said.firstIndex { $0.sent != nil }!)
  }
}
