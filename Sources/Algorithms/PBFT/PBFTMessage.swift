/// A PBFT message with its signature.
///
/// Signatures are modelled: ``signer`` cannot be forged, because honest nodes and Byzantine
/// behaviours alike sign only as themselves. Signed messages may be relayed and replayed.
public struct PBFTMessage: Sendable {
  /// Who signed it.
  public var signer: NodeID
  /// What it says.
  public var body: Body

  /// What a message says.
  public enum Body: Sendable {
    /// A client's operation.
    case request(PBFTRequest)
    /// The primary gives a request its place.
    case prePrepare(PBFTProposal)
    /// A backup has accepted the proposal.
    case prepare(PBFTProposal)
    /// A replica holds a prepared certificate for the proposal.
    case commit(PBFTProposal)
    /// A replica's answer to the client, with the view it is in.
    case reply(PBFTReply, view: Int)
    /// The signer's state after `sequence` has this digest.
    case checkpoint(sequence: Int, digest: UInt64)
    /// The signer has left its view.
    case viewChange(PBFTViewChange)
    /// The new primary's proof that its view may begin.
    case newView(PBFTNewView)
    /// Where the signer stands; answered with what it misses.
    case status(view: Int, isActive: Bool, executed: Int, stable: Int)
    /// Asks for the state after `sequence`.
    case fetchState(sequence: Int)
    /// The state after as many requests as it lists.
    case state(history: [PBFTRequest])
  }
}

/// A client's operation. It stands for its own digest: a hash without collisions.
public struct PBFTRequest: Hashable, Sendable {
  /// The client's node.
  public var client: NodeID
  /// Rises with each request of the client; a request is executed once.
  public var timestamp: Int
  /// What to do.
  public var operation: Int

  /// Changes nothing; fills a gap in a new view.
  public static let null = PBFTRequest(client: -1, timestamp: 0, operation: 0)
}

/// A request's place in a view: what pre-prepare, prepare and commit are about.
public struct PBFTProposal: Hashable, Sendable {
  /// The view.
  public var view: Int
  /// The sequence number, from 1.
  public var sequence: Int
  /// The request, or its digest.
  public var request: PBFTRequest
}

/// A replica's answer.
public struct PBFTReply: Hashable, Sendable {
  /// Which request of the client it answers.
  public var timestamp: Int
  /// The result.
  public var result: UInt64
}

/// A pre-prepare with prepares of `signers`, enough for a quorum.
public struct PBFTPrepared: Hashable, Sendable {
  /// What was prepared.
  public var proposal: PBFTProposal
  /// The backups whose prepares are in the certificate, in order.
  public var signers: [NodeID]
}

/// Why a replica may enter a new view: what it knows to be stable and what it prepared above.
public struct PBFTViewChange: Hashable, Sendable {
  /// Who sends it.
  public var replica: NodeID
  /// The view it wants.
  public var view: Int
  /// Its last stable checkpoint.
  public var stable: Int
  /// The digest of that state.
  public var digest: UInt64
  /// The replicas whose checkpoint messages prove it, in order; none for the beginning.
  public var proof: [NodeID]
  /// A certificate for each sequence number above it that was prepared, in order.
  public var prepared: [PBFTPrepared]
}

/// A new view's certificate: the view changes it rests on, and what follows from them.
public struct PBFTNewView: Hashable, Sendable {
  /// The view.
  public var view: Int
  /// View changes of a quorum, by replica.
  public var viewChanges: [PBFTViewChange]

  /// The latest stable checkpoint among the view changes: where the view starts.
  var start: PBFTViewChange? { viewChanges.max { $0.stable < $1.stable } }

  /// The pre-prepares of the view, O: for each number above the start the request prepared in the
  /// latest view, or the null request. Everybody derives them; none is believed.
  var proposals: [PBFTProposal] {
    let first = (start?.stable ?? 0) + 1
    var latest: [Int: PBFTProposal] = [:]
    for certificate in viewChanges.flatMap(\.prepared) {
      let proposal = certificate.proposal
      if latest[proposal.sequence].map({ $0.view < proposal.view }) ?? true {
        latest[proposal.sequence] = proposal
      }
    }
    guard let last = latest.keys.max(), last >= first else { return [] }
    return (first...last).map { sequence in
      PBFTProposal(
        view: view, sequence: sequence, request: latest[sequence]?.request ?? .null)
    }
  }
}
