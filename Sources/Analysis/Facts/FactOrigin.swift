public import Diagnostics

/// How the analysis came to know a fact.
public enum FactOrigin: Hashable, Sendable {
  /// Written in the description, at this place.
  case stated(SourceSpan)
  /// The documented default of the format or of a product; used because nothing is stated.
  case assumed
  /// Follows from other facts.
  case computed
  /// Not said, and nothing tells it.
  case unknown
}
