/// Checkpoints, garbage collection, state transfer and retransmission (section 4.3 and the
/// thesis's status messages).
extension PBFTReplica {
  /// The state must be reachable from disk before others rely on it.
  mutating func takeCheckpoint(_ effects: inout Effects<PBFTNode>) {
    snapshots[executed] = service
    effects.sync()
    broadcast(.checkpoint(sequence: executed, digest: service.digest), &effects)
  }

  mutating func receiveCheckpoint(
    _ sequence: Int, _ digest: UInt64, _ signer: NodeID, _ effects: inout Effects<PBFTNode>
  ) {
    guard sequence > stable.sequence else { return }
    checkpointVotes[sequence, default: [:]][signer] = digest
    let proof = checkpointVotes[sequence, default: [:]].filter { $0.value == digest }.keys.sorted()
    guard proof.count >= configuration.quorum else { return }
    reach(sequence, digest, proof, &effects)
  }

  /// Makes a proven checkpoint the stable one, or asks for its state.
  mutating func reach(
    _ sequence: Int, _ digest: UInt64, _ proof: [NodeID], _ effects: inout Effects<PBFTNode>
  ) {
    guard sequence > stable.sequence else { return }
    if let snapshot = snapshots[sequence] {
      guard snapshot.digest == digest else { return }
      settle(
        PBFTCheckpoint(sequence: sequence, service: snapshot, proof: proof), &effects)
    } else if executed < sequence, missing.map({ $0.sequence < sequence }) ?? true {
      missing = (sequence, digest, proof)
      broadcast(.fetchState(sequence: sequence), toSelf: false, &effects)
    }
  }

  private mutating func settle(_ checkpoint: PBFTCheckpoint, _ effects: inout Effects<PBFTNode>) {
    stable = checkpoint
    lastProposed = max(lastProposed, checkpoint.sequence)
    slots = slots.filter { $0.key > checkpoint.sequence }
    snapshots = snapshots.filter { $0.key > checkpoint.sequence }
    checkpointVotes = checkpointVotes.filter { $0.key > checkpoint.sequence }
    if let missing, missing.sequence <= checkpoint.sequence { self.missing = nil }
    effects.persist(.stable(checkpoint))
    proposeWaiting(&effects)
  }

  func sendState(after sequence: Int, to node: NodeID, _ effects: inout Effects<PBFTNode>) {
    if stable.sequence == sequence {
      send(.state(history: stable.service.history), to: node, &effects)
    } else if let snapshot = snapshots[sequence] {
      send(.state(history: snapshot.history), to: node, &effects)
    } else if stable.sequence > sequence {
      send(
        .checkpoint(sequence: stable.sequence, digest: stable.service.digest), to: node, &effects)
    }
  }

  /// Takes over a state that has the digest a quorum vouched for.
  mutating func install(_ history: [PBFTRequest], _ effects: inout Effects<PBFTNode>) {
    guard let missing, history.count == missing.sequence, executed < missing.sequence else {
      return
    }
    let state = PBFTService(history: history)
    guard state.digest == missing.digest else { return }
    service = state
    waiting.removeAll { request in
      service.replies[request.client].map { $0.timestamp >= request.timestamp } ?? false
    }
    if waiting.isEmpty { stopViewTimer(&effects) }
    settle(
      PBFTCheckpoint(sequence: missing.sequence, service: state, proof: missing.proof), &effects)
    executeReady(&effects)
  }

  // MARK: Retransmission

  var hasOpenWork: Bool {
    !waiting.isEmpty || !isActive || missing != nil || recoveryRounds > 0
      || slots.contains { $0.key > executed && $0.value.kept.accepted != nil }
  }

  mutating func sendStatus(_ effects: inout Effects<PBFTNode>) {
    recoveryRounds = max(0, recoveryRounds - 1)
    broadcast(
      .status(view: view, isActive: isActive, executed: executed), toSelf: false, &effects)
    if !isActive { sendViewChange(&effects) }
    if let missing {
      broadcast(.fetchState(sequence: missing.sequence), toSelf: false, &effects)
    }
  }

  /// Sends `node` again what it may have missed.
  func help(
    _ node: NodeID, view theirs: Int, isActive theyAreActive: Bool, executed theirLast: Int,
    _ effects: inout Effects<PBFTNode>
  ) {
    guard node != id, theirLast >= 0 else { return }
    effects.sync()  // the disk may be slower than the question
    if isActive && (theirs < view || theirs == view && !theyAreActive), let certificate {
      effects.send(PBFTMessage(signer: primary, body: .newView(certificate)), to: node)
    }
    if stable.sequence > theirLast {
      send(
        .checkpoint(sequence: stable.sequence, digest: stable.service.digest), to: node, &effects)
    }
    for sequence in snapshots.keys.sorted() {
      guard let snapshot = snapshots[sequence] else { continue }
      send(.checkpoint(sequence: sequence, digest: snapshot.digest), to: node, &effects)
    }
    guard isActive else { return }
    for sequence in slots.keys.sorted() where sequence > theirLast {
      guard let kept = slots[sequence]?.kept, let accepted = kept.accepted, accepted.view == view
      else { continue }
      if !isPrimary {
        send(.prepare(accepted), to: node, &effects)
      } else if accepted.request != .null {
        send(.prePrepare(accepted), to: node, &effects)
      }
      if let prepared = kept.prepared?.proposal, prepared.view == view {
        send(.commit(prepared), to: node, &effects)
      }
    }
  }
}
