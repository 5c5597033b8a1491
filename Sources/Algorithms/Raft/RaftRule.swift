/// The rules that keep Raft safe and alive, each of which a test may leave out to prove that the
/// checkers see what happens then.
public enum RaftRule: Int, Sendable, Hashable, CaseIterable {
  /// A majority is more than half of all voters, not half of the others: with an even number of
  /// voters two candidates would win one term.
  case majorityOfAll
  /// A node votes for one candidate in a term (section 5.2).
  case oneVotePerTerm
  /// The vote and the term are on disk, so that a restart does not vote again (figure 2).
  case rememberedVote
  /// Only a candidate whose log is as up to date gets the vote (section 5.4.1).
  case upToDateCandidate
  /// Up to date means the later last term, then the longer log, not the longer log alone.
  case lastTermBeforeLength
  /// A vote counts for the campaign that asked for it only.
  case votesOfThisCampaign
  /// A candidate leads once its own vote is on disk, whatever the others' votes: else it could
  /// restart in the term before, and lead one term twice with different entries.
  case ownVoteFirst
  /// A leader counts the answers to what it sent in this term, not in an earlier one that it led:
  /// rounds are counted anew in each.
  case answersOfThisTerm
  /// Timeouts are drawn anew, so that a split vote does not repeat (section 5.2).
  case redrawnTimeouts
  /// A leader or candidate that hears of a newer term steps down (section 5.1).
  case stepDownOnNewerTerm
  /// A follower refuses entries of an older term (figure 2).
  case refuseOlderTerms
  /// Entries go in only after the entry that precedes them at the leader (section 5.3).
  case previousEntryMatches
  /// An entry that conflicts with the leader's goes, and all that follow it (section 5.3).
  case truncateConflicts
  /// Entries that are there already are not added again.
  case ignoreRepeated
  /// A follower that lacks entries gets earlier ones (section 5.3).
  case backUp
  /// A leader counts copies of entries of its own term only (section 5.4.2, figure 8).
  case commitOwnTermOnly
  /// A follower commits no further than what it got from this leader (figure 2).
  case commitWhatMatches
  /// Answers leave once what they say is on disk (figure 2).
  case syncBeforeAnswer
  /// The leader counts its own copy once it is on disk.
  case ownCopyDurable
  /// Learners do not count.
  case learnersDoNotCount
  /// A leader commits an entry of its term before anything else (section 8), so that what earlier
  /// leaders committed is known to be.
  case noOpFirst
  /// A new leader reads only after its first own entry is committed (section 8).
  case readAfterOwnCommit
  /// A read waits until a majority has confirmed that the leader still leads (section 8).
  case confirmBeforeRead
  /// A read waits until everything committed at its arrival is applied.
  case applyBeforeRead
  /// A leader's lease ends early enough for clocks that drift (Ongaro 2014, section 6.4.1).
  case leaseMargin
  /// While a leader is heard of, nobody votes for another (Ongaro 2014, section 4.2.3).
  case noVoteWhileLed
  /// A client's operation takes effect once (Ongaro 2014, section 6.3).
  case sessions
  /// A snapshot has the sessions in it.
  case sessionsInSnapshot
  /// One membership change at a time (Ongaro 2014, section 4.1).
  case oneChangeAtATime
  /// No membership change before an entry of the leader's term is committed (the error found in
  /// 2015).
  case changeAfterOwnCommit
}

/// A set of rules that are left out; none in any real use.
public struct RaftOmissions: Sendable, Hashable, ExpressibleByArrayLiteral {
  private var bits: UInt64 = 0

  /// These rules are left out.
  public init(arrayLiteral rules: RaftRule...) {
    for rule in rules { bits |= 1 << UInt64(rule.rawValue) }
  }

  /// Leaves out one rule.
  public init(_ rule: RaftRule) { bits = 1 << UInt64(rule.rawValue) }

  /// Whether `rule` is left out.
  @inline(__always)
  public func contains(_ rule: RaftRule) -> Bool { bits & 1 << UInt64(rule.rawValue) != 0 }
}
