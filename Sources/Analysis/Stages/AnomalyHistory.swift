import Consistency

/// A short history that shows an anomaly with the names of one operation: who does what, in order.
///
/// Two clients where two suffice; three lines, so that it can be read at a glance.
struct AnomalyHistory {
  let operation: OperationNode

  private func mark(_ name: String) -> String { ValueText.marked(name) }

  /// What the operation is about: what it writes after reading, else writes, else reads.
  private var item: DataNode? {
    operation.writes.first { written in operation.reads.contains { $0 === written } }
      ?? operation.writes.first ?? operation.reads.first
  }

  private var data: String { mark(item?.name ?? "the data") }

  private var other: String {
    let second = (operation.reads + operation.writes).first { $0 !== item }
    return second.map { mark($0.name) } ?? "another item of \(data)"
  }

  private var own: String { mark(operation.name) }

  /// Who changes the data: an operation that writes it, this one only where there is no other.
  private var writer: String {
    let others = item?.writers.filter { $0 !== operation } ?? []
    return others.first.map { mark($0.name) }
      ?? (operation.writes.isEmpty ? "a writer" : "\(own) of client A")
  }

  private var reader: String {
    if !operation.reads.isEmpty { return "\(own) of client B" }
    let readers = item?.readers.filter { $0 !== operation } ?? []
    return readers.first.map { "\(mark($0.name)) of client B" } ?? "a reader"
  }

  func lines(_ anomaly: Anomaly) -> [String] {
    switch anomaly {
    case .staleRead, .staleReadAtRest, .realTimeReversal:
      [
        "\(writer) changes \(data) and gets its acknowledgement.",
        "\(reader) starts after that and reads \(data).",
        "It gets the value from before the change.",
      ]
    case .staleBeyondBound:
      [
        "\(writer) changes \(data).", "Longer than the agreed bound passes.",
        "\(reader) still gets the old value of \(data).",
      ]
    case .ownStaleRead:
      [
        "A client changes \(data) and gets its acknowledgement.",
        "The same client reads \(data) with \(own).",
        "It gets the value from before its own change.",
      ]
    case .backwardRead:
      [
        "A client reads \(data) with \(own) and sees the new value.", "It reads \(data) again.",
        "It gets the old value: time went back for it.",
      ]
    case .lostUpdate, .cursorLostUpdate:
      [
        "\(own) of client A and \(own) of client B read the same \(data).",
        "A writes back what it computed and gets its acknowledgement.",
        "B writes back what it computed from the old value: A's change to \(data) is gone.",
      ]
    case .writeSkew:
      [
        "\(own) of client A checks its rule over \(data) and \(other), and B does the same.",
        "A changes \(data), B changes \(other); neither sees the other's change.",
        "Both commit, and together they break the rule that each had checked.",
      ]
    case .phantom:
      [
        "\(own) of client A finds no clashing row in \(data), and neither does B.",
        "Both insert one.", "Both commit, and now there are two.",
      ]
    case .readSkew, .fracturedRead, .longFork, .observedTransactionVanishes:
      [
        "\(reader) reads \(data).", "\(writer) changes \(data) and \(other) together.",
        "The reader goes on with \(other) and sees the new value beside the old \(data).",
      ]
    case .abortedRead, .intermediateRead:
      [
        "\(writer) writes \(data) and has not committed.",
        "\(reader) reads that value and acts on it.",
        "The writer rolls back: the value never was.",
      ]
    case .dirtyWrite, .circularInformationFlow:
      [
        "\(own) of client A writes \(data), and B overwrites it before A commits.",
        "A goes on to \(other), and B after it.", "What remains is a mixture of both.",
      ]
    case .itemChangesWithinTransaction, .predicateChangesWithinTransaction:
      [
        "\(own) reads \(data).", "\(writer) changes \(data) and commits.",
        "\(own) reads \(data) again and gets another answer in the same transaction.",
      ]
    case .replyBeforeQuestion, .causalReversal, .prefixGap:
      [
        "\(writer) changes \(data).", "Somebody who has seen that changes \(other).",
        "\(reader) sees the second change and not the first.",
      ]
    case .ownWritesReordered, .writesReorderedAgainstRealTime:
      [
        "A client writes \(data) with \(own) and gets its acknowledgement.",
        "Then it, or another, writes \(data) again.",
        "The first write ends up on top of the second.",
      ]
    case .orderDisagreement:
      [
        "\(own) of client A changes \(data); client B changes \(other).",
        "One reader sees A's change first, another B's.", "They cannot agree on what came first.",
      ]
    case .divergence, .neverConverges:
      [
        "\(own) of client A and \(own) of client B change \(data) on two copies.",
        "Both copies receive both changes.", "They show different values of \(data) from then on.",
      ]
    }
  }
}
