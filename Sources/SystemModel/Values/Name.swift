public import YAMLDocument

/// What a name in the description can refer to.
public enum NameTarget: String, Hashable, Sendable, CaseIterable {
  case data, store, service, region, place
  /// A store or a service.
  case component
  /// A store, a service or a region.
  case watched

  /// With an article, for messages.
  var title: String {
    switch self {
    case .data: "a data item"
    case .store: "a store"
    case .service: "a service"
    case .region: "a region"
    case .place: "a place (region or region/zone)"
    case .component: "a store or service"
    case .watched: "a store, service or region"
    }
  }

  /// In tables.
  var plural: String {
    switch self {
    case .data: "data items"
    case .store: "stores"
    case .service: "services"
    case .region: "regions"
    case .place: "places"
    case .component: "stores and services"
    case .watched: "stores, services and regions"
    }
  }

  /// The sections of the file that declare such names.
  var sections: [NameSection] {
    switch self {
    case .data: [.data]
    case .store: [.stores]
    case .service: [.services]
    case .region, .place: [.regions]
    case .component: [.stores, .services]
    case .watched: [.stores, .services, .regions]
    }
  }
}

/// Says, as a type, what a `Name` refers to.
public protocol NameKind: Sendable {
  /// What it refers to.
  static var target: NameTarget { get }
}

/// A name that refers to something the description has.
public struct Name<Kind: NameKind>: Hashable, Sendable {
  /// The name as written; names are case-sensitive.
  public let text: String

  /// A name.
  public init(_ text: String) { self.text = text }
}

extension Name: CustomStringConvertible {
  /// As written.
  public var description: String { text }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Name: Statable {
  public static var syntax: Syntax { .name(Kind.target) }
  public static var type: FieldType { .name(Kind.target) }
  public var reflected: FieldValue { .name(text) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Name? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      reader.reportMismatch(node, wanted: "the name of \(Kind.target.title)")
      return nil
    }
    reader.refer(to: Kind.target, text, at: node.span)
    return Name(text)
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// The kinds of name, as types.
public enum Names {
  /// Data items.
  public enum Data: NameKind { public static var target: NameTarget { .data } }
  /// Stores.
  public enum Store: NameKind { public static var target: NameTarget { .store } }
  /// Services.
  public enum Service: NameKind { public static var target: NameTarget { .service } }
  /// Regions.
  public enum Region: NameKind { public static var target: NameTarget { .region } }
  /// Stores and services.
  public enum Component: NameKind { public static var target: NameTarget { .component } }
  /// Stores, services and regions.
  public enum Watched: NameKind { public static var target: NameTarget { .watched } }
}

/// The name of a data item.
public typealias DataName = Name<Names.Data>
/// The name of a store.
public typealias StoreName = Name<Names.Store>
/// The name of a service.
public typealias ServiceName = Name<Names.Service>
/// The name of a region.
public typealias RegionName = Name<Names.Region>
/// The name of a store or a service.
public typealias ComponentName = Name<Names.Component>
/// The name of a store, a service or a region.
public typealias WatchedName = Name<Names.Watched>
