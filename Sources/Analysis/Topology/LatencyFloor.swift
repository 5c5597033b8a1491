import SystemModel

/// The round trips that an operation cannot do without, whatever the machines do.
struct LatencyFloor {
  let graph: Graph

  /// From the client region that is worst off to the best placed service, then store by store.
  ///
  /// Steps follow each other; without steps the stores are taken to be asked at once. Nothing is
  /// added for work, queues or disks: a target below this cannot be met by any implementation of
  /// the same placement.
  /// - Returns: `nil` when a distance on the way is not known.
  func floor(of operation: OperationNode) -> Duration? {
    let clients = operation.clientRegions.map { Place(region: $0) }
    let entries = operation.service?.places ?? []
    guard !clients.isEmpty || !entries.isEmpty else { return nil }
    var worst: Duration?
    for client in clients.isEmpty ? entries : clients {
      guard let floor = floor(of: operation, from: client, entries) else { return nil }
      worst = max(worst ?? .zero, floor)
    }
    return worst
  }

  /// From one client region.
  func floor(of operation: OperationNode, from client: String) -> Duration? {
    floor(of: operation, from: Place(region: client), operation.service?.places ?? [])
  }

  private func floor(of operation: OperationNode, from client: Place, _ entries: [Place])
    -> Duration?
  {
    var best: Duration?
    for entry in entries.isEmpty ? [client] : entries {
      guard let way = entries.isEmpty ? .zero : between(client, entry),
        let work = work(operation, at: entry)
      else { continue }
      best = min(best ?? way + work, way + work)
    }
    return best
  }

  private func between(_ client: Place, _ entry: Place) -> Duration? {
    client.contains(entry) ? .zero : graph.distances.floor(client, entry)
  }

  private func work(_ operation: OperationNode, at place: Place) -> Duration? {
    guard let published = published(operation, at: place) else { return nil }
    guard !operation.steps.isEmpty else {
      return slowest(reads: operation.reads, writes: operation.writes, operation, at: place).map {
        $0 + published
      }
    }
    var sum = published
    for step in operation.steps {
      guard let part = slowest(reads: step.reads, writes: step.writes, operation, at: place) else {
        return nil
      }
      sum += part
    }
    return sum
  }

  /// Brokers that it waits for when it publishes, all at once, after the rest.
  private func published(_ operation: OperationNode, at place: Place) -> Duration? {
    var slowest = Duration.zero
    for store in operation.awaitedBrokers where !store.places.isEmpty {
      guard let time = write(store, at: place) else { return nil }
      slowest = max(slowest, time)
    }
    return slowest
  }

  private func slowest(
    reads: [DataNode], writes: [DataNode], _ operation: OperationNode, at place: Place
  ) -> Duration? {
    var slowest = Duration.zero
    for store in unique(reads.flatMap(\.stores)) where !store.places.isEmpty {
      guard let time = read(store, operation, at: place) else { return nil }
      slowest = max(slowest, time)
    }
    for store in unique(writes.flatMap(\.stores)) where !store.places.isEmpty {
      guard let time = write(store, at: place) else { return nil }
      slowest = max(slowest, time)
    }
    return slowest
  }

  private func read(_ store: StoreNode, _ operation: OperationNode, at place: Place) -> Duration? {
    switch operation.value.readsFrom?.value {
    case .nearest?, .follower?, .cache?: return nearest(store, place)
    case nil where store.answersLocally: return nearest(store, place)
    default:
      if store.value.per == nil, store.scheme.tolerance == .quorum,
        let asked = Int(operation.provided(.readQuorum, of: store) ?? "")
          ?? store.count(.readQuorum)
      {
        return quorum(store, from: place, waitingFor: asked)
      }
      guard store.scheme.hasLeader, store.value.per == nil, let leader = store.nodes.leader else {
        return nearest(store, place)
      }
      return hop(place, leader)
    }
  }

  /// What keeping the order of its copies makes an operation wait for between nodes of a store.
  func order(_ store: StoreNode, _ operation: OperationNode) -> Duration? {
    guard store.scheme.tolerance == .quorum, store.value.per == nil else { return commit(store) }
    let isWritten = operation.writtenStores.contains { $0 === store }
    let origins =
      operation.service.map(\.places) ?? operation.clientRegions.map { Place(region: $0) }
    return origins.compactMap {
      isWritten ? write(store, at: $0) : read(store, operation, at: $0)
    }.max()
  }

  private func write(_ store: StoreNode, at place: Place) -> Duration? {
    if store.value.per != nil { return nearest(store, place) }
    guard store.scheme.hasLeader, store.value.per == nil, let leader = store.nodes.leader else {
      return quorum(store, from: place, waitingFor: store.scheme.writeQuorum ?? 1)
    }
    guard let way = hop(place, leader), let commit = commit(store) else { return nil }
    return way + commit
  }

  /// What an acknowledged write waits for between the leader and the other nodes of its quorum.
  func commit(_ store: StoreNode) -> Duration? {
    guard let leader = store.nodes.leader else { return nil }
    let quorum = store.scheme.writeQuorum ?? 1
    guard quorum > 1 else { return .zero }
    var others = store.nodes.voters.map(\.place)
    if let own = others.firstIndex(of: leader) { others.remove(at: own) }
    // Of a managed store one place may be listed and the copies inside it not.
    if others.isEmpty { return .zero }
    let times = others.compactMap { hop(leader, $0) }.sorted()
    return times.count >= quorum - 1 ? times[quorum - 2] : nil
  }

  private func quorum(_ store: StoreNode, from place: Place, waitingFor count: Int) -> Duration? {
    let times = store.places.compactMap { hop(place, $0) }.sorted()
    return times.count >= max(count, 1) ? times[max(count, 1) - 1] : nil
  }

  private func nearest(_ store: StoreNode, _ place: Place) -> Duration? {
    store.allPlaces.compactMap { hop(place, $0) }.min()
  }

  /// Nothing inside one zone, nor between zones whose distance is only assumed: a floor counts what
  /// is certain.
  private func hop(_ a: Place, _ b: Place) -> Duration? {
    if a == b || a.contains(b) || b.contains(a) { return .zero }
    if a.region == b.region, !graph.distances.isStated(a, b) { return .zero }
    return graph.distances.floor(a, b)
  }
}
