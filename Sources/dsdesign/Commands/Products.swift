import Analysis
import ArgumentParser
import Diagnostics
import JSONDocument
import Knowledge

/// The guarantee catalogue: what products give, as configured.
struct Products: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the products of the catalogue, or shows what one gives as configured.",
    subcommands: [ProductsList.self, ProductsShow.self])
}

struct ProductsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the products of the catalogue.")

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Option(help: "text or json.")
  var format: Format = .text

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let products = try common.loadKnowledge().products.sorted {
      $0.id.utf8.lexicographicallyPrecedes($1.id.utf8)
    }
    switch format {
    case .json:
      let list = products.map { product -> JSONValue in
        [
          "product": .string(product.id), "name": .string(product.name),
          "kind": .string(product.kind), "family": .string(product.family.rawValue),
          "managed": .string(product.managed.rawValue),
          "settings": .array(product.settings.map { .string($0.names[0]) }),
        ]
      }
      Terminal.print(JSONWriter.text(["products": .array(list)], pretty: true) + "\n")
    case .text:
      let width = products.map(\.id.count).max() ?? 0
      Terminal.print(
        products.map { product in
          let gap = String(repeating: " ", count: width - product.id.count + 2)
          return "\(product.id)\(gap)\(product.name): \(product.kind)\n"
        }.joined())
    }
  }
}

struct ProductsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows what a product gives under some settings, why, and what would change it.")

  @Argument(help: "The product, such as mongodb.", completion: .products)
  var name: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Settings that differ from the defaults.", valueName: "k=v"),
    completion: .settings)
  var settings: [String] = []

  @Option(help: "The version.")
  var version: String?

  @Option(help: "How many nodes it has.")
  var nodes: Int = 3

  @Option(help: "Over how many regions they are spread.")
  var regions: Int = 1

  @Option(help: "text or json.")
  var format: ProductsList.Format = .text

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let knowledge = try common.loadKnowledge()
    guard let product = knowledge.product(named: name) else {
      let near = Spelling.nearest(to: name, among: knowledge.products.map(\.id))
      throw Failure(
        "the catalogue knows no product '\(name)'", file: "products",
        help: near.map { "did you mean '\($0)'?" } ?? "'dsdesign products list' lists them")
    }
    guard (1...999).contains(nodes), (1...99).contains(regions) else {
      throw Failure("--nodes is 1 to 999 and --regions 1 to 99", file: "products")
    }
    let stated = try settings.map { try setting($0, of: product) }
    if let version, Version(version) == nil {
      throw Failure("'\(version)' is no version", file: "products", help: "such as 7.0 or 3.4.1")
    }
    let inquiry = ProductInquiry(
      product: product, stated: stated, version: version, nodes: nodes, regions: regions)
    guard let standing = inquiry.answer(knowledge) else {
      throw Failure("these settings cannot be read", file: "products")
    }
    switch format {
    case .json:
      Terminal.print(
        JSONWriter.text(ProductJSON(standing, inquiry).value, pretty: true) + "\n")
    case .text:
      Terminal.print(ProductText(standing, inquiry, knowledge.citations).text)
    }
  }

  private func setting(_ text: String, of product: Product) throws(Failure) -> (
    name: String, value: String
  ) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw Failure("'\(text)' is no setting", file: "products", help: "write it as name=value")
    }
    let name = String(text[..<equals])
    let value = String(text[text.index(after: equals)...])
    guard let setting = product.setting(named: name) else {
      let near = Spelling.nearest(to: name, among: product.settings.flatMap(\.names))
      throw Failure(
        "the catalogue knows no setting '\(name)' of \(product.name)", file: "products",
        help: near.map { "did you mean '\($0)'?" }
          ?? "its settings: " + product.settings.map { $0.names[0] }.joined(separator: ", "))
    }
    guard setting.allows(value) else {
      let words = setting.values.filter { !$0.isEmpty }
      throw Failure(
        "'\(value)' is no value of \(product.name)'s setting '\(name)'", file: "products",
        help: "expected "
          + (words.isEmpty ? setting.type.expectation : words.joined(separator: ", ")))
    }
    return (setting.names[0], value)
  }
}
