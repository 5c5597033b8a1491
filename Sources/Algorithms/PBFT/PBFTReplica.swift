/// An honest replica: what it knows, and the three phases of the normal case.
public struct PBFTReplica: Sendable {
  let id: NodeID
  let configuration: PBFTConfiguration
  /// The view it is in, or wants to enter.
  public internal(set) var view: Int
  /// Whether the view has begun.
  public internal(set) var isActive: Bool
  /// The view's certificate, to bring others into it.
  var certificate: PBFTNewView?
  /// Sequence numbers in `stable.sequence + 1 ... stable.sequence + window`.
  var slots: [Int: PBFTSlot] = [:]
  /// The last stable checkpoint; `stable.sequence <= executed` once its state is here.
  public internal(set) var stable: PBFTCheckpoint
  /// The service after ``executed``.
  public internal(set) var service: PBFTService
  /// The last sequence number executed.
  public var executed: Int { service.history.count }
  /// The last sequence number this replica gave out as primary.
  var lastProposed = 0
  /// Own states at checkpoints above the stable one.
  var snapshots: [Int: PBFTService] = [:]
  /// Digests that others report, by sequence number and replica.
  var checkpointVotes: [Int: [NodeID: UInt64]] = [:]
  /// A stable checkpoint whose state is not here yet.
  var missing: (sequence: Int, digest: UInt64, proof: [NodeID])?
  /// Requests not executed yet, in order of arrival.
  var waiting: [PBFTRequest] = []
  /// View changes for the view and later ones.
  var viewChanges: [Int: [NodeID: PBFTViewChange]] = [:]
  /// View changes in a row; the patience doubles with each.
  var attempts = 0
  /// Rounds of status messages still to send after a restart.
  var recoveryRounds = 0
  private var isTicking = false
  private var isTimingView = false

  init(id: NodeID, configuration: PBFTConfiguration, disk: PBFTNode.Disk) {
    self.id = id
    self.configuration = configuration
    view = disk.view
    isActive = disk.isActive
    certificate = disk.certificate
    stable = disk.stable
    service = disk.stable.service
    for (sequence, kept) in disk.slots {
      slots[sequence] = slot(kept)
      lastProposed = max(lastProposed, kept.accepted?.sequence ?? 0)
    }
    lastProposed = max(lastProposed, stable.sequence)
    if view > 0 || stable.sequence > 0 || !slots.isEmpty { recoveryRounds = 3 }
  }

  /// A slot from disk, with this replica's own votes in it: they are there for certain.
  private func slot(_ kept: PBFTSlot.Kept) -> PBFTSlot {
    var slot = PBFTSlot(kept: kept)
    if let accepted = kept.accepted, configuration.primary(of: accepted.view) != id {
      slot.prepares[accepted] = [id]
    }
    if let prepared = kept.prepared?.proposal { slot.commits[prepared] = [id] }
    return slot
  }

  var primary: NodeID { configuration.primary(of: view) }
  var isPrimary: Bool { primary == id }

  mutating func step(_ input: Input<PBFTNode>, effects: inout Effects<PBFTNode>) {
    switch input {
    case .start:
      executeReady(&effects)
      if !isActive { sendViewChange(&effects) }
    case .message(let message, let from): receive(message, from, &effects)
    case .timer(.viewChange):
      isTimingView = false
      startViewChange(to: view + 1, &effects)
    case .timer(.resend):
      isTicking = false
      if hasOpenWork { sendStatus(&effects) }
    case .timer(.client), .request: break
    }
    if hasOpenWork && !isTicking {
      isTicking = true
      effects.setTimer(.resend, after: configuration.resendInterval)
    }
  }

  private mutating func receive(
    _ message: PBFTMessage, _ from: NodeID, _ effects: inout Effects<PBFTNode>
  ) {
    let signer = message.signer
    switch message.body {
    case .request(let request):
      if request.client == signer { receive(request, from, &effects) }
    case .prePrepare(let proposal): accept(proposal, signer, &effects)
    case .prepare(let proposal):
      guard signer != configuration.primary(of: proposal.view), isUseful(proposal) else { return }
      slots[proposal.sequence, default: PBFTSlot()].prepares[proposal, default: []].insert(signer)
      checkPrepared(proposal.sequence, &effects)
    case .commit(let proposal):
      guard isUseful(proposal) else { return }
      slots[proposal.sequence, default: PBFTSlot()].commits[proposal, default: []].insert(signer)
      checkCommitted(proposal.sequence, &effects)
    case .reply: break
    case .checkpoint(let sequence, let digest):
      receiveCheckpoint(sequence, digest, signer, &effects)
    case .viewChange(let viewChange):
      if viewChange.replica == signer { receive(viewChange, &effects) }
    case .newView(let newView):
      if signer == configuration.primary(of: newView.view) { receive(newView, &effects) }
    case .status(let view, let isActive, let executed, let stable):
      bringForward(signer, view: view, isActive: isActive, &effects)
      if stable < self.stable.sequence { sendStableProof(to: signer, &effects) }
      sendVotes(above: max(executed, stable), to: signer, &effects)
    case .fetchState(let sequence): sendState(after: sequence, to: signer, &effects)
    case .state(let history): install(history, &effects)
    }
  }

  // MARK: Normal case (section 4.2)

  private mutating func receive(
    _ request: PBFTRequest, _ from: NodeID, _ effects: inout Effects<PBFTNode>
  ) {
    if let last = service.replies[request.client], last.timestamp >= request.timestamp {
      if last.timestamp == request.timestamp {
        send(.reply(last, view: view), to: request.client, &effects)
      }
      return
    }
    if !waiting.contains(request) { waiting.append(request) }
    guard isActive else { return }  // between views the timer is for the new view
    startViewTimer(&effects)
    if isPrimary {
      proposeWaiting(&effects)
    } else if from == request.client {
      effects.send(PBFTMessage(signer: request.client, body: .request(request)), to: primary)
    }
  }

  /// As primary, gives each waiting request its place, as far as the window allows.
  mutating func proposeWaiting(_ effects: inout Effects<PBFTNode>) {
    guard isPrimary, isActive else { return }
    for request in waiting where lastProposed < stable.sequence + configuration.window {
      let isProposed = slots.values.contains {
        $0.kept.accepted?.view == view && $0.kept.accepted?.request == request
      }
      if isProposed { continue }
      lastProposed += 1
      let proposal = PBFTProposal(view: view, sequence: lastProposed, request: request)
      slots[lastProposed, default: PBFTSlot()].kept.accepted = proposal
      keep(lastProposed, &effects)
      effects.sync()
      broadcast(.prePrepare(proposal), toSelf: false, &effects)
      checkPrepared(proposal.sequence, &effects)
    }
  }

  /// As backup, accepts the first proposal for a place in this view, and says so.
  private mutating func accept(
    _ proposal: PBFTProposal, _ signer: NodeID, _ effects: inout Effects<PBFTNode>
  ) {
    guard isActive, proposal.view == view, signer == primary, !isPrimary, isUseful(proposal),
      proposal.request != .null,
      slots[proposal.sequence]?.kept.accepted?.view != view
    else { return }
    slots[proposal.sequence, default: PBFTSlot()].kept.accepted = proposal
    let isDone = service.replies[proposal.request.client]
      .map { $0.timestamp >= proposal.request.timestamp }
    if isDone != true && !waiting.contains(proposal.request) { waiting.append(proposal.request) }
    startViewTimer(&effects)
    keep(proposal.sequence, &effects)
    effects.sync()
    broadcast(.prepare(proposal), &effects)
    checkPrepared(proposal.sequence, &effects)
  }

  /// A pre-prepare and prepares of quorum − 1 backups make the proposal prepared.
  mutating func checkPrepared(_ sequence: Int, _ effects: inout Effects<PBFTNode>) {
    guard isActive, let slot = slots[sequence], let proposal = slot.kept.accepted,
      proposal.view == view, slot.kept.prepared?.proposal.view != view,
      let signers = slot.prepares[proposal], signers.count >= configuration.quorum - 1
    else { return }
    slots[sequence]?.kept.prepared = PBFTPrepared(proposal: proposal, signers: signers.sorted())
    keep(sequence, &effects)
    effects.sync()
    broadcast(.commit(proposal), &effects)
    checkCommitted(sequence, &effects)
  }

  /// A prepared proposal with commits of a quorum is final. The record needs no sync: the quorum
  /// has the certificate on disk, so that the request would be found again.
  private mutating func checkCommitted(_ sequence: Int, _ effects: inout Effects<PBFTNode>) {
    guard isActive, let slot = slots[sequence], slot.kept.committed == nil,
      let proposal = slot.kept.prepared?.proposal, proposal.view == view,
      slot.commits[proposal, default: []].count >= configuration.quorum
    else { return }
    slots[sequence]?.kept.committed = proposal.request
    keep(sequence, &effects)
    executeReady(&effects)
  }

  /// Executes what is committed without a gap.
  mutating func executeReady(_ effects: inout Effects<PBFTNode>) {
    var didExecute = false
    while let request = slots[executed + 1]?.kept.committed {
      didExecute = true
      if let reply = service.execute(request) {
        send(.reply(reply, view: view), to: request.client, &effects)
      }
      waiting.removeAll { $0.client == request.client && $0.timestamp <= request.timestamp }
      if executed % configuration.checkpointInterval == 0 { takeCheckpoint(&effects) }
    }
    guard didExecute else { return }
    attempts = 0
    stopViewTimer(&effects)
    if !waiting.isEmpty { startViewTimer(&effects) }
  }

  // MARK: Small helpers

  /// Whether the proposal is of this view or a later one, and inside the window.
  private func isUseful(_ proposal: PBFTProposal) -> Bool {
    proposal.view >= view && proposal.sequence > stable.sequence
      && proposal.sequence <= stable.sequence + configuration.window
  }

  func keep(_ sequence: Int, _ effects: inout Effects<PBFTNode>) {
    if let slot = slots[sequence] { effects.persist(.slot(sequence, slot.kept)) }
  }

  func send(_ body: PBFTMessage.Body, to node: NodeID, _ effects: inout Effects<PBFTNode>) {
    effects.send(PBFTMessage(signer: id, body: body), to: node)
  }

  /// To all replicas; own votes come back as messages, so that they count once they are on disk.
  func broadcast(
    _ body: PBFTMessage.Body, toSelf: Bool = true, _ effects: inout Effects<PBFTNode>
  ) {
    for replica in 0..<configuration.replicas where toSelf || replica != id {
      send(body, to: replica, &effects)
    }
  }

  mutating func startViewTimer(_ effects: inout Effects<PBFTNode>) {
    guard !isTimingView else { return }
    isTimingView = true
    effects.setTimer(.viewChange, after: configuration.viewTimeout << min(attempts, 6))
  }

  mutating func stopViewTimer(_ effects: inout Effects<PBFTNode>) {
    isTimingView = false
    effects.cancelTimer(.viewChange)
  }
}
