import Parallel
import Synchronization
import Testing

@Test func `a value asked for by many is computed once`() async {
  let count = Mutex(0)
  let once = Once {
    count.withLock {
      $0 += 1; return $0
    }
  }
  let values = await withTaskGroup(of: Int.self) { group in
    for _ in 0..<20 { group.addTask { once.value } }
    return await group.reduce(into: []) { $0.append($1) }
  }
  #expect(values == Array(repeating: 1, count: 20))
  #expect(count.withLock { $0 } == 1)
}
