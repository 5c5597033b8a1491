import Analysis

/// How a cell of the table of losses is set off; its words say the same.
enum HeatCell: String {
  case good, aged, paused, partly, stopped, lost, unknown

  init(_ outcome: Outcome, isPower: Bool) {
    self =
      switch (outcome.loses, outcome.state) {
      case (.unflushed?, _), (.unreplicated?, _): .lost
      case (.everyCopy?, _) where isPower: .lost
      case _ where isPower: .good
      case (_, .goesOn): .good
      case (_, .ageing): .aged
      case (_, .pauses): .paused
      case (_, .unknown): .unknown
      case (_, .refuses): outcome.refusedIn.isEmpty ? .stopped : .partly
      }
  }

  init?(mark: String) {
    guard mark.hasPrefix(Self.prefix) else { return nil }
    self.init(rawValue: String(mark.dropFirst(Self.prefix.count)))
  }

  /// What a document carries in the cell.
  var mark: String { PageMark.text(Self.prefix + rawValue) }

  private static let prefix = "heat-"
}
