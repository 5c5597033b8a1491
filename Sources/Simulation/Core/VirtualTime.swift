/// A moment of a simulated run: nanoseconds since it began, by no node's clock but the run's.
public typealias VirtualTime = Int64
