import Dispatch
import Synchronization

/// A value that is computed when it is first asked for, once.
public final class Once<Value: Sendable>: Sendable {
  private let known = Mutex<Value?>(nil)
  private let compute: @Sendable () -> Value

  /// - Parameter compute: Runs at most once; who asks meanwhile waits.
  public init(_ compute: @escaping @Sendable () -> Value) { self.compute = compute }

  /// The value.
  public var value: Value {
    known.withLock { known in
      if let known { return known }
      let value = compute()
      known = value
      return value
    }
  }

  /// The same, with another core beginning on it: whoever comes to it first computes it.
  public func begun() -> Self {
    DispatchQueue.global().async { _ = self.value }
    return self
  }
}
