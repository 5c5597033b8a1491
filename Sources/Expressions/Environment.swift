/// What names mean in an expression: record types, variables and functions.
///
/// Cheap to copy; the tables are built once.
public struct Environment: Sendable {
  /// Shared by environments that differ in their variables.
  private final class Declarations: Sendable {
    let records: [String: RecordType]
    let functions: [String: [FunctionDeclaration]]

    init(_ records: [RecordType], _ functions: [FunctionDeclaration]) {
      self.records = Dictionary(
        records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      self.functions = Dictionary(grouping: functions, by: \.name)
    }
  }

  private final class Variables: Sendable {
    let variables: [(name: String, type: ValueType)]
    let slots: [String: Int]
    let hasDottedNames: Bool

    init(_ variables: [(name: String, type: ValueType)]) {
      self.variables = variables
      slots = Dictionary(
        variables.enumerated().map { ($0.element.name, $0.offset) },
        uniquingKeysWith: { first, _ in first })
      hasDottedNames = variables.contains { $0.name.utf8.contains(UInt8(ascii: ".")) }
    }
  }

  private let declarations: Declarations
  private let table: Variables
  /// Whether types are checked before evaluation. Without, whatever is wrong is a run-time error,
  /// and only where evaluation meets it.
  public let isChecked: Bool
  /// The scope in which names are first looked up: in `a.b`, `x` means `a.b.x`, `a.x` or `x`.
  public let container: String

  /// An environment with the standard functions and these of one's own.
  ///
  /// - Parameter variables: In the order in which evaluation gets their values. A name may have
  ///   dots; the longest name that fits an expression wins.
  public init(
    records: [RecordType], variables: [(name: String, type: ValueType)],
    functions: [FunctionDeclaration] = [], container: String = "", isChecked: Bool = true,
    zoneOffset: ZoneOffset? = nil
  ) {
    let standard = zoneOffset.map { FunctionDeclaration.standard(zoneOffset: $0) }
    declarations = Declarations(records, (standard ?? FunctionDeclaration.standard) + functions)
    table = Variables(variables)
    self.isChecked = isChecked
    self.container = container
  }

  /// An environment without type checking, for values whose shape nobody declared (any JSON).
  public static func dyn(
    variables: [String], functions: [FunctionDeclaration] = [], container: String = "",
    zoneOffset: ZoneOffset? = nil
  ) -> Environment {
    Environment(
      records: [], variables: variables.map { ($0, .dyn) }, functions: functions,
      container: container, isChecked: false, zoneOffset: zoneOffset)
  }

  /// The same names with more variables after the ones there are.
  public func adding(variables: [(name: String, type: ValueType)]) -> Environment {
    Environment(extending: self, with: variables)
  }

  private init(extending other: Environment, with more: [(name: String, type: ValueType)]) {
    declarations = other.declarations
    table = Variables(other.variables + more)
    isChecked = other.isChecked
    container = other.container
  }

  /// The variables in the order of their values.
  public var variables: [(name: String, type: ValueType)] { table.variables }

  /// A record type by its name.
  public func record(_ name: String) -> RecordType? { declarations.records[name] }

  /// The overloads of a function; none when there is no such function.
  public func functions(named name: String) -> [FunctionDeclaration] {
    declarations.functions[name] ?? []
  }

  func slot(of variable: String) -> Int? { table.slots[variable] }

  /// Whether a name with dots may be more than a field of something.
  var hasQualifiedNames: Bool { table.hasDottedNames || !container.isEmpty }

  var functionNames: [String] { declarations.functions.keys.sorted() }

  /// The full names that a name can mean in the container, the innermost first.
  func candidates(for name: String) -> [String] {
    guard !container.isEmpty else { return [name] }
    var parts = container.split(separator: ".")
    var candidates: [String] = []
    while !parts.isEmpty {
      candidates.append(parts.joined(separator: ".") + "." + name)
      parts.removeLast()
    }
    return candidates + [name]
  }
}
