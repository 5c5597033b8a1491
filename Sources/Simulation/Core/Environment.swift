public import Algorithms
public import Quantities

/// What a run gives its nodes besides the network.
public struct Environment<P: Process>: Sendable {
  /// What a Byzantine node sends instead of a message, and to whom; nothing to stay silent.
  public typealias Behaviour =
    @Sendable (_ message: P.Message, _ to: NodeID, inout SeededGenerator) -> [(P.Message, NodeID)]

  /// The disks of all nodes.
  public var disk: DiskModel
  /// Disks of single nodes that differ.
  public var disks: [NodeID: DiskModel]
  /// Clocks of single nodes that are not perfect.
  public var clocks: [NodeID: ClockModel]
  /// What nodes spend on messages.
  public var costs: ProcessingCosts
  /// What goes wrong.
  public var faults: FaultSchedule
  /// What Byzantine nodes do, by the names that faults use.
  public var behaviours: [String: Behaviour]

  /// An environment; the best of all worlds unless told.
  public init(
    disk: DiskModel = .instant, disks: [NodeID: DiskModel] = [:],
    clocks: [NodeID: ClockModel] = [:], costs: ProcessingCosts = ProcessingCosts(),
    faults: FaultSchedule = FaultSchedule(), behaviours: [String: Behaviour] = [:]
  ) {
    self.disk = disk
    self.disks = disks
    self.clocks = clocks
    self.costs = costs
    self.faults = faults
    self.behaviours = behaviours
  }
}
