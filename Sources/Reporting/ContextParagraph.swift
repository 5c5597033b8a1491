import Analysis
import Expressions
import SystemModel

/// What was understood of the system, in a paragraph made of its own facts.
struct ContextParagraph {
  let analysis: Analysis

  var text: String { [purpose, details].compactMap(\.self).joined(separator: " ") }

  /// All but what it is for.
  var details: String {
    [place, load, team, priorities].compactMap(\.self).joined(separator: " ")
  }

  private var description: SystemDescription { analysis.description }

  /// What it is for, as the description says.
  var purpose: String? {
    let summary = description.system.value.summary.map {
      MarkdownText.full(MarkdownText.inline($0.value))
    }
    return summary
  }

  private var place: String? {
    let regions = description.topology?.regions.entries ?? []
    let stage = description.system.value.stage.map { "\($0.value.rawValue) " } ?? ""
    guard !regions.isEmpty else {
      return
        "The description names no regions, so distances and what survives a lost zone are not known."
    }
    let places = regions.map { region in
      let zones = region.value.zoneNames.count
      return "\(MarkdownText.code(region.name))"
        + (zones > 0 ? " (\(Words.count(zones, "zone")))" : "")
    }
    let names = places.count > 6 ? Words.count(places.count, "region") : Words.joined(places)
    return "A \(stage)system in \(names)\(distance)."
  }

  private var distance: String {
    guard case .duration(let time)? = analysis.systemFact("largest_rtt"), time > .zero else {
      return ""
    }
    let farthest = (description.topology?.regions.entries.count ?? 0) > 2 ? "the two farthest " : ""
    return ", \(farthest)a round trip of \(ValueText.time(time)) apart"
  }

  private var load: String? {
    let scale = description.system.value.scale?.value
    let parts = [
      scale?.users.map { "has \(Words.count(Int(clamping: $0.value), "user"))" },
      scale?.peakRate.map { "takes \($0.value) at peak" },
      scale?.dataSize.map { "holds \($0.value)" },
      scale?.growth.map {
        "grows by a factor of \($0.value.factor.groupedText) a \($0.value.period.rawValue)"
      },
    ].compactMap(\.self)
    return parts.isEmpty ? nil : "It \(Words.joined(parts))."
  }

  private var team: String? {
    let team = description.team?.value
    let people = [
      team?.engineers.map { Words.count(Int($0.value), "engineer") },
      team?.operators.map { Words.count(Int($0.value), "operator") },
    ].compactMap(\.self)
    guard !people.isEmpty else { return nil }
    let isOne = people.count == 1 && people[0].hasPrefix("1 ")
    return "\(Words.capitalized(Words.joined(people))) \(isOne ? "runs" : "run") it."
  }

  private var priorities: String? {
    let priorities = description.priorities.values.map(\.rawValue)
    return priorities.isEmpty
      ? "No priorities are stated; where requirements clash, every way out is listed."
      : "Where requirements clash, the stated order decides: \(priorities.joined(separator: ", then "))."
  }
}

extension Analysis {
  /// A fact of the system as a whole.
  func systemFact(_ name: String) -> Value? {
    guard let subject = facts.all(.system).first, let index = subject.record.type.index(of: name)
    else { return nil }
    return subject.record.values[index]
  }
}
