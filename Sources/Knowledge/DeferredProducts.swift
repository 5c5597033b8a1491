import Parallel

/// Product files that were checked before and are read when the whole catalogue is asked for: most
/// analyses need only the products that the description names.
public final class DeferredProducts: Sendable {
  private let read: Once<[Product]>

  /// Files to read when they are needed.
  public init(_ sources: [KnowledgeSource], schema: FactSchema) {
    read = Once { KnowledgeLoader.load([KnowledgeFiles(sources, schema: schema)]).0.products }
  }

  var products: [Product] { read.value }
}
