/// A field that expressions can read.
public struct RecordField: Sendable {
  /// The name that expressions use.
  public let name: String
  /// The type that the checker goes by; the value may still be null.
  public let type: ValueType
  /// The unit of a number ("ms", "requests/s"); `nil` when it has none.
  public let unit: String?
  /// One sentence for the reader of `facts`.
  public let meaning: String
  /// For a string or a list of strings: all that can occur. A rule that compares the field with
  /// anything else is an error at the word. Empty: any string may occur.
  public let words: [String]

  /// A field; `words` are given for fields of a fixed vocabulary.
  public init(
    name: String, type: ValueType, unit: String? = nil, meaning: String, words: [String] = []
  ) {
    self.name = name
    self.type = type
    self.unit = unit
    self.meaning = meaning
    self.words = words
  }
}

/// The fields that all records of one kind have.
public final class RecordType: Sendable {
  /// The name of the kind: `operation`.
  public let name: String
  /// The fields in the order of a record's values.
  public let fields: [RecordField]
  private let places: [String: Int]
  private let origin: RecordType?

  /// The type that records have: this one, unless it is a prefix of another.
  var whole: RecordType { origin ?? self }

  /// The type as somebody sees it who may read only its first `count` fields. Records have the
  /// whole type.
  public convenience init(prefixOf whole: RecordType, count: Int) {
    self.init(name: whole.name, fields: Array(whole.fields[..<count]), origin: whole)
  }

  /// A kind of record. Of two fields with one name the first counts.
  public convenience init(name: String, fields: [RecordField]) {
    self.init(name: name, fields: fields, origin: nil)
  }

  private init(name: String, fields: [RecordField], origin: RecordType?) {
    self.name = name
    self.fields = fields
    self.origin = origin
    places = Dictionary(
      fields.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The place of a field among `fields`.
  public func index(of name: String) -> Int? { places[name] }
}

/// The facts about one subject: an operation, a store, the system.
///
/// Filled in by its maker, then only read; a record must not change once another thread can see it.
public final class Record: @unchecked Sendable {
  /// Which fields it has.
  public let type: RecordType
  /// The subject as the user finds it: `operations.place-order`.
  public let path: String
  /// One value a field. A pointer, not an array: reading it needs neither a retain nor an
  /// exclusivity check, and reading fields is most of what evaluation does.
  let storage: UnsafeMutablePointer<Value>
  /// What its maker keeps with it; evaluation does not look at it.
  public var attachment: AnyObject?

  /// A record whose fields are all unknown.
  public init(type: RecordType, path: String) {
    self.type = type
    self.path = path
    storage = .allocate(capacity: type.fields.count)
    storage.initialize(repeating: .unknown(UnknownFacts()), count: type.fields.count)
  }

  deinit {
    storage.deinitialize(count: type.fields.count)
    storage.deallocate()
  }

  /// The values, one a field: `record.values[3] = .int(7)`.
  public var values: Values { Values(record: self) }

  /// The value at the place of a field; an unknown names this very fact.
  func read(_ field: Int) -> Value {
    let value = storage[field]
    if case .unknown(let facts) = value, facts.isEmpty {
      return .unknown(UnknownFacts(FactReference(record: self, field: field)))
    }
    return value
  }

  /// The value of a field by its name; `nil` when there is no such field.
  ///
  /// Setting a name that the type does not have does nothing.
  public subscript(name: String) -> Value? {
    get { type.index(of: name).map { read($0) } }
    set {
      guard let field = type.index(of: name), let newValue else { return }
      storage[field] = newValue
    }
  }

  /// The values of a record, to read and to fill in.
  public struct Values: RandomAccessCollection, Sendable {
    let record: Record

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of fields.
    public var endIndex: Int { record.type.fields.count }

    /// The value at the place of a field.
    public subscript(field: Int) -> Value {
      get {
        precondition(indices.contains(field), "no field \(field) in \(record.type.name)")
        return record.read(field)
      }
      nonmutating set {
        precondition(indices.contains(field), "no field \(field) in \(record.type.name)")
        record.storage[field] = newValue
      }
    }
  }
}

extension Record: Hashable {
  /// Whether both are the same object.
  public static func == (left: Record, right: Record) -> Bool { left === right }

  /// By identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
