/// A line on standard error that tells how far a long command is; only where a person reads it.
struct ProgressLine {
  private let label: String
  private let isShown = Terminal.isPerson(at: 2)
  private var shown = -1

  init(_ label: String) { self.label = label }

  /// - Parameter share: What is done, from 0 to 1.
  mutating func show(_ share: Double) {
    let percent = Int(max(0, min(1, share)) * 100)
    guard isShown, percent != shown else { return }
    shown = percent
    Terminal.printError("\r\(label): \(percent) %")
  }

  mutating func clear() {
    guard isShown, shown >= 0 else { return }
    shown = -1
    Terminal.printError("\r\u{1B}[K")
  }
}
