/// Whether what was acknowledged is still there.
public enum AcknowledgedWrites {
  /// The acknowledged writes that did not survive, in the order of their acknowledgement.
  ///
  /// For writes that do not replace one another (elements of a set or log); of a register that is
  /// overwritten, linearizability is the question.
  /// - Parameters:
  ///   - acknowledged: Writes of which a client was told that they are done.
  ///   - surviving: What the system holds once all faults have ended.
  public static func lost<ID: Hashable>(
    acknowledged: [ID], surviving: some Sequence<ID>
  ) -> [ID] {
    let surviving = Set(surviving)
    var seen: Set<ID> = []
    return acknowledged.filter { !surviving.contains($0) && seen.insert($0).inserted }
  }
}
