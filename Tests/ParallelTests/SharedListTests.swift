import Parallel
import Testing

private final class Item: Sendable {
  let number: Int
  init(_ number: Int) { self.number = number }
}

struct SharedListTests {
  private func list(_ count: Int) -> SharedList<Item> { SharedList((0..<count).map { Item($0) }) }

  @Test func `walking visits every object in order, with its place`() {
    var seen: [Int] = []
    list(5).forEach { place, item in
      #expect(place == item.number)
      seen.append(item.number)
      return true
    }
    #expect(seen == [0, 1, 2, 3, 4])
  }

  @Test func `walking ends when the visitor has seen enough`() {
    var count = 0
    list(5).forEach { place, _ in
      count += 1
      return place < 2
    }
    #expect(count == 3)
  }

  @Test func `the list alone keeps its objects`() {
    weak var first: Item?
    do {
      let list = list(2)
      first = list[0]
      #expect(first != nil && list.with(1) { $0.number } == 1)
    }
    #expect(first == nil)
  }

  @Test func `many threads walk one list`() {
    let list = list(100)
    let sums = Chunks.map(Array(0..<64)) { part in
      part.map { _ in
        var sum = 0
        list.forEach { _, item in
          sum += item.number
          return true
        }
        return sum
      }
    }.flatMap(\.self)
    #expect(sums == Array(repeating: 4950, count: 64))
  }
}
