import Algorithms
import Quantities
import Testing

struct ObservedRemoveTests {
  @Test func `an addition wins over a concurrent removal and not over a later one`() {
    var (left, right) = (ObservedRemoveSet<String>(), ObservedRemoveSet<String>())
    left.add("milk", at: 0)
    right.merge(left)
    right.remove("milk")
    left.add("milk", at: 0)
    right.merge(left)
    #expect(right.contains("milk"), "the second addition was not seen by the removal")
    right.remove("milk")
    left.merge(right)
    #expect(!left.contains("milk"), "this removal has seen both additions")
    left.add("milk", at: 0)
    right.merge(left)
    #expect(right.contains("milk"), "what was removed can be added again")
  }

  @Test func `a removal leaves a concurrent addition by a third replica`() {
    var replicas = Array(repeating: ObservedRemoveSet<Int>(), count: 3)
    replicas[0].add(1, at: 0)
    replicas[1].add(1, at: 1)
    replicas[2].merge(replicas[0])
    replicas[2].remove(1)
    #expect(!replicas[2].contains(1))
    replicas[2].merge(replicas[1])
    #expect(replicas[2].contains(1))
  }

  @Test func `an old state does not bring back what was removed`() {
    var set = ObservedRemoveSet<Int>()
    set.add(1, at: 0)
    let old = set
    set.remove(1)
    set.merge(old)
    #expect(!set.contains(1))
  }

  @Test func `sets show what their specification by visibility says`() {
    for seed in UInt64(0)..<400 {
      #expect(VisibilityModel<ObservedRemoveSet<Int>, SetOperation>.holds(seed: seed), "\(seed)")
    }
  }

  @Test func `metadata does not grow with what was removed`() {
    var set = ObservedRemoveSet<Int>()
    for element in 0..<500 {
      set.add(element, at: element % 2)
      set.remove(element)
    }
    #expect(set.metadataBytes == 2 * 16, "an entry for each replica")
    set.add(7, at: 0)
    #expect(set.metadataBytes == 3 * 16, "and a dot for each element")
  }

  @Test func `a delta that comes early leaves a gap that later closes`() {
    var source = ObservedRemoveSet<Int>()
    let first = source.add(1, at: 0)
    let second = source.add(2, at: 0)
    var target = ObservedRemoveSet<Int>()
    target.merge(second)
    #expect(target.elements == [2] && target.state.context.beyond.count == 1)
    target.merge(first)
    #expect(target == source && target.state.context.beyond.isEmpty)
  }

  @Test func `registers keep exactly the writes that no other has seen`() {
    typealias Model = VisibilityModel<MultiValueRegister<Int>, Int>
    for seed in UInt64(0)..<300 {
      var random = SeededGenerator(seed: seed)
      var model = Model(replicas: replicaCount, initial: MultiValueRegister())
      for number in 0..<30 {
        let replica = random.below(replicaCount)
        if random.chance(0.5) {
          model.update(replica, number) { $0.write(number, at: replica) }
        } else {
          model.deliver(from: random.below(replicaCount), to: replica)
        }
        let expected = model.inForce(at: replica) { _, _ in true }
        #expect(Set(model.states[replica].values) == Set(expected), "seed \(seed)")
      }
    }
  }

  @Test func `an update of a map's value wins over a concurrent removal of its key`() {
    typealias Cart = ObservedRemoveMap<String, ObservedRemoveSet<String>>
    var (phone, laptop) = (Cart(), Cart())
    phone.update("drinks") { $0.add("milk", at: 0) }
    laptop.merge(phone)
    laptop.remove("drinks")
    phone.update("drinks") { $0.add("tea", at: 0) }
    laptop.merge(phone)
    #expect(laptop["drinks"]?.elements == ["tea"], "the removal has seen the milk")
    phone.merge(laptop)
    #expect(phone == laptop)
    phone.remove("drinks")
    #expect(phone["drinks"] == nil && phone.keys.isEmpty)
  }

  @Test func `an emptied value leaves no key behind`() {
    var map = ObservedRemoveMap<Int, ObservedRemoveSet<Int>>()
    map.update(1) { $0.add(5, at: 0) }
    map.update(1) { $0.remove(5) }
    #expect(map.keys.isEmpty)
  }

  @Test func `a flag stays enabled when enabled concurrently with disabling`() {
    var (left, right) = (EnableWinsFlag(), EnableWinsFlag())
    left.enable(at: 0)
    right.merge(left)
    right.disable()
    #expect(!right.isEnabled)
    left.enable(at: 0)
    right.merge(left)
    #expect(right.isEnabled)
  }
}
