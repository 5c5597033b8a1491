public import Algorithms

extension MultiPaxos: StoreProcess {
  /// The operation.
  public static func request(_ operation: KeyValueStore.Operation) -> Request { operation }

  /// A leader is looked for.
  public static func reply(_ response: Response) -> Reply<StoreAnswer> {
    switch response {
    case .done(let output): .done(.output(output))
    case .notLeader(let leader): .elsewhere(leader)
    }
  }
}
