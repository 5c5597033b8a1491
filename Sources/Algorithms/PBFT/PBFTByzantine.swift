public import Quantities

/// How a Byzantine replica departs from the protocol. Behaviours sign only as themselves.
public enum PBFTBehaviour: Sendable {
  /// Says nothing.
  case silent
  /// As primary, gives one half of the replicas another request than the other half; votes for
  /// whatever anybody proposes.
  case equivocating
  /// Votes for whatever anybody proposes: the accomplice of an equivocating primary.
  case endorsing
  /// Answers clients wrongly, reports wrong checkpoints and states, hides what it prepared.
  case lying
  /// Sends old messages again, its own and others', to whom the generator picks.
  case replaying(SeededGenerator)
}

/// A Byzantine replica: an honest one whose words are rewritten on their way out.
public struct PBFTByzantine: Sendable {
  private var honest: PBFTReplica
  private var behaviour: PBFTBehaviour
  /// Requests heard of, for a primary that proposes two at once.
  private var requests: [PBFTRequest] = []
  /// Proposals voted for.
  private var endorsed: Set<PBFTProposal> = []
  /// Messages to send again.
  private var heard: [PBFTMessage] = []

  init(_ honest: PBFTReplica, _ behaviour: PBFTBehaviour) {
    self.honest = honest
    self.behaviour = behaviour
  }

  mutating func step(_ input: Input<PBFTNode>, effects: inout Effects<PBFTNode>) {
    if case .message(let message, _) = input { hear(message) }
    let start = effects.list.count
    honest.step(input, effects: &effects)
    let said = effects.list[start...]
    effects.list.removeSubrange(start...)
    for effect in said {
      guard case .send(let message, let to) = effect, to != honest.id else {
        effects.list.append(effect)
        continue
      }
      if let changed = rewrite(message, to: to) { effects.send(changed, to: to) }
    }
    switch behaviour {
    case .silent, .lying: break
    case .equivocating, .endorsing:
      if case .message(let message, _) = input { endorse(message, &effects) }
    case .replaying: replay(&effects)
    }
  }

  private mutating func hear(_ message: PBFTMessage) {
    if case .request(let request) = message.body, !requests.contains(request) {
      requests.append(request)
    }
    if case .replaying = behaviour, heard.count < 500 { heard.append(message) }
  }

  /// What is really said instead of `message`; `nil` for nothing.
  private func rewrite(_ message: PBFTMessage, to node: NodeID) -> PBFTMessage? {
    switch (behaviour, message.body) {
    case (.silent, _): return nil
    case (.equivocating, .prePrepare(var proposal)):
      if node * 2 >= honest.configuration.replicas,
        let other = requests.last(where: { $0 != proposal.request })
      {
        proposal.request = other
      }
      return PBFTMessage(signer: honest.id, body: .prePrepare(proposal))
    case (.lying, let body) where message.signer == honest.id:
      return PBFTMessage(signer: message.signer, body: lie(body))
    default: return message
    }
  }

  private func lie(_ body: PBFTMessage.Body) -> PBFTMessage.Body {
    switch body {
    case .reply(var reply, let view):
      reply.result ^= 1
      return .reply(reply, view: view)
    case .checkpoint(let sequence, let digest):
      return .checkpoint(sequence: sequence, digest: digest ^ 1)
    case .state(let history): return .state(history: history.reversed())
    case .viewChange(var viewChange):
      guard viewChange.replica == honest.id else { return body }
      viewChange.stable = 0
      viewChange.prepared = []
      return .viewChange(viewChange)
    default: return body
    }
  }

  /// Votes in both phases for a proposal heard for the first time.
  private mutating func endorse(_ message: PBFTMessage, _ effects: inout Effects<PBFTNode>) {
    let proposal: PBFTProposal
    switch message.body {
    case .prePrepare(let it), .prepare(let it), .commit(let it): proposal = it
    default: return
    }
    guard endorsed.insert(proposal).inserted else { return }
    honest.broadcast(.prepare(proposal), toSelf: false, &effects)
    honest.broadcast(.commit(proposal), toSelf: false, &effects)
  }

  private mutating func replay(_ effects: inout Effects<PBFTNode>) {
    guard case .replaying(var generator) = behaviour, !heard.isEmpty else { return }
    let message = heard[Int(generator.next() % UInt64(heard.count))]
    let node = NodeID(generator.next() % UInt64(honest.configuration.replicas))
    let isTime = generator.next() % 4 == 0
    behaviour = .replaying(generator)
    if isTime && node != honest.id { effects.send(message, to: node) }
  }
}
