/// The machine and the build that times belong to; they mean nothing without.
public struct Machine: Sendable, Hashable {
  /// The processor, as the system names it.
  public var processor: String
  /// How many cores the system offers.
  public var cores: Int
  /// Kernel and architecture: `Linux 6.8 x86_64`.
  public var system: String
  /// The tool, its compiler, and whether it was optimised: `dsdesign 0.1.0, Swift 6.3, release`.
  public var build: String
  /// Whether the build was optimised: without, times say nothing about the algorithms.
  public var isOptimised: Bool
  /// Who sets the processor's frequency, where the system tells: `powersave`.
  public var frequencyGovernor: String?

  /// A machine.
  public init(
    processor: String, cores: Int, system: String, build: String, isOptimised: Bool,
    frequencyGovernor: String? = nil
  ) {
    self.processor = processor
    self.cores = cores
    self.system = system
    self.build = build
    self.isOptimised = isOptimised
    self.frequencyGovernor = frequencyGovernor
  }

  /// One line that names it.
  public var description: String {
    "\(processor), \(cores) core\(cores == 1 ? "" : "s") · \(system) · \(build)"
  }
}

/// What the system counted until a moment; two readings tell what went on between them. What it
/// does not tell is `nil`.
public struct MachineReading: Sendable, Hashable {
  /// The moment, in seconds of a clock that only goes forward.
  public var seconds: Double
  /// Processes that wanted to run, averaged over the last minute.
  public var loadAverage: Double?
  /// Seconds of processor time that all processes of the machine have used, over all cores.
  public var busySeconds: Double?
  /// Seconds that a hypervisor gave to other machines while this one wanted to run.
  public var stolenSeconds: Double?
  /// Seconds of processor time that this process has used.
  public var ownSeconds: Double?
  /// How often this process had to give up its core.
  public var interruptions: Int?

  /// A reading.
  public init(
    seconds: Double, loadAverage: Double? = nil, busySeconds: Double? = nil,
    stolenSeconds: Double? = nil, ownSeconds: Double? = nil, interruptions: Int? = nil
  ) {
    self.seconds = seconds
    self.loadAverage = loadAverage
    self.busySeconds = busySeconds
    self.stolenSeconds = stolenSeconds
    self.ownSeconds = ownSeconds
    self.interruptions = interruptions
  }
}
