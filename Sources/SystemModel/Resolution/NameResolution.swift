import Diagnostics

/// Finds out whether each reference of a file refers to something.
struct NameResolution {
  private let names: DeclaredNames
  /// Comparisons left for finding near spellings: a large file with many wrong names stays fast.
  private var budget = 100_000
  private var suggestions: [String: String] = [:]
  private var known: [NameTarget: [String]] = [:]

  /// Resolves against these names.
  init(against names: DeclaredNames) { self.names = names }

  /// Reports the references that refer to nothing.
  mutating func check(_ references: [Reference], reportingTo reader: inout DescriptionReader) {
    for reference in references {
      if reference.target == .place {
        checkPlace(reference, &reader)
      } else if !reference.target.sections.contains(where: {
        names.contains(reference.name, in: $0)
      }) {
        reportUnknown(reference.name, reference, at: reference.span, &reader)
      }
    }
  }

  private mutating func checkPlace(_ reference: Reference, _ reader: inout DescriptionReader) {
    let place = Place(reference.name)
    let regionSpan = part(of: reference, from: 0, count: place.region.utf8.count)
    guard names.contains(place.region, in: .regions) else {
      return reportUnknown(place.region, reference, at: regionSpan, &reader)
    }
    guard let zone = place.zone else { return }
    let zones = names.zones(of: place.region)
    guard !zones.contains(zone) else { return }
    reader.report(
      "the region '\(clipped(place.region))' has no zone '\(clipped(zone))'",
      at: part(of: reference, from: place.region.utf8.count + 1, count: zone.utf8.count),
      label: "no such zone",
      help: zones.isEmpty
        ? "it has no zones; add them under `\(NameSection.regions.path).\(place.region).zones`"
        : suggestion(nearest(to: zone, among: zones), "zones: \(some(zones))"))
  }

  private mutating func reportUnknown(
    _ name: String, _ reference: Reference, at span: SourceSpan,
    _ reader: inout DescriptionReader
  ) {
    if reader.isOneTooMany() { return }
    let sections = reference.target.sections
    let known = self.known[reference.target] ?? names.names(in: sections)
    self.known[reference.target] = known
    let title = reference.target == .place ? NameTarget.region.title : reference.target.title
    let elsewhere = NameSection.allCases.first { names.contains(name, in: $0) }
    let paths = sections.map { "`\($0.path)`" }.joined(separator: " or ")
    reader.report(
      "no \(title.drop { $0 != " " }.dropFirst()) is named '\(clipped(name))'", at: span,
      label: elsewhere.map { "this is \($0.title)" } ?? "refers to nothing",
      help: known.isEmpty
        ? "the file has none; declare it under \(paths)"
        : suggestion(nearest(to: name, among: known), "under \(paths): \(some(known))"))
  }

  private mutating func nearest(to name: String, among known: [String]) -> String? {
    if let suggestion = suggestions[name], known.contains(suggestion) { return suggestion }
    guard budget >= known.count else { return nil }
    budget -= known.count
    let nearest = Spelling.nearest(to: name, among: known)
    suggestions[name] = nearest
    return nearest
  }

  /// A part of the reference's span, where the file shows the text as it is.
  private func part(of reference: Reference, from start: Int, count: Int) -> SourceSpan {
    let span = reference.span
    guard Int(span.end) - Int(span.start) == reference.name.utf8.count else { return span }
    return SourceSpan(start: Int(span.start) + start, end: Int(span.start) + start + count)
  }

  /// The first names, and how many there are besides.
  private func some(_ names: [String]) -> String {
    let shown = 10
    let list = commaSeparated(names.prefix(shown).map(clipped))
    return names.count > shown ? "\(list) and \(names.count - shown) more" : list
  }
}
