/// How long a signal needs over a distance.
public enum Propagation {
  /// Light in vacuum.
  public static let lightKilometresPerMillisecond = 299.792458
  /// The refractive index of the glass in telecommunication fibre at 1550 nm.
  public static let fibreRefractiveIndex = 1.468
  /// How much longer than the great circle a wide-area path is; 1.2 to 2 is typical.
  public static let typicalPathStretch = 1.5

  /// No round trip can be shorter, whatever the medium.
  public static func vacuumRoundTripMilliseconds(kilometres: Double) -> Double {
    2 * kilometres / lightKilometresPerMillisecond
  }

  /// The round trip over a straight fibre: 9.8 ms per 1000 km.
  public static func fibreRoundTripMilliseconds(kilometres: Double) -> Double {
    vacuumRoundTripMilliseconds(kilometres: kilometres) * fibreRefractiveIndex
  }

  /// What to expect over an ordinary path, when nothing was measured.
  ///
  /// - Parameter stretch: The length of the path over that of the great circle.
  public static func typicalRoundTripMilliseconds(
    kilometres: Double, stretch: Double = typicalPathStretch
  ) -> Double {
    fibreRoundTripMilliseconds(kilometres: kilometres) * stretch
  }
}
