public import Algorithms

extension Raft: StoreProcess {
  /// The operation.
  public static func request(_ operation: KeyValueStore.Operation) -> Request {
    .operation(operation)
  }

  /// The change.
  public static func request(members: RaftConfiguration) -> Request? { .change(members) }

  /// A refused change had no effect; a leader is looked for.
  public static func reply(_ response: Response) -> Reply<StoreAnswer> {
    switch response {
    case .done(let output): .done(.output(output))
    case .changed: .done(.changed)
    case .refused: .failed
    case .notLeader(let leader): .elsewhere(leader)
    }
  }
}
