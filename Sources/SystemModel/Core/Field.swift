import YAMLDocument

/// The declaration of one field of a record.
struct Field<Owner: Sendable>: Sendable {
  let descriptor: FieldDescriptor
  /// Reads a value and keeps it in the record.
  typealias Decode = @Sendable (YAMLPair, inout Owner, inout DescriptionReader) -> Void
  /// The record's value, if it states one.
  typealias Reflect = @Sendable (Owner) -> Stated<FieldValue>?

  let decode: Decode
  let reflect: Reflect

  /// Declares a field that is written under `key` and kept in the property at `path`.
  ///
  /// How it is written and read follows from the property's type: `Stated<T>` is required,
  /// `Stated<T>?` is unknown when absent unless there is a `default`, a list or map is then empty.
  init<Storage: FieldStorage>(
    _ key: String, _ path: any WritableKeyPath<Owner, Storage> & Sendable,
    default value: Storage.Value? = nil, bounds: Bounds = .any, required: Bool = false,
    _ doc: String
  ) {
    descriptor = FieldDescriptor(
      key: key, type: Storage.type, syntax: Storage.syntax, doc: doc,
      isRequired: required || Storage.isRequired,
      default: value.map(Storage.reflect) ?? Storage.whenAbsent, bounds: bounds, isDerived: false)
    decode = { pair, owner, reader in
      guard let storage = Storage.read(pair, by: &reader) else { return }
      if bounds != .any, let magnitude = storage.magnitude,
        let demand = bounds.demand(on: magnitude)
      {
        reader.reportOutOfBounds(pair, demand: demand)
      }
      owner[keyPath: path] = storage
    }
    // A stored property is read where it lies: by its key path it would cost ten times as much.
    if let offset = MemoryLayout<Owner>.offset(of: path) {
      reflect = { owner in
        withUnsafeBytes(of: owner) { $0.load(fromByteOffset: offset, as: Storage.self).reflect() }
      }
    } else {
      reflect = { $0[keyPath: path].reflect() }
    }
  }

  /// A field that expressions see and that follows from how the record is written.
  init(
    derived key: String, type: FieldType, _ doc: String,
    _ value: @escaping @Sendable (Owner) -> Stated<FieldValue>?
  ) {
    descriptor = FieldDescriptor(
      key: key, type: type, syntax: .text, doc: doc, isRequired: false, default: nil, bounds: .any,
      isDerived: true)
    decode = { _, _, _ in }
    reflect = value
  }

  /// The fields of a part, as fields of the whole that holds it.
  static func embedding<Part: Record>(
    _ path: any WritableKeyPath<Owner, Part> & Sendable
  ) -> [Field<Owner>] {
    Part.schema.fields.map { field in
      Field(
        descriptor: field.descriptor,
        decode: { field.decode($0, &$1[keyPath: path], &$2) },
        reflect: { field.reflect($0[keyPath: path]) })
    }
  }

  private init(
    descriptor: FieldDescriptor, decode: @escaping Decode, reflect: @escaping Reflect
  ) {
    self.descriptor = descriptor
    self.decode = decode
    self.reflect = reflect
  }
}
