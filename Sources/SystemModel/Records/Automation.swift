// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// A program or script that acts on the system by itself or at one command.
public struct Automation: Record {
  public var actsOn: StatedList<ComponentName> = .init()
  public var does: Stated<AutomaticAction>?
  public var concurrency: Stated<Bound>?
  public var backoff: Stated<Backoff>?
  public var floor: Stated<Bool>?
  public var checksCurrentState: Stated<StateCheck>?
  public var killSwitch: Stated<Bool>?
  public var instances: Stated<Int>?
  public var fencing: Stated<TokenFencing>?

  public init() {}

  public static let schema = RecordSchema<Automation>("an automation") {
    Field("acts_on", \.actsOn, "Stores and services that it acts on.")
    Field("does", \.does, "What it does to them.")
    Field(
      "concurrency", \.concurrency, bounds: .atLeast(1),
      "How many it acts on at the same time; or `unbounded`.")
    Field("backoff", \.backoff, "How it waits when its action does not help.")
    Field("floor", \.floor, "Whether it cannot go below the capacity that is needed.")
    Field(
      "checks_current_state", \.checksCurrentState,
      "When it looks at the state that it acts on.")
    Field("kill_switch", \.killSwitch, "Whether people can stop it at once.")
    Field(
      "instances", \.instances, bounds: .atLeast(1), "Copies of it that may act at the same time.")
    Field("fencing", \.fencing, "Whether a token stops a copy that is late.")
  }
}

/// What an automation does.
public enum AutomaticAction: String, Vocabulary {
  case failover, repair, scale, remove, rebalance, update, restart
}

/// When an automation looks at the state that it acts on.
public enum StateCheck: String, Vocabulary {
  case eachAction = "each-action"
  case once
  case never = "none"
}
