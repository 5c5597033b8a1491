/// A compiled regular expression that matches in time linear in the text.
///
/// All alternatives advance together, one code point at a time, so no pattern makes it slow.
/// - Source: Thompson, "Regular expression search algorithm", CACM 11 (6), 1968; Cox, "Regular
///   expression matching: the virtual machine approach", 2009.
struct Pattern: Sendable {
  private enum Instruction: Sendable {
    case scalar(UInt32)
    case set(ScalarSet)
    case any
    case anyButLineFeed
    case assertion(PatternAssertion)
    case split(Int, Int)
    case jump(Int)
    case match
  }

  /// Instructions; a pattern of a few hundred characters needs a few hundred.
  private static let maximalSize = 10_000

  private var instructions: [Instruction] = []

  /// Compiles a pattern in RE2's syntax.
  init(_ text: String) throws(PatternError) {
    try compile(try PatternParser.parse(text))
    try emit(.match)
  }

  // MARK: Compiling

  private mutating func emit(_ instruction: Instruction) throws(PatternError) {
    guard instructions.count < Self.maximalSize else {
      throw PatternError(message: "pattern is too large")
    }
    instructions.append(instruction)
  }

  private mutating func compile(_ syntax: PatternSyntax) throws(PatternError) {
    switch syntax {
    case .empty: break
    case .scalar(let value, let ignoresCase):
      if ignoresCase {
        try emit(.set(ScalarSet(ranges: [value...value], ignoresCase: true)))
      } else {
        try emit(.scalar(value))
      }
    case .set(let set): try emit(.set(set))
    case .any(let withLineFeeds): try emit(withLineFeeds ? .any : .anyButLineFeed)
    case .assertion(let assertion): try emit(.assertion(assertion))
    case .sequence(let parts): for part in parts { try compile(part) }
    case .alternatives(let branches): try emitAlternatives(branches)
    case .repetition(let part, let minimum, let maximum):
      try emitRepetition(of: part, minimum, maximum)
    }
  }

  private mutating func emitAlternatives(
    _ branches: [PatternSyntax]
  ) throws(PatternError) {
    var jumps: [Int] = []
    for branch in branches.dropLast() {
      let split = instructions.count
      try emit(.split(split + 1, 0))
      try compile(branch)
      jumps.append(instructions.count)
      try emit(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    if let last = branches.last { try compile(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func emitRepetition(
    of part: PatternSyntax, _ minimum: Int, _ maximum: Int?
  ) throws(PatternError) {
    for _ in 0..<minimum { try compile(part) }
    guard let maximum else {
      let split = instructions.count
      try emit(.split(split + 1, 0))
      try compile(part)
      try emit(.jump(split))
      instructions[split] = .split(split + 1, instructions.count)
      return
    }
    var splits: [Int] = []
    for _ in minimum..<max(minimum, maximum) {
      splits.append(instructions.count)
      try emit(.split(instructions.count + 1, 0))
      try compile(part)
    }
    for split in splits { instructions[split] = .split(split + 1, instructions.count) }
  }

  // MARK: Matching

  /// The threads of one step: each place in the program at most once.
  private struct Threads {
    var places: [Int] = []
    private var isMember: [Bool]

    init(capacity: Int) {
      isMember = Array(repeating: false, count: capacity)
      places.reserveCapacity(capacity)
    }

    mutating func insert(_ place: Int) -> Bool {
      guard !isMember[place] else { return false }
      isMember[place] = true
      places.append(place)
      return true
    }

    mutating func removeAll() {
      for place in places { isMember[place] = false }
      places.removeAll(keepingCapacity: true)
    }
  }

  /// Whether some part of the text matches.
  ///
  /// - Complexity: O(length of the text × size of the pattern).
  func matches(_ text: String) -> Bool {
    var current = Threads(capacity: instructions.count)
    var next = Threads(capacity: instructions.count)
    var stack: [Int] = []
    var previous: Unicode.Scalar?
    var scalars = text.unicodeScalars.makeIterator()
    var scalar = scalars.next()
    while true {
      if follow(0, &current, &stack, previous, scalar) { return true }
      guard let here = scalar else { return false }
      let following = scalars.next()
      for place in current.places where takes(instructions[place], here) {
        if follow(place + 1, &next, &stack, here, following) { return true }
      }
      swap(&current, &next)
      next.removeAll()
      previous = here
      scalar = following
    }
  }

  /// Adds a thread and all that it leads to without taking anything; `true` when that is a match.
  private func follow(
    _ start: Int, _ threads: inout Threads, _ stack: inout [Int], _ before: Unicode.Scalar?,
    _ after: Unicode.Scalar?
  ) -> Bool {
    stack.append(start)
    while let place = stack.popLast() {
      guard threads.insert(place) else { continue }
      switch instructions[place] {
      case .match:
        stack.removeAll(keepingCapacity: true)
        return true
      case .jump(let target): stack.append(target)
      case .split(let first, let second):
        stack.append(second)
        stack.append(first)
      case .assertion(let assertion):
        if holds(assertion, before, after) { stack.append(place + 1) }
      case .scalar, .set, .any, .anyButLineFeed: break
      }
    }
    return false
  }

  private func takes(_ instruction: Instruction, _ scalar: Unicode.Scalar) -> Bool {
    switch instruction {
    case .scalar(let value): scalar.value == value
    case .set(let set): set.contains(scalar)
    case .any: true
    case .anyButLineFeed: scalar != "\n"
    case .assertion, .split, .jump, .match: false
    }
  }

  private func holds(
    _ assertion: PatternAssertion, _ before: Unicode.Scalar?, _ after: Unicode.Scalar?
  ) -> Bool {
    switch assertion {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lineStart: before == nil || before == "\n"
    case .lineEnd: after == nil || after == "\n"
    case .wordBoundary: isWord(before) != isWord(after)
    case .noWordBoundary: isWord(before) == isWord(after)
    }
  }

  private func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return ScalarSet.word.contains { $0.contains(scalar.value) }
  }
}
