extension StalenessModel.Delays {
  /// Fits of production systems: mixtures of a Pareto body and an exponential tail.
  ///
  /// - Source: Bailis et al., VLDB 2012, table 3. `wideArea` of the paper is `linkedInDisk` with
  ///   75 ms to each remote replica.
  public static let published: [(name: String, delays: Self)] = [
    ("LNKD-SSD", linkedInSSD), ("LNKD-DISK", linkedInDisk), ("YMMR", yammer),
  ]

  /// LinkedIn's Voldemort on solid-state disks.
  public static let linkedInSSD = Self(write: ssd, others: ssd)

  /// LinkedIn's Voldemort on spinning disks.
  public static let linkedInDisk = Self(
    write: mixture(0.38, pareto: (1.05, 1.51), rate: 0.183), others: ssd)

  /// Yammer's Riak.
  public static let yammer = Self(
    write: mixture(0.939, pareto: (3, 3.35), rate: 0.0028),
    others: mixture(0.982, pareto: (1.5, 3.8), rate: 0.0217))

  private static let ssd = mixture(0.9122, pareto: (0.235, 10), rate: 1.66)

  private static func mixture(
    _ share: Double, pareto: (scale: Double, shape: Double), rate: Double
  ) -> DelayModel {
    .mixture([
      .init(weight: share, .pareto(scaleMilliseconds: pareto.scale, shape: pareto.shape)),
      .init(weight: 1 - share, .exponential(meanMilliseconds: 1 / rate)),
    ])
  }
}
