/// Where a value was read: one field of one record.
public struct FactReference: Hashable, Sendable {
  /// Whose fact it is.
  public let record: Record
  /// The place among the fields of the record's type.
  public let field: Int

  /// A field of a record.
  public init(record: Record, field: Int) {
    self.record = record
    self.field = field
  }

  /// The declaration of the field.
  public var declaration: RecordField { record.type.fields[field] }

  /// The fact as the user names it: `operations.place-order.guard`.
  public var path: String { "\(record.path).\(declaration.name)" }
}

/// The facts that would settle an unknown, in the order in which evaluation met them.
public struct UnknownFacts: Hashable, Sendable {
  // Most unknowns are one fact; that case needs no array.
  private enum Storage: Hashable, Sendable {
    case none
    case one(FactReference)
    case many([FactReference])
  }

  private var storage: Storage
  /// More facts than anybody is asked about at once are not told apart.
  private static let most = 8

  /// No facts: in a record, the mark of a field that is not known.
  public init() { storage = .none }

  /// One fact.
  public init(_ fact: FactReference) { storage = .one(fact) }

  /// Facts, each kept once.
  public init(_ facts: some Sequence<FactReference>) {
    self.init()
    for fact in facts { insert(fact) }
  }

  /// The facts, each once.
  public var facts: [FactReference] {
    switch storage {
    case .none: []
    case .one(let fact): [fact]
    case .many(let facts): facts
    }
  }

  /// The fact that evaluation met first.
  public var first: FactReference? {
    switch storage {
    case .none: nil
    case .one(let fact): fact
    case .many(let facts): facts.first
    }
  }

  /// Whether there is none.
  public var isEmpty: Bool { if case .none = storage { true } else { false } }

  /// Adds a fact that is not among them yet.
  public mutating func insert(_ fact: FactReference) {
    switch storage {
    case .none: storage = .one(fact)
    case .one(let first): if first != fact { storage = .many([first, fact]) }
    case .many(var facts):
      guard facts.count < Self.most, !facts.contains(fact) else { return }
      storage = .none
      facts.append(fact)
      storage = .many(facts)
    }
  }

  /// The facts of both, those of `other` last.
  public func merging(_ other: UnknownFacts) -> UnknownFacts {
    switch (storage, other.storage) {
    case (_, .none): return self
    case (.none, _): return other
    case (.one(let left), .one(let right)) where left == right: return self
    default:
      var merged = self
      for fact in other.facts { merged.insert(fact) }
      return merged
    }
  }
}
