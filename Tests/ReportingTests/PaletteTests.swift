import Foundation
import Testing

@testable import Reporting

/// The page's colours by their names in `page.css`, light and dark.
struct Palette: CustomTestStringConvertible {
  let name: String
  let colours: [String: String]
  var testDescription: String { name }

  static func read() throws -> [Palette] {
    let style = String(decoding: try Sample.file("templates/report/page.css").bytes, as: UTF8.self)
    // The dark scheme is declared second; what it does not name stays as it is.
    let parts = style.split(separator: "@media (prefers-color-scheme: dark)", maxSplits: 1)
    let light = colours(parts[0])
    let dark = colours(parts[1].prefix { $0 != "*" })
    return [
      Palette(name: "light", colours: light),
      Palette(name: "dark", colours: light.merging(dark) { $1 }),
    ]
  }

  private static func colours(_ css: Substring) -> [String: String] {
    Dictionary(
      css.matches(of: #/--([a-z0-9-]+): #([0-9a-f]{6});/#).map {
        (String($0.output.1), String($0.output.2))
      }, uniquingKeysWith: { $1 })
  }

  /// - Source: WCAG 2.2, relative luminance and contrast ratio.
  func contrast(_ first: String, _ second: String) throws -> Double {
    func luminance(_ name: String) throws -> Double {
      let colour = try #require(colours[name], "no --\(name)")
      let number = try #require(UInt32(colour, radix: 16))
      let parts = [16, 8, 0].map { shift -> Double in
        let share = Double(number >> UInt32(shift) & 255) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let values = try [luminance(first), luminance(second)].sorted()
    return (values[1] + 0.05) / (values[0] + 0.05)
  }
}

@Suite struct PaletteTests {
  static let severities = ["critical", "high", "medium", "low", "note"]
  static let heat = ["good", "aged", "paused", "partly", "stopped", "lost", "unknown"]

  @Test(arguments: try Palette.read())
  func `text stands out from its ground as AA asks`(_ palette: Palette) throws {
    var pairs = [
      ("ink", "paper"), ("ink", "panel"), ("muted", "paper"), ("muted", "panel"),
      ("link", "paper"), ("link", "panel"), ("ink", "store"), ("ink", "service"),
    ]
    pairs += Self.severities.map { ("on-\($0)", $0) } + Self.heat.map { ("ink", $0) }
    for (ink, ground) in pairs {
      #expect(try palette.contrast(ink, ground) >= 4.5, "\(ink) on \(ground)")
    }
  }

  @Test(arguments: try Palette.read())
  func `what a chart draws stands out from its ground as AA asks`(_ palette: Palette) throws {
    var pairs = [
      ("bar", "paper"), ("bar", "track"), ("missed", "paper"), ("missed", "track"),
      ("limit", "track"), ("edge", "paper"), ("edge", "panel"), ("focus", "paper"),
      ("focus", "panel"),
    ]
    pairs += (0..<CurveChart.limit).map { ("curve-\($0)", "paper") }
    pairs += Self.severities.map { ($0, "paper") }
    for (mark, ground) in pairs {
      #expect(try palette.contrast(mark, ground) >= 3, "\(mark) on \(ground)")
    }
  }

  @Test func `the ratio is that of the specification`() throws {
    let palette = Palette(
      name: "", colours: ["black": "000000", "white": "ffffff", "grey": "777777"])
    #expect(try abs(palette.contrast("black", "white") - 21) < 0.001)
    #expect(try abs(palette.contrast("grey", "white") - 4.48) < 0.01)
  }

  @Test func `the style names no colour outside the palette and loads nothing`() throws {
    let style = String(decoding: try Sample.file("templates/report/page.css").bytes, as: UTF8.self)
    let rules = style[try #require(style.range(of: "* { box-sizing")).lowerBound...]
    #expect(!rules.contains(#/#[0-9a-fA-F]{3,8}[;, ]/#))
    for forbidden in ["url(", "@import", "@font-face", "http"] {
      #expect(!style.contains(forbidden))
    }
    let names = Set(style.matches(of: #/var\(--([a-z0-9-]+)\)/#).map { String($0.output.1) })
    for palette in try Palette.read() {
      #expect(names.subtracting(palette.colours.keys).isEmpty)
    }
  }
}
