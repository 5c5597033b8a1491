import Quantities
import Testing

private func near(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs(value - expected) <= tolerance
}

@Suite struct LeaseTimingTests {
  static func lease(
    renew: Double, pause: Double? = 200, operation: Double? = 100, outage: Double = 0,
    drift: Double = 50
  ) throws -> LeaseTiming {
    try LeaseTiming(
      ttlMilliseconds: 30_000, renewEveryMilliseconds: renew, roundTripMilliseconds: 10,
      driftPartsPerMillion: drift, operationMilliseconds: operation,
      longestPauseMilliseconds: pause, longestOutageMilliseconds: outage)
  }

  @Test func `a third of the TTL survives one lost renewal, a little less survives two`() throws {
    #expect(try Self.lease(renew: 10_000).renewalsThatMayBeLost == 1)
    let longest = try #require(try Self.lease(renew: 1).longestRenewalIntervalMilliseconds(lost: 2))
    #expect(longest < 10_000 && longest > 9_990)
    #expect(try Self.lease(renew: longest).renewalsThatMayBeLost == 2)
    #expect(try Self.lease(renew: 30_000).renewalsThatMayBeLost == -1, "lapses by itself")
  }

  @Test func `the holder stops early by twice the drift`() throws {
    let lease = try Self.lease(renew: 9_000)
    #expect(near(lease.holderStopsAfterMilliseconds, 30_000 * (1 - 2 * 50e-6), 1e-3))
    #expect(near(lease.waitAfterGrantorRestartMilliseconds, 30_000 * (1 + 2 * 50e-6), 1e-3))
    #expect(near(lease.lastStartMilliseconds ?? 0, 29_697, 0.01))
  }

  @Test func `without a bound on pauses or operations, only fencing is safe`() throws {
    #expect(try Self.lease(renew: 9_000).isSafeWithoutFencing)
    #expect(try !Self.lease(renew: 9_000, pause: nil).isSafeWithoutFencing)
    #expect(try !Self.lease(renew: 9_000, operation: nil).isSafeWithoutFencing)
    #expect(try !Self.lease(renew: 9_000, pause: 40_000).isSafeWithoutFencing)
  }

  @Test func `an outage must fit beside a renewal`() throws {
    #expect(try Self.lease(renew: 9_000, outage: 20_000).outlivesOutage)
    #expect(try !Self.lease(renew: 9_000, outage: 21_000).outlivesOutage)
  }

  @Test func `after a crash the lease must run out`() throws {
    let outage = try LeaderFailover.lease(
      ttlMilliseconds: 15_000, renewEveryMilliseconds: 5_000, takeoverMilliseconds: 100)
    #expect(outage.meanMilliseconds == 12_600)
    #expect(outage.worstMilliseconds == 15_100)
    #expect(near(outage.minutesPerYear(crashesPerYear: 10), 2.1))
    #expect(
      near(
        LeaderFailover.minutesPerYear(
          crashesPerYear: 10, outage: outage, falseFailoversPerYear: 12, handOverMilliseconds: 5_000
        ),
        3.1))
  }

  @Test func `numbers that make no sense are refused`() {
    #expect(throws: QuantityError.self) { try Self.lease(renew: 0) }
    #expect(throws: QuantityError.self) { try Self.lease(renew: 1, drift: 1e6) }
    #expect(throws: QuantityError.self) {
      try LeaderFailover.lease(
        ttlMilliseconds: 1, renewEveryMilliseconds: 2, takeoverMilliseconds: 0)
    }
  }
}

@Suite struct ElectionTimingTests {
  @Test func `the published bounds for 10 to 20 one-way latencies hold`() throws {
    let range = ElectionTiming.recommended(oneWayMilliseconds: 15)
    let election = try ElectionTiming(
      shortestMilliseconds: range.shortestMilliseconds,
      longestMilliseconds: range.longestMilliseconds, oneWayMilliseconds: 15, eligible: 4)
    #expect(near(election.splitProbability, 1 - 0.9 * 0.9 * 0.9 * 0.9))
    #expect(election.splitProbability < 0.4)
    #expect(election.meanElectionMilliseconds < 20 * 15)
    #expect(election.isConservative)
    #expect(election.longestHeartbeatMilliseconds == 75)
  }

  @Test func `with ticks the first stands a tick earlier, and half a heartbeat is gone`() throws {
    func election(tick: Double, beat: Double) throws -> ElectionTiming {
      try ElectionTiming(
        shortestMilliseconds: 1000, longestMilliseconds: 2000, oneWayMilliseconds: 0, eligible: 2,
        heartbeatMilliseconds: beat, tickMilliseconds: tick)
    }
    let continuous = try election(tick: 0, beat: 100)
    #expect(near(continuous.meanElectionMilliseconds, 1000 + 1000.0 / 3 - 50))
    let counting = try election(tick: 100, beat: 100)
    #expect(near(counting.meanElectionMilliseconds, 900 + 1000.0 / 3 - 50))
    let slower = try election(tick: 0, beat: 300)
    #expect(near(slower.meanElectionMilliseconds, 1000 + 1000.0 / 3 - 150))
    #expect(throws: QuantityError.self) { try election(tick: 1001, beat: 100) }
    #expect(throws: QuantityError.self) { try election(tick: 0, beat: -1) }
  }

  @Test func `the new leader answers once its first entry went there and back`() throws {
    let election = try ElectionTiming(
      shortestMilliseconds: 1000, longestMilliseconds: 2000, oneWayMilliseconds: 7, eligible: 2)
    #expect(
      near(election.meanInterruptionMilliseconds, election.meanElectionMilliseconds + 14))
  }

  @Test func `equal timeouts never elect`() throws {
    let election = try ElectionTiming(
      shortestMilliseconds: 150, longestMilliseconds: 150, oneWayMilliseconds: 7, eligible: 2)
    #expect(election.splitProbability == 1)
    #expect(election.meanElectionMilliseconds == .infinity)
  }
}

@Suite struct DetectorTests {
  @Test func `heartbeats: detection time and false suspicions`() throws {
    let detector = try HeartbeatDetector(
      intervalMilliseconds: 1000, missed: 3, longestDelayMilliseconds: 50)
    #expect(detector.worstDetectionMilliseconds == 3050)
    #expect(detector.meanDetectionMilliseconds == 2550)
    #expect(near(try detector.falseSuspicionsPerMonth(loss: 0.001), 2_629_800 * 1e-9 * 0.999, 1e-9))
    #expect(detector.outlivesOutage(milliseconds: 2900))
    #expect(!detector.outlivesOutage(milliseconds: 3000))
  }

  @Test func `parameters for a recovery time with one false failover a month`() throws {
    let found = try #require(
      try HeartbeatDetector.reaching(
        recoveryMilliseconds: 10_000, takeoverMilliseconds: 2_000, longestDelayMilliseconds: 100,
        loss: 0.02))
    #expect(found.missed == 4)
    #expect(near(found.worstDetectionMilliseconds, 8_000))
    #expect(try found.falseSuspicionsPerMonth(loss: 0.02) <= 1)
    let fewer = try HeartbeatDetector(
      intervalMilliseconds: 7_900 / 3, missed: 3, longestDelayMilliseconds: 100)
    #expect(try fewer.falseSuspicionsPerMonth(loss: 0.02) > 1)
    #expect(
      try HeartbeatDetector.reaching(
        recoveryMilliseconds: 1_000, takeoverMilliseconds: 2_000, longestDelayMilliseconds: 100,
        loss: 0.01) == nil)
    #expect(
      try HeartbeatDetector.reaching(
        recoveryMilliseconds: 10_000, takeoverMilliseconds: 0, longestDelayMilliseconds: 100,
        loss: 0.01, longestOutageMilliseconds: 60_000) == nil)
  }

  @Test(arguments: [(8.0, 5.612), (10, 6.361), (12, 7.034)])
  func `phi of a true normal`(threshold: Double, deviations: Double) throws {
    let detector = PhiAccrual.normal(meanMilliseconds: 1000, deviationMilliseconds: 100)
    let silence = try #require(detector.silenceMilliseconds(threshold: threshold))
    #expect(near((silence - 1000) / 100, deviations, 5e-4))
  }

  @Test(arguments: [(1.0, 1.282), (3, 3.059), (8, 5.226), (10, 5.799), (12, 6.292)])
  func `phi as Akka approximates it`(threshold: Double, deviations: Double) throws {
    let detector = PhiAccrual.akka(meanMilliseconds: 1000, deviationMilliseconds: 100)
    let silence = try #require(detector.silenceMilliseconds(threshold: threshold))
    #expect(near((silence - 1000) / 100, deviations, 6e-4))
  }

  @Test(arguments: [(8.0, 3000.0, 4.52), (12, 3000, 4.63), (10, 10_000, 11.58)])
  func `Akka's defaults at steady one-second heartbeats`(
    threshold: Double, pause: Double, seconds: Double
  ) throws {
    let detector = PhiAccrual.akka(meanMilliseconds: 1000 + pause, deviationMilliseconds: 100)
    let silence = try #require(detector.silenceMilliseconds(threshold: threshold))
    #expect(near(silence / 1000, seconds, 0.006))
  }

  @Test(arguments: [(1.0, 2.30), (3, 6.91), (5, 11.51), (8, 18.42), (10, 23.03), (12, 27.63)])
  func `phi of an exponential, as in Cassandra`(threshold: Double, means: Double) throws {
    let silence = PhiAccrual.exponential(meanMilliseconds: 1).silenceMilliseconds(
      threshold: threshold)
    #expect(near(try #require(silence), means, 0.006))
  }

  @Test func `phi rises with silence and refuses nonsense`() {
    for detector in [
      PhiAccrual.normal(meanMilliseconds: 100, deviationMilliseconds: 10),
      .akka(meanMilliseconds: 100, deviationMilliseconds: 10), .exponential(meanMilliseconds: 100),
    ] {
      let levels = (0...40).map { detector.phi(afterMilliseconds: Double($0) * 5) }
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(detector.silenceMilliseconds(threshold: .nan) == nil)
    }
    #expect(
      PhiAccrual.normal(meanMilliseconds: 1, deviationMilliseconds: 0)
        .silenceMilliseconds(threshold: 1) == nil)
  }

  @Test func `SWIM detects in 1.58 periods however large the group`() throws {
    let detector = try SwimDetector(periodMilliseconds: 1000, indirectProbes: 3)
    #expect(near(detector.meanDetectionMilliseconds, 1581.98, 0.01))
    #expect(detector.worstDetectionMilliseconds(members: 10) == 19_000)
    let few = try detector.falseSuspicionProbability(delivery: 0.95)
    let more = try SwimDetector(periodMilliseconds: 1000, indirectProbes: 4)
      .falseSuspicionProbability(delivery: 0.95)
    #expect(more < few)
    #expect(try detector.falseSuspicionProbability(delivery: 1) == 0)
  }

  @Test func `memberlist's suspicion for a hundred members on a LAN`() {
    let suspicion = SwimDetector.memberlistSuspicion(
      members: 100, multiplier: 4, probeIntervalMilliseconds: 1000)
    #expect(suspicion == (8_000, 48_000))
  }
}

@Suite struct ClockTests {
  @Test func `the bound grows with drift`() throws {
    let trueTime = try ClockUncertainty(offsetMilliseconds: 1, driftPartsPerMillion: 200)
    #expect(near(trueTime.boundMilliseconds(afterSeconds: 30), 7))
    let chrony = try ClockUncertainty(
      offsetMilliseconds: -0.1, rootDispersionMilliseconds: 0.2, rootDelayMilliseconds: 1)
    #expect(near(chrony.boundMilliseconds(afterSeconds: 10), 1.3))
    #expect(ClockUncertainty.commitWaitMilliseconds(boundMilliseconds: 4) == 8)
    #expect(ClockUncertainty.orders(apartMilliseconds: 9, boundMilliseconds: 4))
    #expect(!ClockUncertainty.orders(apartMilliseconds: 8, boundMilliseconds: 4))
  }

  @Test func `last-writer-wins loses more with rate, skew and distance`() throws {
    func model(_ rate: Double, _ propagation: Double, _ skew: Double, _ writers: Int = 2) throws
      -> LastWriterWins
    {
      try LastWriterWins(
        writesPerSecondPerItem: rate, propagationMilliseconds: propagation, skewMilliseconds: skew,
        writers: writers)
    }
    let base = try model(1, 100, 10)
    #expect(base.lossWindowMilliseconds == 110)
    #expect(near(base.concurrentProbability, 0.095_162_582, 1e-9))
    #expect(near(base.reversedProbability, 0.004_987_521, 1e-9))
    #expect(try model(2, 100, 10).lostPerDay > base.lostPerDay)
    #expect(try model(1, 200, 10).lostPerDay > base.lostPerDay)
    #expect(try model(1, 100, 20).lostPerDay > base.lostPerDay)
    #expect(try model(1, 100, 10, 1).lostPerDay == 0, "one writer")
  }
}

@Suite struct RetryTests {
  @Test func `attempts multiply along a chain`() throws {
    let chain = try RetryAmplification(layers: Array(repeating: .init(attempts: 3), count: 3))
    #expect(chain.worstFactor == 27)
    #expect(try chain.factor(failureProbability: 0) == 1)
    #expect(try chain.factor(failureProbability: 1) == 27)
    let single = try RetryAmplification(layers: [.init(attempts: 3)])
    #expect(near(try single.factor(failureProbability: 0.5), 1.75))
  }

  @Test func `a budget caps what retries add`() throws {
    let chain = try RetryAmplification(
      layers: Array(repeating: .init(attempts: 4, budget: 0.1), count: 2))
    #expect(near(chain.worstFactor, 1.21))
    #expect(try chain.factor(failureProbability: 1) <= chain.worstFactor + 1e-12)
  }

  @Test func `the factor rises with failures`() throws {
    let chain = try RetryAmplification(
      layers: [.init(attempts: 3), .init(attempts: 2, budget: 0.2), .init(attempts: 5)])
    let factors = try stride(from: 0, through: 1, by: 0.05).map {
      try chain.factor(failureProbability: $0)
    }
    #expect(zip(factors, factors.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 })
    #expect(factors.allSatisfy { $0 <= chain.worstFactor + 1e-9 })
  }

  @Test func `waits double up to the cap`() throws {
    let schedule = try BackoffSchedule(
      baseMilliseconds: 100, capMilliseconds: 500, attempts: 5)
    #expect(schedule.longestWaitsMilliseconds == [100, 200, 400, 500])
    #expect(schedule.longestTotalMilliseconds == 1200)
    #expect(schedule.meanTotalMilliseconds == 600)
    #expect(schedule.longestCallMilliseconds(timeoutMilliseconds: 1000) == 6200)
    #expect(try BackoffSchedule(baseMilliseconds: 100, attempts: 1).longestWaitsMilliseconds == [])
    #expect(throws: QuantityError.self) { try BackoffSchedule(baseMilliseconds: 1, attempts: 0) }
  }
}

@Suite struct QueueingTests {
  @Test func `waiting at 80 percent is four services`() throws {
    let delay = try #require(
      try Queueing.singleServer(utilisation: 0.8, serviceMilliseconds: 10))
    #expect(near(delay.meanWaitMilliseconds, 40, 1e-9))
    #expect(near(delay.meanTimeMilliseconds, 50, 1e-9))
    #expect(near(delay.p99TimeMilliseconds, 230.2585, 1e-3))
    #expect(try Queueing.singleServer(utilisation: 1, serviceMilliseconds: 10) == nil)
  }

  @Test func `Little's law and headroom`() {
    #expect(Queueing.inFlight(arrivalsPerSecond: 200, meanTimeMilliseconds: 50) == 10)
    #expect(near(Queueing.utilisationSurvivingLoss(domains: 3), 2.0 / 3))
    #expect(near(Queueing.utilisationAfterLoss(utilisation: 0.6, domains: 3) ?? 0, 0.9))
    #expect(Queueing.utilisationAfterLoss(utilisation: 0.6, domains: 1) == nil)
  }
}
