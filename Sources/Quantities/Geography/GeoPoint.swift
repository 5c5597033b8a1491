/// A place on the Earth.
public struct GeoPoint: Sendable, Hashable {
  /// North positive, -90 to 90.
  public let latitudeDegrees: Double
  /// East positive, -180 to 180.
  public let longitudeDegrees: Double

  /// A place; throws when a coordinate is out of its range.
  public init(latitudeDegrees: Double, longitudeDegrees: Double) throws(QuantityError) {
    try require(
      abs(latitudeDegrees) <= 90, "latitude", "is \(latitudeDegrees), not between -90 and 90")
    try require(
      abs(longitudeDegrees) <= 180, "longitude", "is \(longitudeDegrees), not between -180 and 180")
    self.latitudeDegrees = latitudeDegrees
    self.longitudeDegrees = longitudeDegrees
  }

  /// The great-circle distance on a sphere of the Earth's mean radius (off by at most 0.6%).
  ///
  /// - Source: the haversine formula; IUGG mean radius 6371.0088 km.
  public func distanceKilometres(to other: GeoPoint) -> Double {
    let radians = Double.pi / 180
    let halfLatitude = (other.latitudeDegrees - latitudeDegrees) * radians / 2
    let halfLongitude = (other.longitudeDegrees - longitudeDegrees) * radians / 2
    let (sinLatitude, sinLongitude) = (Elementary.sin(halfLatitude), Elementary.sin(halfLongitude))
    let haversine =
      sinLatitude * sinLatitude
      + Elementary.cos(latitudeDegrees * radians) * Elementary.cos(other.latitudeDegrees * radians)
      * sinLongitude * sinLongitude
    return 2 * 6371.0088 * Elementary.asin(min(1, haversine.squareRoot()))
  }
}
