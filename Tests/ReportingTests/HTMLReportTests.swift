import Testing

@testable import Reporting

@Suite struct HTMLReportTests {
  private static func text(_ name: String) throws -> String {
    String(decoding: try Sample.file("templates/report/\(name)").bytes, as: UTF8.self)
  }

  private static func renderer(_ report: Report) throws -> HTMLReport {
    try HTMLReport(
      report,
      files: .init(
        page: try text("page.mustache"), style: try text("page.css"), script: try text("page.js")))
  }

  static func page(_ report: Report) throws -> String {
    try renderer(report).analysis(ReportTemplate(text("analysis.mustache")))
  }

  static func review(_ report: Report) throws -> String {
    try renderer(report).review(template: Sample.file("templates/report/review.mustache"))
  }

  @Test(arguments: Sample.starters)
  func `a page is well formed, has its landmarks and drawings with names`(
    _ starter: String
  ) throws {
    let report = try Sample.starter(starter)
    for page in try [Self.page(report), Self.review(report)] { try expectWhole(page) }
  }

  private func expectWhole(_ page: String) throws {
    expectWellFormed(page)
    for landmark in ["<header>", "<nav aria-label=\"Contents\">", "<main ", "<h1 ", "lang=\"en\""] {
      #expect(page.components(of: landmark) == 1, "\(landmark)")
    }
    let ids = page.matches(of: #/ id="([^"]*)"/#).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    let targets = page.matches(of: #/ (?:href="#|aria-labelledby="|aria-describedby=")([^"]*)"/#)
    #expect(Set(targets.map { String($0.output.1) }).subtracting(ids).isEmpty)
    let drawings = page.components(of: "role=\"img\"")
    #expect(drawings >= 2)
    #expect(page.matches(of: #/<title id="[^"]+">[^<]+<\/title>/#).count == drawings)
    #expect(page.matches(of: #/<desc id="[^"]+">[^<]+<\/desc>/#).count == drawings)
    #expect(!page.unicodeScalars.contains { (0xE000...0xE00F).contains($0.value) })
  }

  @Test(arguments: Sample.starters)
  func `a page loads nothing and allows nothing to be loaded`(_ starter: String) throws {
    let page = try Self.page(Sample.starter(starter))
    #expect(!page.contains(#/ (src|srcset|poster|action|on[a-z]+|style)=/#))
    #expect(
      page.components(of: "<link") == 1 && page.contains("<link rel=\"icon\" href=\"data:,\">"))
    #expect(!page.contains("@import") && !page.contains("url("))
    let policy = try #require(
      page.firstMatch(of: #/http-equiv="Content-Security-Policy" content="([^"]*)"/#)
    ).output.1
    #expect(policy.contains("default-src") && !policy.contains("http"))
    #expect(!policy.contains("unsafe"))
    #expect(policy.matches(of: #/sha256-[A-Za-z0-9+\/]{43}=/#).count == 2)
  }

  @Test(arguments: Sample.starters)
  func `a page has the headings and the rows of the Markdown document`(_ starter: String) throws {
    let report = try Sample.starter(starter)
    let page = try Self.page(report)
    let document = BlockReader.read(try Sample.markdown(report))
    let headings = document.blocks.compactMap { block in
      if case .heading(_, let text) = block { HTMLText.escape(text.plain) } else { nil }
    }
    let found = page.matches(of: #/<h([1-6]) id="[^"]+">(.*)<\/h\1>/#).map {
      String($0.output.2).replacing(#/<[^>]*>/#, with: "")
    }
    #expect(found == headings + ["References"])
    let rows = document.blocks.reduce(0) { sum, block in
      if case .table(_, let rows) = block { sum + rows.count } else { sum }
    }
    let figures = page.matches(of: #/(?s)<figure.*?<\/figure>/#).map { String($0.output) }
    let own = figures.reduce(0) { $0 + $1.components(of: "<tr") }
    let tables = document.blocks.count { if case .table = $0 { true } else { false } }
    #expect(page.components(of: "<tr") - own == rows + tables)
    #expect(page.components(of: "<li id=\"note-") == document.notes.count)
  }

  @Test func `the page of a review has its words, its map, and its diagrams' source`() throws {
    let report = try Sample.starter("order-platform")
    let page = try Self.review(report)
    let markdown = try MarkdownReview(Review(report)).render(
      template: Sample.file("templates/report/review.mustache"))
    let document = BlockReader.read(markdown)
    let headings = document.blocks.compactMap { block in
      if case .heading(_, let text) = block { HTMLText.escape(text.plain) } else { nil }
    }
    let found = page.matches(of: #/<h([1-6]) id="[^"]+">(.*)<\/h\1>/#).map {
      String($0.output.2).replacing(#/<[^>]*>/#, with: "")
    }
    #expect(found == headings)
    #expect(page.components(of: "<title>Design review: Order platform</title>") == 1)
    #expect(page.contains("figure-topology-title"))
    #expect(page.components(of: "<pre tabindex=\"0\" aria-label=\"Code: mermaid\">") == 2)
    #expect(page.contains("<td class=\"heat lost\">"))
    #expect(page.contains(#/<h3 id="[^"]+">F1\. <span class="badge critical">critical<\/span>: /#))
  }

  @Test func `what a description says is text wherever it stands`() throws {
    let attack = #"x</script></style><img src=x onerror=a()>"' &amp; `y` | **b** \u202E ]]>"#
    let name = #"a"><svg onload=a()>'&"#
    let yaml = """
      dsdesign: 1
      system: {name: \(quoted(attack)), summary: \(quoted(attack))}
      topology:
        regions: {\(quoted(name)): {zones: [\(quoted("z" + name)), b]}, other: {}}
      services: {\(quoted("s" + name)): {runs_in: [\(quoted(name + "/z" + name))]}}
      stores:
        \(quoted("d" + name)):
          product: postgresql
          replicas: [\(quoted(name + "/z" + name)), \(quoted(name + "/b"))]
      data:
        \(quoted("t" + name)):
          store: \(quoted("d" + name))
          class: inventory
          invariants: [non-negative]
      operations:
        \(quoted("o" + name)):
          reads: [\(quoted("t" + name))]
          reads_from: follower
          requirements: {latency: {p99: 1ms}, staleness: 1s}
        \(quoted("p" + name)):
          writes: [\(quoted("t" + name))]
          requirements: {data_loss: none}
      """
    let page = try Self.page(Sample.report(yaml, name: "a\"><b>.yaml"))
    expectWellFormed(page)
    #expect(page.contains("a&quot;&gt;&lt;svg onload"))
    #expect(page.components(of: "<script") == 1 && page.components(of: "</style") == 1)
    #expect(!page.contains(#/<[^>"]*(?:"[^"]*"[^>"]*)* on[a-z]+=/#))
    #expect(!page.contains("<img") && !page.contains("\u{202E}"))
    #expect(!page.contains("<strong>b</strong>"))
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: #"\""#) + "\""
  }

  @Test func `findings carry their severity and the operations that they concern`() throws {
    let page = try Self.page(Sample.starter("order-platform"))
    let options = page.matches(of: #/<option value="([0-9]+)">([^<]*)</#).map(\.output)
    #expect(options.count == 10)
    let names = Dictionary(
      options.map { (String($0.1), String($0.2)) }, uniquingKeysWith: { first, _ in first })
    func concerned(_ rule: String) throws -> [String] {
      let pattern = try Regex(
        #"<section class="finding ([a-z]+)" aria-labelledby="[^"]*" data-severity="([a-z]+)" data-operations="([0-9 ]*)">\n<h3[^\n]*\#(rule)"#
      )
      let match = try #require(page.firstMatch(of: pattern), "\(rule)")
      #expect(match.output[1].substring == match.output[2].substring)
      return match.output[3].substring?.split(separator: " ").compactMap { names[String($0)] } ?? []
    }
    #expect(try concerned("event-beside-the-write") == ["place-order"])
    #expect(try concerned("one-replica-acknowledges") == ["add-to-cart"])
    #expect(
      try concerned("unfenced-automatic-failover")
        == ["place-order", "ship-order", "return-goods", "view-orders"])
    let sections = page.components(of: "<section class=\"finding ")
    #expect(page.components(of: "<tr data-severity=") == sections)
    #expect(page.components(of: "<form class=\"filter\" hidden=\"\"") == 2)
  }

  @Test func `cells of the table of losses say in class and words what happens`() throws {
    let page = try Self.page(Sample.starter("order-platform"))
    for (style, words) in [
      ("good", "goes on|comes back"), ("aged", "values age"), ("lost", "<strong>loses</strong>"),
      ("partly", "<strong>refuses</strong> in"),
    ] {
      let cells = page.matches(of: try Regex("<td class=\"heat \(style)\">(.*?)</td>"))
      #expect(!cells.isEmpty, "\(style)")
      let pattern = try Regex(words)
      #expect(
        cells.allSatisfy { $0.output[1].substring?.contains(pattern) == true }, "\(style)")
    }
  }

  @Test func `many operations and places give a page of bounded size`() throws {
    let names = (0..<400).map { "op-\($0)" }
    let regions = (0..<30).map { "r\($0): {zones: [a, b, c]}" }.joined(separator: ", ")
    let stores = (0..<60).map { "  s\($0): {product: postgresql, replicas: [r0/a, r1/b]}" }
    let yaml = """
      dsdesign: 1
      system: {name: Many}
      topology: {regions: {\(regions)}}
      stores:
      \(stores.joined(separator: "\n"))
      data: {stock: {store: s0, class: inventory, invariants: [non-negative]}}
      operations:
      \(names.map { "  \($0): {writes: [stock], retries: {attempts: 5, backoff: none}}" }.joined(separator: "\n"))
      """
    let page = try Self.page(Sample.report(yaml))
    expectWellFormed(page)
    #expect(page.utf8.count < 1_000_000)
    #expect(page.contains("22 regions more."))
    #expect(page.contains("and 52 more"))
    #expect(page.components(of: "<option value=\"4") == 2)
  }

  @Test func `a description without places has a page without a map`() throws {
    let page = try Self.page(
      Sample.report(
        """
        dsdesign: 1
        system: {name: Small}
        stores: {db: {product: postgresql}}
        data: {a: {store: db}}
        operations: {b: {writes: [a]}}
        """))
    expectWellFormed(page)
    #expect(!page.contains("figure-topology"))
  }
}

/// Every element is closed where it was opened, and no attribute stands twice.
func expectWellFormed(
  _ markup: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let void: Set<Substring> = ["meta", "link", "input", "hr", "br", "img"]
  var open: [Substring] = []
  // What stands in scripts and styles is no markup.
  let markup = markup.replacing(#/(?s)<(script|style)>.*?<\/\1>/#, with: "")
  let tags = markup.matches(
    of: #/<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?: [a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)>/#)
  for tag in tags {
    let (_, slash, name, attributes) = tag.output
    if slash == "/" {
      guard open.popLast() == name else {
        Issue.record("</\(name)> closes nothing", sourceLocation: sourceLocation)
        return
      }
    } else if !void.contains(name) {
      open.append(name)
    }
    let keys = attributes.matches(of: #/ ([a-zA-Z][a-zA-Z0-9:-]*)(?:="[^"]*")?/#).map(\.output.1)
    #expect(Set(keys).count == keys.count, "\(tag.output.0)", sourceLocation: sourceLocation)
  }
  #expect(open.isEmpty, "\(open) open at the end", sourceLocation: sourceLocation)
  // Whatever looks like a tag was one of those.
  let brackets = markup.count { $0 == "<" } - (markup.contains("<!doctype html>") ? 1 : 0)
  #expect(brackets == tags.count, sourceLocation: sourceLocation)
}
