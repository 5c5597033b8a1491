/// One operation of an algorithm at one size, whose time on this machine can be taken.
public struct OperationBenchmark: Sendable {
  /// What it is called in a table: `merge`.
  public let name: String
  /// How many operations one iteration has: times are told for one of them.
  public let operations: Int
  /// Builds the state anew, untimed. The harness does so in each round: where the allocator puts a
  /// state, and how its hash tables are seeded, is luck that one state would keep for a whole run.
  let begin: @Sendable () -> any BenchmarkRound

  /// An operation that leaves the size of its state as it is.
  ///
  /// - Parameters:
  ///   - state: Makes the state, with the inputs.
  ///   - loop: Does so many iterations, and hands each result to `keep`.
  init<State>(
    _ name: String, operations: Int = 1, state: @escaping @Sendable () -> State,
    loop: @escaping @Sendable (inout State, Int) -> Void
  ) {
    self.name = name
    self.operations = operations
    begin = { Round(state: state(), loop: loop) }
  }
}

/// A state and the loop over it, for one round.
protocol BenchmarkRound: AnyObject {
  func run(_ iterations: Int)
}

private final class Round<State>: BenchmarkRound {
  private var state: State
  private let loop: @Sendable (inout State, Int) -> Void

  init(state: State, loop: @escaping @Sendable (inout State, Int) -> Void) {
    self.state = state
    self.loop = loop
  }

  func run(_ iterations: Int) { loop(&state, iterations) }
}

/// An algorithm at one size: its operations, and what its state takes.
public struct BenchmarkSubject: Sendable {
  /// The operations in the order of the table.
  public var operations: [OperationBenchmark]
  /// What a message carries, or a version costs, beside the values; `nil` where that says nothing.
  public var metadataBytes: Int?
  /// Builds so many states of one node, for the memory they take; `nil` where that says nothing.
  let states: (@Sendable (_ count: Int) -> AnyObject)?

  /// A subject without a state worth weighing.
  init(_ operations: [OperationBenchmark]) {
    self.operations = operations
    states = nil
  }

  /// A subject.
  ///
  /// - Parameter state: The state of one node.
  init<State>(
    _ operations: [OperationBenchmark], metadataBytes: Int? = nil,
    state: @escaping @Sendable () -> State
  ) {
    self.operations = operations
    self.metadataBytes = metadataBytes
    states = { count in States((0..<count).map { _ in state() }) }
  }
}

private final class States<State> {
  private let states: [State]

  init(_ states: [State]) { self.states = states }
}

/// The operation benchmarks of one algorithm, over the sizes at which it is measured.
public struct AlgorithmBenchmarks: Sendable {
  /// What the command line calls it: `vector-clock`.
  public let id: String
  /// What is measured, in a sentence.
  public let summary: String
  /// What the size counts: `nodes`, `elements`.
  public let parameter: String
  /// The sizes, rising.
  public let sizes: [Int]
  /// The benchmarks at a size.
  let subject: @Sendable (Int) -> BenchmarkSubject

  init(
    _ id: String, _ summary: String, by parameter: String, _ sizes: [Int],
    subject: @escaping @Sendable (Int) -> BenchmarkSubject
  ) {
    self.id = id
    self.summary = summary
    self.parameter = parameter
    self.sizes = sizes
    self.subject = subject
  }
}
