public import Benchmarks

/// What a run is about: a part of the description, by its name.
public enum RunSubject: Sendable, Hashable {
  /// A store, asked by the clients of an operation; without one by clients in its own regions.
  case store(String, operation: String?)
  /// The steps of an operation.
  case steps(operation: String)
  /// A row that an operation writes and the event that tells of it.
  case event(operation: String)
  /// A lock, lease or election.
  case coordination(String)
  /// A failure detection.
  case detection(String)

  /// The arguments of `dsdesign simulate` that name it.
  public var arguments: String {
    switch self {
    case .store(let store, let operation):
      (operation.map { "--operation \(Trial.quoted($0)) " } ?? "")
        + "--store \(Trial.quoted(store))"
    case .steps(let operation), .event(let operation): "--operation \(Trial.quoted(operation))"
    case .coordination(let name): "--coordination \(Trial.quoted(name))"
    case .detection(let name): "--failure-detection \(Trial.quoted(name))"
    }
  }

  /// The part itself, for titles.
  public var name: String {
    switch self {
    case .store(let name, _), .steps(let name), .event(let name), .coordination(let name),
      .detection(let name):
      name
    }
  }

  /// Whether a protocol has something to say about it.
  public func fits(_ kind: ProtocolKind) -> Bool {
    switch (self, kind.family) {
    case (.store, .replication), (.steps, .transaction), (.event, .publication),
      (.coordination, .lock), (.detection, .detection):
      true
    default: false
    }
  }
}

/// A thing to be run: a protocol for a part of the description, and what differs from it.
public struct RunTarget: Sendable, Hashable {
  /// What it is about.
  public var subject: RunSubject
  /// The protocol; `nil`: as described.
  public var kind: ProtocolKind?
  /// Parameters that differ from the description's.
  public var changes: [ParameterChange]

  /// A target, as described unless told.
  public init(_ subject: RunSubject, _ kind: ProtocolKind? = nil, changes: [ParameterChange] = []) {
    self.subject = subject
    self.kind = kind
    self.changes = changes
  }

  /// The arguments of `dsdesign simulate` that name it.
  public var arguments: String {
    ([subject.arguments] + (kind.map { ["--protocol \($0.rawValue)"] } ?? [])
      + changes.map { "--set \($0.text)" }).joined(separator: " ")
  }
}
