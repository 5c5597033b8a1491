import Parallel
import Testing

struct ChunksTests {
  @Test(arguments: [0, 1, 63, 64, 65, 257, 2048, 2051])
  func `chunks keep every item, once and in order`(_ count: Int) {
    let items = Array(0..<count)
    #expect(Chunks.map(items) { Array($0) }.flatMap(\.self) == items)
    #expect(
      Chunks.map(items, count: max(count, 1), smallest: 2) { Array($0) }.joined().elementsEqual(
        items))
  }

  @Test func `few items stay in one chunk, many go into thirty-two`() {
    #expect(Chunks.map(Array(0..<63)) { $0.count } == [63])
    #expect(Chunks.map(Array(0..<64)) { $0.count } == Array(repeating: 2, count: 32))
  }
}
