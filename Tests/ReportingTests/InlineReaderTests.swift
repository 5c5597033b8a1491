import Testing

@testable import Reporting

@Suite struct InlineReaderTests {
  /// What a piece of Markdown becomes.
  struct Case: CustomTestStringConvertible {
    let markdown: String
    let html: String
    var testDescription: String { markdown }

    init(_ markdown: String, _ html: String) {
      self.markdown = markdown
      self.html = html
    }
  }

  private func html(_ markdown: String) -> String {
    InlineWriter(notes: [.init(key: "raft14", text: [])], parts: PageParts())
      .html(InlineReader.read(markdown))
  }

  @Test(arguments: [
    Case("plain & simple", "plain &amp; simple"),
    Case("*a* **b** ***c***", "<em>a</em> <strong>b</strong> <em><strong>c</strong></em>"),
    Case("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
    Case("***a** b*", "<em><strong>a</strong> b</em>"),
    Case("*a*b", "<em>a</em>b"),
    Case("a * b * c", "a * b * c"),
    Case("**not met**: x", "<strong>not met</strong>: x"),
    Case("*`a`*–*b*", "<em><code>a</code></em>–<em>b</em>"),
    Case("**open", "**open"),
    Case("*a **b*", "*a *<em>b</em>"),
    Case("snake_case_name", "snake_case_name"),
  ])
  func `emphasis pairs as in CommonMark`(_ item: Case) {
    #expect(html(item.markdown) == item.html)
  }

  @Test(arguments: [
    Case("`a*b*c`", "<code>a*b*c</code>"),
    Case("`` a`b ``", "<code>a`b</code>"),
    Case("` `", "<code> </code>"),
    Case("`open", "`open"),
    Case("``a`", "``a`"),
    Case(#"`a\`"#, #"<code>a\</code>"#),
    Case("`<b>`", "<code>&lt;b&gt;</code>"),
  ])
  func `code spans keep what stands in them`(_ item: Case) {
    #expect(html(item.markdown) == item.html)
  }

  @Test(arguments: [
    Case(#"\*a\* \[b\] \`c\` \\ \d"#, #"*a* [b] `c` \ \d"#),
    Case("&lt;b&gt; &amp; &quot; &copy;", "&lt;b&gt; &amp; &quot; &amp;copy;"),
    Case("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    Case("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
    Case("a\"b'c", "a&quot;b&#39;c"),
    Case("a\u{0}b\u{202E}c\u{7}", "abc"),
  ])
  func `escapes and entities are text, and no markup gets through`(_ item: Case) {
    #expect(html(item.markdown) == item.html)
  }

  @Test(arguments: [
    Case(
      "[a *b*](https://x.org/y?a=1&b=2)",
      "<a href=\"https://x.org/y?a=1&amp;b=2\" rel=\"noopener noreferrer\">a <em>b</em></a>"),
    Case(
      "<https://x.org>",
      "<a href=\"https://x.org\" rel=\"noopener noreferrer\">https://x.org</a>"),
    Case("[a](adr/0001.md)", "<a href=\"adr/0001.md\" rel=\"noopener noreferrer\">a</a>"),
    Case("[a](javascript:alert)", "[a](javascript:alert)"),
    Case("[a](JavaScript:x)", "[a](JavaScript:x)"),
    Case("[a](data:text/html,x)", "[a](data:text/html,x)"),
    Case("<javascript:x>", "&lt;javascript:x&gt;"),
    Case("[a] (b)", "[a] (b)"),
    Case("a [b", "a [b"),
    Case(
      "x [^raft14] (§5)", "x <sup><a href=\"#note-1\" aria-label=\"Reference 1\">1</a></sup> (§5)"),
    Case("x [^other]", "x [^other]"),
  ])
  func `links lead to pages and notes, and run nothing`(_ item: Case) {
    #expect(html(item.markdown) == item.html)
  }

  @Test func `marks of a page are read, and of a description none arrives`() {
    #expect(
      InlineReader.read("a" + PageMark.text("x") + "b") == [.text("a"), .mark("x"), .text("b")])
    #expect(MarkdownText.inline("a" + PageMark.text("x")) == "ax")
    #expect(MarkdownText.code(PageMark.text("x")) == "`x`")
  }

  @Test func `long runs of signs are read in one pass, and nest no deeper than is read`() {
    let many = 20_000
    for text in ["*a", "`", "``a", "[", "[a](", "<", "**a**b*"] {
      let markdown = String(repeating: text, count: many)
      #expect(InlineReader.read(markdown).plain.count <= markdown.count)
    }
    let nested = String(repeating: "*a ", count: 40) + String(repeating: "b* ", count: 40)
    #expect(html(nested).components(of: "<em>") == 12)
  }
}

extension String {
  /// How often a text stands in it.
  func components(of text: String) -> Int {
    split(separator: text, omittingEmptySubsequences: false).count - 1
  }
}
