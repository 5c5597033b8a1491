/// Objects that all cores walk at once, without counting references to them.
///
/// What two cores count, they take from each other's caches: where the same few hundred objects are
/// visited for each of thousands of subjects, that costs more than the work on them. The list
/// holds its objects, so whoever holds the list need not.
public struct SharedList<Object: AnyObject & Sendable>: @unchecked Sendable {
  @usableFromInline let owners: [Object]
  @usableFromInline let objects: [Unmanaged<Object>]

  /// These objects, in this order.
  public init(_ objects: some Sequence<Object>) {
    owners = Array(objects)
    self.objects = owners.map(Unmanaged.passUnretained)
  }

  /// How many there are.
  @inlinable public var count: Int { objects.count }

  /// The object at a place, counted as any other reference.
  @inlinable public subscript(index: Int) -> Object { owners[index] }

  /// What `body` makes of the object at a place.
  @inlinable @inline(__always)
  public func with<Result>(_ index: Int, _ body: (Object) -> Result) -> Result {
    objects.withUnsafeBufferPointer { objects in
      precondition(index >= 0 && index < objects.count, "no object \(index)")
      return objects[index]._withUnsafeGuaranteedRef(body)
    }
  }

  /// Visits the objects in their order, with their places, until `body` answers `false`.
  @inlinable @inline(__always)
  public func forEach(_ body: (Int, Object) -> Bool) {
    objects.withUnsafeBufferPointer { objects in
      var index = 0
      while index < objects.count,
        objects[index]._withUnsafeGuaranteedRef({ body(index, $0) })
      {
        index += 1
      }
    }
  }
}
