/// A function that expressions can call: one overload.
public struct FunctionDeclaration: Sendable {
  /// What it computes. The forms for one and two arguments spare the array.
  enum Body: Sendable {
    case unary(@Sendable (Value) -> Value)
    case binary(@Sendable (Value, Value) -> Value)
    case variadic(@Sendable ([Value]) -> Value)
    /// Takes the second argument first: mostly it is a literal, looked at once.
    case prepared(@Sendable (Value) -> @Sendable (Value) -> Value)
    /// Whether the argument is known; the one that gets unknown arguments.
    case knowledge
  }

  /// The name, in which dots may make a namespace: `math.least`.
  public let name: String
  /// Called as `x.name(…)`; the receiver is the first parameter.
  public let isMember: Bool
  /// The types of the arguments; a member's receiver first.
  public let parameters: [ValueType]
  /// The type of what it returns, as the checker sees it.
  public let result: ValueType
  /// One sentence for the reader of the manual.
  public let doc: String
  let body: Body

  /// A function of any number of arguments.
  ///
  /// - Parameter body: Gets one value a parameter, each of the parameter's type: unknown and error
  ///   arguments, and values of other types, never reach it. It must be pure.
  public init(
    name: String, isMember: Bool = false, parameters: [ValueType], result: ValueType, doc: String,
    body: @escaping @Sendable ([Value]) -> Value
  ) {
    self.init(name, isMember, parameters, result, doc, .variadic(body))
  }

  /// A function of one argument.
  public init(
    name: String, isMember: Bool = false, parameter: ValueType, result: ValueType, doc: String,
    unary body: @escaping @Sendable (Value) -> Value
  ) {
    self.init(name, isMember, [parameter], result, doc, .unary(body))
  }

  /// A function of two arguments.
  public init(
    name: String, isMember: Bool = false, parameters first: ValueType, _ second: ValueType,
    result: ValueType, doc: String, binary body: @escaping @Sendable (Value, Value) -> Value
  ) {
    self.init(name, isMember, [first, second], result, doc, .binary(body))
  }

  /// A function of two arguments of which the second mostly is a literal.
  ///
  /// - Parameter prepare: Gets the second argument, once if it is a literal, and returns what does
  ///   the rest with the first.
  public init(
    name: String, isMember: Bool = false, parameters first: ValueType, _ second: ValueType,
    result: ValueType, doc: String,
    preparing prepare: @escaping @Sendable (Value) -> @Sendable (Value) -> Value
  ) {
    self.init(name, isMember, [first, second], result, doc, .prepared(prepare))
  }

  /// A function of one argument that tells whether it is known: never unknown itself.
  public static func knowledge(name: String, doc: String) -> FunctionDeclaration {
    FunctionDeclaration(name, false, [.dyn], .bool, doc, .knowledge)
  }

  private init(
    _ name: String, _ isMember: Bool, _ parameters: [ValueType], _ result: ValueType,
    _ doc: String, _ body: Body
  ) {
    self.name = name
    self.isMember = isMember
    self.parameters = parameters
    self.result = result
    self.doc = doc
    self.body = body
  }

  /// The way to call it: `string.startsWith(string) -> bool`.
  public var signature: String {
    var arguments = parameters[...]
    let receiver = isMember ? arguments.popFirst().map { "\($0)." } ?? "" : ""
    let list = arguments.map(\.description).joined(separator: ", ")
    return "\(receiver)\(name)(\(list)) -> \(result)"
  }
}
