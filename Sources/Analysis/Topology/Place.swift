public import SystemModel

extension Place {
  /// Whether everything in `other` is in `self`.
  public func contains(_ other: Place) -> Bool {
    region == other.region && (zone == nil || zone == other.zone)
  }
}
