/// A stated value, without its Swift type: what expressions see of it.
public indirect enum FieldValue: Sendable {
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)
  case duration(Duration)
  /// Per second.
  case rate(Double)
  /// Bytes, or bytes per second where the field is a bandwidth.
  case bytes(Double)
  /// A fraction: 0.9995 for `99.95%`.
  case ratio(Double)
  /// The name of something that the description has.
  case name(String)
  case list([Stated<FieldValue>])
  /// In the order of the file.
  case map([(name: String, value: Stated<FieldValue>)])
  case record(RecordView)
}

/// The type of the `FieldValue`s that a field can have.
public indirect enum FieldType: Sendable, Equatable {
  case bool, integer, number, text
  /// A text that is one of these.
  case vocabulary([String])
  case duration, rate, bytes, ratio
  /// The name of one of these.
  case name(NameTarget)
  case list(FieldType)
  /// From texts to values of the type.
  case map(FieldType)
  /// A record, named as in `Schema.records`.
  case record(String)
  /// A type that depends on what is written.
  case any
}

/// A record without its Swift type.
public struct RecordView: Sendable {
  /// The record itself.
  public let record: any Record

  /// A view of a record.
  public init(_ record: any Record) { self.record = record }

  /// What kind of record it is, as in `FieldType.record`.
  public var name: String { type(of: record).recordName }
  /// Its fields, stated or not.
  public var fields: [FieldDescriptor] { type(of: record).fields }

  /// The fields that the description states, in the order of their declaration.
  public var statedFields: [StatedField] { record.statedFields }

  /// The value of the field at that index of `fields`; `nil` when the description states none.
  public func field(_ index: Int) -> Stated<FieldValue>? { record.field(index) }
}

/// A field that a record states.
public struct StatedField: Sendable {
  /// Which of the record's `fields` it is.
  public let index: Int
  /// Its value.
  public let value: Stated<FieldValue>
}
