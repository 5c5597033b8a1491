/// What an operation touches, itself or in its steps; in the order of the file.
extension Operation {
  /// All data that it reads, each once.
  public var allReads: [Stated<DataName>] { unique(reads.items + steps.flatMap(\.reads.items)) }

  /// All data that it writes, each once.
  public var allWrites: [Stated<DataName>] { unique(writes.items + steps.flatMap(\.writes.items)) }

  /// All services that it calls, each once.
  public var allCalls: [Stated<ServiceName>] {
    unique((calls?.services ?? []) + steps.flatMap { $0.calls?.services ?? [] })
  }
}

/// The first of equal values.
func unique<Value: Hashable>(_ values: [Stated<Value>]) -> [Stated<Value>] {
  guard values.count > 1 else { return values }
  var seen: Set<Value> = []
  return values.filter { seen.insert($0.value).inserted }
}
