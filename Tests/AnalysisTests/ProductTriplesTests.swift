import Foundation
import Knowledge
import Testing

@testable import Analysis

/// What the catalogue says of products, against what their documentation and tests of them say.
@Suite struct ProductTriplesTests {
  /// One line of `Tests/Fixtures/products/triples.tsv`.
  struct Triple: Sendable, CustomTestStringConvertible {
    let product: String
    let version: String?
    let settings: [(name: String, value: String)]
    let nodes: Int
    let regions: Int
    let gives: [String]
    var testDescription: String {
      "\(product) \(version ?? "") \(settings.map { "\($0.name)=\($0.value)" })"
    }
  }

  static let triples: [Triple] = {
    let lines = (try? ProductFixtures.text("triples.tsv"))?.split(separator: "\n") ?? []
    return lines.filter { !$0.hasPrefix("#") }.compactMap { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 8, let nodes = Int(cells[3]), let regions = Int(cells[4]) else {
        return nil
      }
      let settings = cells[2].split(separator: ";").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        return (name: parts[0], value: parts.count > 1 ? parts[1] : "")
      }
      return Triple(
        product: cells[0], version: cells[1].isEmpty ? nil : cells[1], settings: settings,
        nodes: nodes, regions: regions, gives: Array(cells[5...]))
    }
  }()

  @Test(arguments: triples)
  func `a product gives what is documented of it`(_ triple: Triple) throws {
    let base = ProjectKnowledge.base
    let product = try #require(base.product(named: triple.product))
    for setting in triple.settings {
      let known = try #require(product.setting(named: setting.name), "\(setting.name)")
      #expect(known.allows(setting.value), "\(setting.name)=\(setting.value)")
    }
    let inquiry = ProductInquiry(
      product: product, stated: triple.settings, version: triple.version, nodes: triple.nodes,
      regions: triple.regions)
    let standing = try #require(inquiry.answer(base))
    let gives = ["reads", "writes", "loses_acknowledged"].map { name in
      standing.facts.first { $0.fact == name }?.value ?? "-"
    }
    #expect(gives == triple.gives)
  }

  @Test func `the table has enough lines, of every product family, and near pairs`() {
    #expect(Self.triples.count >= 120)
    #expect(Set(Self.triples.map(\.product)).count >= 49)
    let near = Self.triples.indices.dropFirst().filter { index in
      let (left, right) = (Self.triples[index - 1], Self.triples[index])
      return left.product == right.product && left.gives != right.gives
        && abs(left.settings.count - right.settings.count) <= 1
    }
    #expect(near.count >= 60)
  }

  @Test func `every profile cites its documentation, every setting its default and meaning`() {
    for product in ProjectKnowledge.base.products {
      for profile in product.profiles { #expect(!profile.sources.isEmpty, "\(product.id)") }
      for setting in product.settings {
        #expect(!setting.meaning.isEmpty && !setting.sources.isEmpty, "\(setting.names[0])")
        #expect(!setting.defaults.isEmpty, "\(product.id) \(setting.names[0])")
        for entry in setting.defaults {
          #expect(setting.allows(entry.value), "\(product.id) \(setting.names[0]): \(entry.value)")
        }
      }
    }
  }
}

/// Files of `Tests/Fixtures/products`.
enum ProductFixtures {
  static func text(_ name: String) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/products")
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}
