import Algorithms

extension Process {
  /// Takes one input, and returns what the process wants done.
  mutating func said(
    _ input: Input<Self>, at now: LocalTime = .zero
  ) -> [Effects<Self>.Effect] {
    var effects = Effects<Self>()
    step(input, at: now, effects: &effects)
    return effects.list
  }
}

extension Effects.Effect {
  /// The message and its receiver, of a send.
  var sent: (message: P.Message, to: NodeID)? {
    if case .send(let message, let to) = self { (message, to) } else { nil }
  }

  /// The answer, of a response.
  var answer: P.Response? {
    if case .respond(let response, _) = self { response } else { nil }
  }

  /// The record, of a persist.
  var record: P.Record? {
    if case .persist(let record) = self { record } else { nil }
  }

  /// Whether it is the barrier.
  var isSync: Bool { if case .sync = self { true } else { false } }
}
