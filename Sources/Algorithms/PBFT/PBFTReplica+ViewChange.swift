/// View changes (section 4.4).
extension PBFTReplica {
  /// Leaves the view. From here on only checkpoints, view changes and new views are heard.
  mutating func startViewChange(to next: Int, _ effects: inout Effects<PBFTNode>) {
    guard next > view else { return }
    view = next
    isActive = false
    certificate = nil
    attempts += 1
    viewChanges = viewChanges.filter { $0.key >= view }
    stopViewTimer(&effects)
    effects.persist(.view(view, isActive: false, certificate: nil))
    sendViewChange(&effects)
  }

  func sendViewChange(_ effects: inout Effects<PBFTNode>) {
    let prepared = slots.keys.sorted().compactMap { slots[$0]?.kept.prepared }
    let viewChange = PBFTViewChange(
      replica: id, view: view, stable: stable.sequence, digest: stable.service.digest,
      proof: stable.proof, prepared: configuration.viewChangeCarriesPrepared ? prepared : [])
    effects.sync()
    broadcast(.viewChange(viewChange), &effects)
  }

  mutating func receive(_ viewChange: PBFTViewChange, _ effects: inout Effects<PBFTNode>) {
    guard viewChange.view >= view, isValid(viewChange) else { return }
    if viewChange.view == view && isActive {
      if let certificate, viewChange.replica != id {
        effects.send(
          PBFTMessage(signer: primary, body: .newView(certificate)), to: viewChange.replica)
      }
      return
    }
    viewChanges[viewChange.view, default: [:]][viewChange.replica] = viewChange
    joinLaterView(&effects)
    guard !isActive else { return }
    // A replica that went further on counts too: its view change for this view may have been lost.
    let signers = Set(viewChanges.filter { $0.key >= view }.values.flatMap(\.keys))
    if signers.count >= configuration.quorum { startViewTimer(&effects) }
    guard isPrimary, let ours = viewChanges[view], ours.count >= configuration.quorum,
      ours[id] != nil
    else { return }
    let newView = PBFTNewView(
      view: view, viewChanges: ours.values.sorted { $0.replica < $1.replica })
    broadcast(.newView(newView), toSelf: false, &effects)
    enter(newView, &effects)
  }

  /// Joins when f + 1 others want later views: one of them is honest (section 4.5.2).
  private mutating func joinLaterView(_ effects: inout Effects<PBFTNode>) {
    let later = viewChanges.filter { $0.key > view }
    let signers = Set(later.values.flatMap(\.keys))
    if signers.count > configuration.faults, let next = later.keys.min() {
      startViewChange(to: next, &effects)
    }
  }

  mutating func receive(_ newView: PBFTNewView, _ effects: inout Effects<PBFTNode>) {
    guard newView.view > view || newView.view == view && !isActive,
      Set(newView.viewChanges.map(\.replica)).count >= configuration.quorum,
      newView.viewChanges.allSatisfy({ $0.view == newView.view && isValid($0) })
    else { return }
    enter(newView, &effects)
  }

  private mutating func enter(_ newView: PBFTNewView, _ effects: inout Effects<PBFTNode>) {
    view = newView.view
    isActive = true
    certificate = newView
    viewChanges = viewChanges.filter { $0.key > view }
    forgetOldVotes()
    effects.persist(.view(view, isActive: true, certificate: newView))
    if let start = newView.start { reach(start.stable, start.digest, start.proof, &effects) }
    let proposals = newView.proposals
    lastProposed = max(newView.start?.stable ?? 0, proposals.last?.sequence ?? 0)
    let open = proposals.filter { $0.sequence > stable.sequence }
    for proposal in open {
      slots[proposal.sequence, default: PBFTSlot()].kept.accepted = proposal
      keep(proposal.sequence, &effects)
    }
    effects.sync()
    for proposal in open {
      if !isPrimary { broadcast(.prepare(proposal), &effects) }
      checkPrepared(proposal.sequence, &effects)
    }
    stopViewTimer(&effects)
    if !waiting.isEmpty { startViewTimer(&effects) }
    proposeWaiting(&effects)
  }

  private mutating func forgetOldVotes() {
    let view = view
    slots = slots.mapValues { slot in
      PBFTSlot(
        kept: slot.kept, prepares: slot.prepares.filter { $0.key.view >= view },
        commits: slot.commits.filter { $0.key.view >= view })
    }
  }

  /// Whether the certificates in a view change are complete. Their signatures are genuine by
  /// construction.
  private func isValid(_ viewChange: PBFTViewChange) -> Bool {
    let hasProof =
      viewChange.stable == 0 || Set(viewChange.proof).count >= configuration.quorum
    return hasProof
      && viewChange.prepared.allSatisfy { certificate in
        certificate.proposal.view < viewChange.view
          && certificate.proposal.sequence > viewChange.stable
          && certificate.proposal.sequence <= viewChange.stable + configuration.window
          && Set(certificate.signers).count >= configuration.quorum - 1
      }
  }
}
