/// What the language offers, for the manual page and for `facts`.
public enum LanguageReference {
  /// An operator, a macro or a function.
  public struct Entry: Sendable {
    /// The group that it stands in.
    public enum Kind: String, Sendable, CaseIterable {
      case `operator`, macro, function
    }

    /// The group that it stands in.
    public let kind: Kind
    /// The name by which it is looked up.
    public let name: String
    /// How it is written, with the types that it takes and gives.
    public let signature: String
    /// What it means, in one sentence or two.
    public let meaning: String

    /// An entry.
    public init(_ kind: Kind, _ name: String, _ signature: String, _ meaning: String) {
      self.kind = kind
      self.name = name
      self.signature = signature
      self.meaning = meaning
    }
  }

  /// Operators by falling precedence, macros, and the functions of every environment.
  public static let entries: [Entry] =
    operators + macros + FunctionDeclaration.standard.map { entry(for: $0) }

  /// The entry of a function, for the functions that an application adds.
  public static func entry(for function: FunctionDeclaration) -> Entry {
    Entry(.function, function.name, function.signature, function.doc)
  }

  private static let operators = [
    Entry(.operator, ".", "x.field", "A field of a record, or the value at a map's string key."),
    Entry(.operator, "[]", "list[int], map[key]", "An element; none there is an error."),
    Entry(.operator, "!", "!bool", "Not."),
    Entry(.operator, "-", "-int, -double", "Negation."),
    Entry(
      .operator, "* / %", "int, uint, double; % not for double",
      "Arithmetic within one type; leaving its range or dividing by zero is an error."),
    Entry(
      .operator, "+ -", "numbers, durations, timestamps; + for strings, bytes and lists",
      "Arithmetic within one type, and joining."),
    Entry(
      .operator, "== !=", "A == A",
      "Equality; numbers of different types are equal if their values are, NaN to nothing."),
    Entry(
      .operator, "< <= > >=", "A < A", "Order; strings and bytes by their bytes, false before true."
    ),
    Entry(.operator, "in", "A in list(A), key in map", "Whether it is an element or a key."),
    Entry(
      .operator, "&&", "bool && bool",
      "And; a false side decides even if the other side is unknown or an error."),
    Entry(
      .operator, "||", "bool || bool",
      "Or; a true side decides even if the other side is unknown or an error."),
    Entry(.operator, "?:", "bool ? A : A", "The first or the second, by a condition."),
  ]

  private static let macros = [
    Entry(
      .macro, "has", "has(x.field)",
      "Whether a map has the key, or a record's field is known and not null; an unknown field"
        + " leaves it unknown."),
    Entry(.macro, "all", "list.all(x, condition)", "Whether it holds for every element or key."),
    Entry(.macro, "exists", "list.exists(x, condition)", "Whether it holds for one at least."),
    Entry(.macro, "exists_one", "list.exists_one(x, condition)", "Whether it holds for just one."),
    Entry(.macro, "filter", "list.filter(x, condition)", "The elements for which it holds."),
    Entry(.macro, "map", "list.map(x, value)", "A list of what the elements become."),
    Entry(
      .macro, "map", "list.map(x, condition, value)", "The same for the elements that fulfil it."),
    Entry(
      .macro, "all, exists, existsOne", "list.all(i, x, condition), map.all(key, x, condition)",
      "The same with the index, or with key and value."),
    Entry(
      .macro, "transformList", "list.transformList(i, x, value)",
      "Like map(), with the index, or with key and value."),
    Entry(
      .macro, "transformMap", "map.transformMap(key, x, value)", "The same keys with other values."),
  ]
}
