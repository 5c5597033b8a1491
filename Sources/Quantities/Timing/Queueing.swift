/// Waiting for a busy server.
public enum Queueing {
  /// What a queue costs.
  public struct Delay: Sendable, Hashable {
    /// Mean wait before service.
    public var meanWaitMilliseconds: Double
    /// Mean from arrival to the end of service.
    public var meanTimeMilliseconds: Double
    /// 99% take at most this long from arrival to the end of service.
    public var p99TimeMilliseconds: Double
  }

  /// One server with random arrivals and service times; `nil` from full utilisation on, where the
  /// queue grows without end.
  ///
  /// - Parameter utilisation: ρ, the rate of arrivals over that of service.
  /// - Source: M/M/1: wait = ρ / (1 - ρ) services; the time is exponential.
  public static func singleServer(
    utilisation: Double, serviceMilliseconds: Double
  ) throws(QuantityError) -> Delay? {
    try requireNonNegative(utilisation, "utilisation")
    try requireNonNegative(serviceMilliseconds, "service time")
    guard utilisation < 1 else { return nil }
    let mean = serviceMilliseconds / (1 - utilisation)
    return Delay(
      meanWaitMilliseconds: mean * utilisation, meanTimeMilliseconds: mean,
      p99TimeMilliseconds: mean * Elementary.log(100))
  }

  /// Requests in the system on average: arrival rate times mean time.
  ///
  /// - Source: Little 1961; holds for any arrivals, services and order.
  public static func inFlight(
    arrivalsPerSecond: Double, meanTimeMilliseconds: Double
  ) -> Double {
    arrivalsPerSecond * meanTimeMilliseconds / 1000
  }

  /// The highest utilisation at which the rest carries all load after some domains are lost:
  /// (z - lost) / z.
  public static func utilisationSurvivingLoss(domains: Int, lost: Int = 1) -> Double {
    guard domains > 0, lost >= 0, lost < domains else { return 0 }
    return Double(domains - lost) / Double(domains)
  }

  /// The utilisation of the rest after some domains are lost; `nil` when none is left.
  public static func utilisationAfterLoss(
    utilisation: Double, domains: Int, lost: Int = 1
  ) -> Double? {
    guard domains > lost, lost >= 0 else { return nil }
    return utilisation * Double(domains) / Double(domains - lost)
  }
}
