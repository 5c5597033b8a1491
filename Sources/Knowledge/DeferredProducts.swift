import Synchronization

/// Product files that were checked before and are read when the whole catalogue is asked for: most
/// analyses need only the products that the description names.
public final class DeferredProducts: Sendable {
  private let sources: [KnowledgeSource]
  private let schema: FactSchema
  private let read = Mutex<[Product]?>(nil)

  /// Files to read when they are needed.
  public init(_ sources: [KnowledgeSource], schema: FactSchema) {
    self.sources = sources
    self.schema = schema
  }

  var products: [Product] {
    read.withLock { known in
      if let known { return known }
      let products = KnowledgeLoader.load([KnowledgeFiles(sources, schema: schema)]).0.products
      known = products
      return products
    }
  }
}
