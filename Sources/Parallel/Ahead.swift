import Dispatch
import Synchronization

/// A value that another core begins to compute before somebody asks for it.
///
/// It is computed once: by the other core, or, when that has not come to it, by who asks.
public final class Ahead<Value: Sendable>: Sendable {
  private let known = Mutex<Value?>(nil)
  private let compute: @Sendable () -> Value

  /// Begins to compute a value.
  public init(_ compute: @escaping @Sendable () -> Value) {
    self.compute = compute
    DispatchQueue.global().async { _ = self.value }
  }

  /// The value; waits while it is being computed.
  public var value: Value {
    known.withLock { known in
      if let known { return known }
      let value = compute()
      known = value
      return value
    }
  }
}
