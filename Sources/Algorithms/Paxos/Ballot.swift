/// A number that a proposer gives its attempt; no two proposers have the same.
public struct Ballot: Sendable, Hashable, Comparable {
  /// Rises with each attempt; from 1.
  public var round: Int
  /// The proposer.
  public var node: NodeID

  /// A ballot.
  public init(round: Int, node: NodeID) {
    self.round = round
    self.node = node
  }

  /// Before all attempts.
  public static let none = Ballot(round: 0, node: 0)

  /// By round, then by node.
  public static func < (left: Ballot, right: Ballot) -> Bool {
    (left.round, left.node) < (right.round, right.node)
  }
}

/// How many acceptors have to answer in each phase.
///
/// Any two quorums of different phases have to meet: `prepare + accept > nodes`. Majorities do;
/// a smaller `accept` makes commits faster and elections slower.
///
/// - Source: Howard, Malkhi and Spiegelman, Flexible Paxos, 2016.
public struct PaxosQuorums: Sendable, Hashable {
  /// Of the first phase.
  public var prepare: Int
  /// Of the second.
  public var accept: Int

  /// Quorums as given.
  public init(prepare: Int, accept: Int) {
    self.prepare = prepare
    self.accept = accept
  }

  /// Majorities.
  public static func majority(of nodes: Int) -> PaxosQuorums {
    PaxosQuorums(prepare: nodes / 2 + 1, accept: nodes / 2 + 1)
  }

  /// Whether every quorum of one phase meets every quorum of the other.
  public func intersect(in nodes: Int) -> Bool {
    prepare + accept > nodes && prepare > 0 && accept > 0 && prepare <= nodes && accept <= nodes
  }
}

/// The rules that keep Paxos safe, each of which a test may leave out to prove that the checkers
/// see what happens then.
public enum PaxosRule: Int, Sendable, Hashable, CaseIterable {
  /// A proposer proposes the value that was accepted in the highest ballot it hears of.
  case adoptAccepted
  /// Of several it takes that of the highest ballot, not just any.
  case highestBallotWins
  /// An acceptor accepts nothing below what it has promised.
  case keepPromise
  /// Promises and acceptances are on disk before the answer leaves.
  case syncBeforeAnswer
  /// Each proposer has ballots of its own.
  case ownBallots
  /// An answer counts for the ballot it answers.
  case answersOfThisBallot
  /// An acceptor counts once, however often its answer arrives.
  case distinctAcceptors
}

/// A set of rules that are left out; none in any real use.
public struct PaxosOmissions: Sendable, Hashable, ExpressibleByArrayLiteral {
  private var bits: UInt64 = 0

  /// These rules are left out.
  public init(arrayLiteral rules: PaxosRule...) {
    for rule in rules { bits |= 1 << UInt64(rule.rawValue) }
  }

  /// Leaves out one rule.
  public init(_ rule: PaxosRule) { bits = 1 << UInt64(rule.rawValue) }

  /// Whether `rule` is left out.
  @inline(__always)
  public func contains(_ rule: PaxosRule) -> Bool { bits & 1 << UInt64(rule.rawValue) != 0 }
}
