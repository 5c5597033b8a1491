// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// A step of an operation.
public struct Step: Record {
  public var name: Stated<String> = .missing("")
  public var reads: StatedList<DataName> = .init()
  public var writes: StatedList<DataName> = .init()
  public var calls: Stated<Calls>?
  public var undo: Stated<String>?
  public var undoReliable: Stated<Bool>?
  public var idempotent: Stated<Bool>?
  public var retriable: Stated<Bool>?
  public var duration: Stated<Duration>?

  public init() {}

  public static let schema = RecordSchema<Step>("a step") {
    Field("do", \.name, bounds: .atLeast(1), "Name of what is done.")
    Field("reads", \.reads, "Data that it reads.")
    Field("writes", \.writes, "Data that it writes.")
    Field(
      "calls", \.calls, default: Calls(services: []), "Services that it calls, external ones too.")
    Field("undo", \.undo, "Name of what takes it back (its compensation).")
    Field("undo_reliable", \.undoReliable, "Whether taking it back works every time.")
    Field("idempotent", \.idempotent, "Whether doing it twice has the effect of doing it once.")
    Field("retriable", \.retriable, "Whether it succeeds in the end if it is tried often enough.")
    Field("duration", \.duration, "Time that it takes.")
  }
}
