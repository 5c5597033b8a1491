import Mustache

/// What a template shows, in types of whose parts Mustache can ask.
///
/// Of texts and dictionaries it finds out by reflection, for every name and at every level, which
/// takes longer than everything else about rendering.
enum ShownValue {
  /// The same value, its texts, maps and lists replaced throughout.
  static func of(_ value: Any) -> Any {
    let type = type(of: value)
    if type == String.self { return Text(value as! String) }
    if type == [String: Any].self { return Map((value as! [String: Any]).mapValues(of)) }
    if type == [String: String].self {
      return Map((value as! [String: String]).mapValues(Text.init))
    }
    if type == [[String: Any]].self { return List((value as! [[String: Any]]).map(of)) }
    if type == [[String: String]].self { return List((value as! [[String: String]]).map(of)) }
    return value
  }

  private final class Map: MustacheParent {
    private let values: [String: Any]

    init(_ values: [String: Any]) { self.values = values }

    func child(named name: String) -> Any? { values[name] }
  }

  private final class Text: MustacheParent, MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { false }

    init(_ text: String) { renderText = text }

    func child(named name: String) -> Any? { nil }
  }

  private struct List: MustacheSequence {
    let items: [Any]

    init(_ items: [Any]) { self.items = items }

    func makeIterator() -> IndexingIterator<[Any]> { items.makeIterator() }
  }
}
