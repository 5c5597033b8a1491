public import Diagnostics
public import Expressions
public import Knowledge

/// One thing that rules speak about: its name in the description and its facts.
public struct Subject: Sendable {
  /// What sort of thing it is.
  public let kind: SubjectKind
  /// Its name in the description.
  public let name: String
  /// Its facts.
  public let record: Record
  /// Its name in the description; findings without a better place point here.
  public let span: SourceSpan
}

/// Every fact of one description, as records that expressions read.
///
/// Filled stratum by stratum (`FactBuilder`, then the stages), read-only afterwards.
public final class FactBase: @unchecked Sendable {
  /// The description.
  public let file: SourceFile
  /// Everything that rules speak about, by kind, in the order of the description.
  public internal(set) var subjects: [SubjectKind: [Subject]] = [:]
  /// Bound beside the subject in every expression: `system`, `topology`, `team`.
  public internal(set) var globals: [Value] = []
  init(file: SourceFile) { self.file = file }

  /// The subjects of a kind, in the order of the description.
  public func all(_ kind: SubjectKind) -> [Subject] { subjects[kind] ?? [] }

  /// How a fact came to be known.
  public func origin(of fact: FactReference) -> FactOrigin {
    fact.record.origin(of: fact.field)
  }

  /// The values for an expression about `subject`, in the order of its environment's variables.
  public func bindings(_ subject: Subject) -> [Value] {
    subject.kind == .system ? globals : [.record(subject.record)] + globals
  }

  /// `operations.place-order.retries.backoff`: where a reader finds, or would write, the fact.
  public func path(of fact: FactReference) -> String {
    let field = fact.record.type.fields[fact.field].name
    return fact.record.path.isEmpty ? field : "\(fact.record.path).\(field)"
  }
}
