import Analysis
import Diagnostics
import SystemModel

/// Who notices a failure and how fast, in words and from 1 (at once) to 5 (nothing tells).
struct Detection {
  let text: String
  let score: Int

  /// Lost writes are silent, however soon the failure itself is seen.
  func silent(_ words: String) -> Detection { Detection(text: "\(text); \(words)", score: 5) }
}

/// What the description says of how failures of its parts are noticed.
struct Detectors {
  let analysis: Analysis

  private var description: SystemDescription { analysis.description }

  /// Of one store or service.
  func detection(of name: String) -> Detection {
    watched(name) ?? byItself(name) ?? checked(name)
      ?? Detection(text: "nothing stated watches \(MarkdownText.tableCode(name))", score: 4)
  }

  /// Of a place: by what stands there. The one that is noticed last decides.
  func detection(of names: [String], at places: [String]) -> Detection {
    if places.count == 1, let watched = watched(places[0]) { return watched }
    let all = names.map { (name: $0, detection: detection(of: $0)) }
    let blind = all.filter { $0.detection.score >= 4 }.map(\.name)
    var texts = all.filter { $0.detection.score < 4 }.prefix(2).map(\.detection.text)
    if !blind.isEmpty {
      texts.append(
        "nothing stated watches \(Words.subjects(blind, limit: 3, style: MarkdownText.tableCode))")
    }
    return Detection(
      text: texts.isEmpty ? "nothing stated watches it" : texts.joined(separator: "; "),
      score: all.map(\.detection.score).max() ?? 4)
  }

  /// By failure detection that is stated for it; the one that does most.
  func watched(_ name: String) -> Detection? {
    let watchers = description.failureDetection.entries.filter {
      $0.value.watches?.value.text == name && $0.value.method?.value != .undetected
    }
    return watchers.map(detection).min { $0.score < $1.score }
  }

  private func detection(_ watcher: Named<FailureDetection>) -> Detection {
    let time = analysis.numbers.details.detectors.first { $0.name == watcher.name }
      .map(\.worstDetectionMilliseconds)
    let within = time.map { " within \(NumbersSections.time($0))" } ?? ""
    let isActedOn = watcher.value.onSuspect.map { $0.value != .alert } ?? false
    let act = watcher.value.onSuspect.map { ", then \($0.value.rawValue)" } ?? ""
    return Detection(
      text: "\(MarkdownText.tableCode(watcher.name))\(within)\(act)",
      score: isActedOn ? score(milliseconds: time) : 3)
  }

  private func score(milliseconds: Double?) -> Int { (milliseconds ?? .infinity) <= 10_000 ? 1 : 2 }

  /// By a store that goes on without a person when a node is lost.
  private func byItself(_ name: String) -> Detection? {
    guard let subject = analysis.facts.all(.store).first(where: { $0.name == name }),
      case .bool(true)? = subject.record["automatic_failover"]
    else { return nil }
    let code = MarkdownText.tableCode(name)
    if let election = analysis.numbers.details.elections.first(where: { $0.store == name }) {
      return Detection(
        text:
          "\(code) notices by itself, and elects on average within \(NumbersSections.time(election.meanElectionMilliseconds))",
        score: score(milliseconds: election.meanElectionMilliseconds))
    }
    let stated = description.stores[name]?.value.failover?.value.timeout?.value
    return Detection(
      text: "\(code) notices by itself\(stated.map { " after \(ValueText.time($0))" } ?? "")",
      score: score(milliseconds: stated.map { $0 / .milliseconds(1) }))
  }

  /// By a health check.
  private func checked(_ name: String) -> Detection? {
    let run = description.services[name]?.value.run ?? description.stores[name]?.value.run
    guard let check = run?.healthCheck?.value, let depth = check.depth?.value, depth != .unchecked
    else { return nil }
    let isDeep = depth == .deep || depth == .endToEnd
    return Detection(
      text: "\(depth.rawValue) health check of \(MarkdownText.tableCode(name))",
      score: isDeep ? 2 : 3)
  }
}
