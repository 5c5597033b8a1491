/// The well-known regions of cloud providers.
public struct KnownRegions: Sendable {
  /// Where a region is.
  public struct Location: Sendable {
    /// City or state.
    public let place: String
    /// Degrees north and east.
    public let latitude: Double
    /// Degrees east.
    public let longitude: Double
  }

  /// By provider text, such as `aws:us-east-1`.
  public internal(set) var locations: [String: Location] = [:]
  /// Median or mean measured round trips in milliseconds, by the two provider texts in the order of
  /// their bytes, joined by a blank.
  var roundTrips: [String: Double] = [:]

  /// The measured round trip between two regions, in milliseconds.
  public func roundTripMilliseconds(_ a: String, _ b: String) -> Double? {
    roundTrips[a.utf8.lexicographicallyPrecedes(b.utf8) ? "\(a) \(b)" : "\(b) \(a)"]
  }
}
