import ArgumentParser

/// Runs the reference algorithms on the described topology.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a protocol on the described topology, under faults.",
    discussion: """
      Runs the protocol of an operation as designed, or another one in its place, in virtual time, \
      and tells what clients saw before, during and after the fault. Equal seeds give equal runs. \
      'simulate merge' puts results of several machines together.

      Exit codes: 0 every needed check holds · 1 a check is violated · 2 could not run.
      """,
    subcommands: [SimulateRun.self, SimulateMerge.self], defaultSubcommand: SimulateRun.self)
}
