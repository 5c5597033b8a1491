import Dispatch

/// Work on many items, spread over the cores.
///
/// The items are cut into the same chunks on every machine and the results come back in the order
/// of the chunks, so what comes out does not depend on how many cores there are.
public enum Chunks {
  /// The results of `work` on consecutive chunks of `items`, in their order.
  ///
  /// - Parameters:
  ///   - count: How many chunks at most: enough that no core waits long for the last of another.
  ///   - smallest: With fewer items there is one chunk: a thread would cost more than it saves.
  ///   - work: Must not touch what the work on another chunk touches.
  public static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], count: Int = 32, smallest: Int = 64,
    _ work: @Sendable (ArraySlice<Item>) -> Result
  ) -> [Result] {
    guard items.count >= smallest else { return [work(items[...])] }
    let size = (items.count + count - 1) / count
    let starts = Array(stride(from: 0, to: items.count, by: size))
    let results = UnsafeMutableBufferPointer<Result?>.allocate(capacity: starts.count)
    results.initialize(repeating: nil)
    defer {
      results.deinitialize()
      results.deallocate()
    }
    // Each iteration writes its own element.
    nonisolated(unsafe) let slots = results
    DispatchQueue.concurrentPerform(iterations: starts.count) { index in
      let start = starts[index]
      slots[index] = work(items[start..<min(start + size, items.count)])
    }
    return results.map { $0! }
  }
}
