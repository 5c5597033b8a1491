public import Diagnostics
import Expressions

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

/// The origins of the fields of one record, kept with it.
private final class Origins {
  var list: [FactOrigin]

  init(_ list: [FactOrigin]) { self.list = list }
}

extension Record {
  /// How each field came to be known; `nil` for a record of computed facts only.
  var origins: [FactOrigin]? {
    get { note?.list }
    set { attachment = newValue.map(Origins.init) }
  }

  /// How the field at a place came to be known.
  func origin(of field: Int) -> FactOrigin {
    guard let list = note?.list, field < list.count else { return .computed }
    return list[field]
  }

  /// Notes how a field came to be known, in a record that keeps origins.
  func setOrigin(of field: Int, _ origin: FactOrigin) { note?.list[field] = origin }

  private var note: Origins? { attachment.map { unsafeDowncast($0, to: Origins.self) } }
}
