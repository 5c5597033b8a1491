import Algorithms
import Quantities
import Testing

struct DottedVersionTests {
  @Test func `siblings are exactly the writes that no later write had seen`() {
    for seed in UInt64(0)..<400 {
      #expect(siblingsMatchHistories(seed: seed, concurrent: .keep), "seed \(seed)")
    }
  }

  @Test func `dotted versions are ordered exactly as their causal histories`() {
    for seed in UInt64(0)..<100 {
      let store = ClientServerRun(seed: seed, concurrent: .keep)
      for left in store.writes {
        for right in store.writes {
          #expect(left.version.order(to: right.version) == order(left, right), "seed \(seed)")
        }
      }
    }
  }

  @Test func `two clients that write through one server keep both values`() {
    var server = SiblingSet<String>()
    let nothing = VersionVector()
    server.write("a", seen: nothing, at: 0)
    server.write("b", seen: nothing, at: 0)
    #expect(Set(server.values) == ["a", "b"])
    #expect(server.metadataBytes == 16, "one entry for both")
    server.write("ab", seen: server.context, at: 0)
    #expect(server.values == ["ab"])
  }

  @Test func `a write replaces only what its client had seen`() {
    var server = SiblingSet<String>()
    server.write("a", seen: VersionVector(), at: 0)
    let seen = server.context
    server.write("b", seen: VersionVector(), at: 0)
    server.write("a2", seen: seen, at: 0)
    #expect(Set(server.values) == ["b", "a2"])
  }

  @Test func `a context from another server is taken in`() {
    var (left, right) = (SiblingSet<Int>(), SiblingSet<Int>())
    left.write(1, seen: VersionVector(), at: 0)
    right.write(2, seen: left.context, at: 1)
    right.merge(left)
    #expect(right.values == [2], "the write had seen 1, though this server had not")
  }

  private func order(
    _ left: ClientServerRun.Write, _ right: ClientServerRun.Write
  ) -> CausalOrder {
    if left.number == right.number { return .equal }
    if right.past.contains(left.number) { return .before }
    return left.past.contains(right.number) ? .after : .concurrent
  }
}

/// Whether at the end of a random run each server holds exactly the maximal writes it knows of.
func siblingsMatchHistories(seed: UInt64, concurrent: SiblingSet<Int>.Concurrent) -> Bool {
  ClientServerRun(seed: seed, concurrent: concurrent).isExact
}

/// Clients that read and write through servers which exchange their states now and then.
struct ClientServerRun {
  struct Write {
    var number: Int
    /// The writes its client had seen, and those that these had seen.
    var past: Set<Int>
    var version: DottedVersion
  }

  private(set) var writes: [Write] = []
  private(set) var isExact = true

  init(seed: UInt64, concurrent: SiblingSet<Int>.Concurrent) {
    var random = SeededGenerator(seed: seed)
    var servers = Array(repeating: SiblingSet<Int>(), count: 2)
    var known = Array(repeating: Set<Int>(), count: 2)
    var clients = Array(repeating: (context: VersionVector(), past: Set<Int>()), count: 3)
    for _ in 0..<30 {
      let (server, client) = (random.below(2), random.below(3))
      switch random.below(5) {
      case 0:
        servers[server].merge(servers[1 - server])
        known[server].formUnion(known[1 - server])
      case 1, 2:
        clients[client] = (servers[server].context, known[server])
      default:
        let (number, seen) = (writes.count, clients[client])
        let dot = servers[server].write(
          number, seen: seen.context, at: server, concurrent: concurrent)
        writes.append(
          Write(
            number: number, past: seen.past, version: DottedVersion(dot: dot, past: seen.context)))
        known[server].formUnion(seen.past.union([number]))
      }
      let maximal = known[server].filter { write in
        !known[server].contains { writes[$0].past.contains(write) }
      }
      if Set(servers[server].values) != maximal { isExact = false }
    }
  }
}
