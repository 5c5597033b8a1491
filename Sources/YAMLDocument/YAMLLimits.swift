/// What a document may ask of its reader; checked while reading.
public struct YAMLLimits: Sendable {
  /// The size of the text in bytes.
  public var maximumBytes = 64 << 20
  /// The nesting of lists and maps, counted through aliases.
  public var maximumDepth = 64
  /// The number of nodes that all aliases together stand for.
  public var maximumExpandedNodes = 1_000_000

  /// The limits of the description format.
  public static let standard = YAMLLimits()

  /// The standard limits, to be changed.
  public init() {}
}
