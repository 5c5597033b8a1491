/// A section of the file that declares names.
enum NameSection: String, CaseIterable {
  case data, stores, services, regions

  /// Where it stands in the file.
  var path: String { self == .regions ? "topology.regions" : rawValue }

  /// What one of its entries is, with an article.
  var title: String {
    switch self {
    case .data: "a data item"
    case .stores: "a store"
    case .services: "a service"
    case .regions: "a region"
    }
  }
}
