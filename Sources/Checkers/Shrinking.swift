/// Makes a list smaller while something stays true of it.
enum Shrinking {
  /// Leaves out parts of a list, large ones first, as long as `isKept` says of what remains that
  /// it still shows what it should; at the end no single element that may go can go.
  ///
  /// - Parameters:
  ///   - mayGo: Whether an element may be left out, given what would remain without it.
  ///   - isKept: Asked about each smaller list; `nil` ends the shrinking (a limit was reached).
  /// - Complexity: O(n log n) questions typically, O(n²) at worst.
  /// - Source: after Zeller & Hildebrandt, Simplifying and isolating failure-inducing input, 2002.
  static func smallest<Element>(
    _ list: [Element], mayGo: (Element, _ rest: [Element]) -> Bool,
    isKept: ([Element]) -> Bool?
  ) -> [Element] {
    var list = list
    var size = max(list.count / 2, 1)
    while true {
      var isSmaller = false
      var end = list.count
      while end > 0 {
        let start = max(end - size, 0)
        let rest = without(list, start..<end, mayGo)
        if rest.count < list.count {
          guard let kept = isKept(rest) else { return list }
          if kept {
            list = rest
            isSmaller = true
          }
        }
        end = min(start, list.count)
      }
      if size == 1 {
        if !isSmaller { return list }
      } else {
        size = max(size / 2, 1)
      }
    }
  }

  /// The list without those of a range that may go, one after another.
  private static func without<Element>(
    _ list: [Element], _ range: Range<Int>, _ mayGo: (Element, [Element]) -> Bool
  ) -> [Element] {
    var rest = list
    for index in range.reversed() {
      let element = rest.remove(at: index)
      if !mayGo(element, rest) { rest.insert(element, at: index) }
    }
    return rest
  }
}
