/// Checkpoints, garbage collection, state transfer and retransmission (section 4.3 and the
/// thesis's status messages).
extension PBFTReplica {
  /// The state must be reachable from disk before others rely on it.
  mutating func takeCheckpoint(_ effects: inout Effects<PBFTNode>) {
    snapshots[executed] = service
    effects.sync()
    broadcast(.checkpoint(sequence: executed, digest: service.digest), &effects)
    if let missing, missing.sequence == executed {
      reach(missing.sequence, missing.digest, missing.proof, &effects)
    }
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
    let status = PBFTMessage.Body.status(
      view: view, isActive: isActive, executed: executed, stable: stable.sequence)
    broadcast(status, toSelf: false, &effects)
    if !isActive { sendViewChange(&effects) }
    if let missing {
      broadcast(.fetchState(sequence: missing.sequence), toSelf: false, &effects)
    }
    for replica in 0..<configuration.replicas where replica != id {
      sendVotes(above: executed, to: replica, &effects)
    }
  }

  /// Sends the certificate of this view to a replica that is not in it.
  func bringForward(
    _ node: NodeID, view theirs: Int, isActive theyAreActive: Bool,
    _ effects: inout Effects<PBFTNode>
  ) {
    guard isActive, theirs < view || theirs == view && !theyAreActive, let certificate else {
      return
    }
    effects.send(PBFTMessage(signer: primary, body: .newView(certificate)), to: node)
  }

  /// Relays the checkpoint messages that prove the stable checkpoint, with their signatures.
  func sendStableProof(to node: NodeID, _ effects: inout Effects<PBFTNode>) {
    let body = PBFTMessage.Body.checkpoint(
      sequence: stable.sequence, digest: stable.service.digest)
    for signer in stable.proof { effects.send(PBFTMessage(signer: signer, body: body), to: node) }
  }

  /// Sends again what this replica has said of its checkpoints and, in this view, of sequence
  /// numbers above `sequence`.
  func sendVotes(above sequence: Int, to node: NodeID, _ effects: inout Effects<PBFTNode>) {
    effects.sync()  // the disk may be slower than the question
    for (sequence, snapshot) in snapshots.sorted(by: { $0.key < $1.key }) {
      send(.checkpoint(sequence: sequence, digest: snapshot.digest), to: node, &effects)
    }
    guard isActive else { return }
    for (place, slot) in slots.sorted(by: { $0.key < $1.key }) where place > sequence {
      guard let accepted = slot.kept.accepted, accepted.view == view else { continue }
      if !isPrimary {
        send(.prepare(accepted), to: node, &effects)
      } else if accepted.request != .null {
        send(.prePrepare(accepted), to: node, &effects)
      }
      if let prepared = slot.kept.prepared?.proposal, prepared.view == view {
        send(.commit(prepared), to: node, &effects)
      }
    }
  }
}
