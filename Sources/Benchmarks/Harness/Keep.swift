/// Makes the optimiser believe that a value is used, so that it computes it.
///
/// A call costs a nanosecond or so, which stands in every figure; `harness` measures it.
@inline(never) @_optimize(none)
func keep<Value>(_ value: borrowing Value) {}

/// The number itself, which the optimiser may not know.
@inline(never) @_optimize(none)
func opaque(_ number: Int) -> Int { number }
