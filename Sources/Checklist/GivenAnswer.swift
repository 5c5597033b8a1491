public import Analysis
public import Knowledge
public import SystemModel

/// What the team said about one item.
public struct GivenAnswer: Hashable, Sendable {
  /// `nil`: only a note, an owner or a date is there so far.
  public var answer: ChecklistAnswer?
  /// In the team's words.
  public var note: String?
  /// Who closes the gap, or keeps it closed.
  public var owner: String?
  /// Until when.
  public var due: CalendarDate?
  /// When the answer was given.
  public var answered: CalendarDate?
  /// The facts as they were then; `nil` for an answer that was written by hand.
  public var basis: AnswerBasis?

  /// Nothing said yet.
  public init() {}

  var isEmpty: Bool { self == GivenAnswer() }
}

/// The facts that an answer rests on, as they were when it was given.
public enum AnswerBasis: Hashable, Sendable {
  /// Each of them, sorted by path.
  case facts([FactValue])
  /// Of more facts than anybody reads: how many, and a fingerprint of their paths and values.
  case fingerprint(String)

  /// So many facts of an item are written out.
  static let limit = 120

  /// What is written down of a basis.
  public init(_ facts: [FactValue]) {
    self = facts.count <= Self.limit ? .facts(facts) : .fingerprint(Self.fingerprint(facts))
  }

  /// `1,204 facts, fingerprint 9f3a…`; equal facts give equal texts on every machine.
  static func fingerprint(_ facts: [FactValue]) -> String {
    // FNV-1a, 64 bits: guards against oversight, not against malice.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for fact in facts {
      for byte in "\(fact.path)=\(fact.value)\n".utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
    }
    let digits = String(hash, radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    return "\(facts.count) facts, fingerprint \(padded)"
  }

  /// What is different now; empty when nothing is.
  public func changes(to now: [FactValue]) -> [FactChange] {
    switch self {
    case .fingerprint(let text):
      return text == Self.fingerprint(now)
        ? [] : [FactChange(path: nil, before: text, now: Self.fingerprint(now))]
    case .facts(let before):
      let old = Dictionary(
        before.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
      let new = Dictionary(now.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
      return Set(old.keys).union(new.keys).sorted().compactMap { path in
        old[path] == new[path] ? nil : FactChange(path: path, before: old[path], now: new[path])
      }
    }
  }
}

/// A fact that is not what it was when an answer was given.
public struct FactChange: Hashable, Sendable {
  /// `stores.orders-db.failover.fencing`; `nil`: too many facts to tell which.
  public let path: String?
  /// `nil`: the answer did not rest on it then.
  public let before: String?
  /// `nil`: it does not now.
  public let now: String?
}
