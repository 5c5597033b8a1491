import Testing

@testable import Reporting

@Suite struct BlockReaderTests {
  private func blocks(_ markdown: String) -> [Block] { BlockReader.read(markdown).blocks }
  private func text(_ text: String) -> Block { .paragraph([.text(text)]) }

  @Test func `paragraphs, headings and rules`() {
    #expect(
      blocks("# A\n\none\ntwo\n## B *c*\nthree\n\n---\n#no\n") == [
        .heading(level: 1, [.text("A")]), text("one\ntwo"),
        .heading(level: 2, [.text("B "), .emphasis([.text("c")])]), text("three"), .rule,
        text("#no"),
      ])
  }

  @Test func `numbered items hold lists of their own, and end each other's paragraphs`() {
    #expect(
      blocks("1. **a.**\n   - b\n   - *c*\n2. d\n10. e\n") == [
        .list(
          start: 1,
          items: [
            [
              .paragraph([.strong([.text("a.")])]),
              .list(start: nil, items: [[text("b")], [.paragraph([.emphasis([.text("c")])])]]),
            ], [text("d")], [text("e")],
          ])
      ])
  }

  @Test func `an item goes on below when it is indented, and without that only its paragraph`() {
    #expect(
      blocks("- a\nb\n\n  c\n\nd") == [
        .list(start: nil, items: [[text("a\nb"), text("c")]]), text("d"),
      ])
    #expect(
      blocks("- a\n- b\n* c") == [
        .list(start: nil, items: [[text("a")], [text("b")]]),
        .list(start: nil, items: [[text("c")]]),
      ])
  }

  @Test func `a number in a paragraph starts no list unless it is 1`() {
    #expect(blocks("in\n2024. It") == [text("in\n2024. It")])
    #expect(blocks("in\n1. It") == [text("in"), .list(start: 1, items: [[text("It")]])])
    #expect(blocks(#"2\. a"#) == [text("2. a")])
  }

  @Test func `tables have whole rows, and bars in cells are text`() {
    #expect(
      blocks("| a | |\n|---|:-:|\n| `x\\|y` | b | c |\n| d |\nend") == [
        .table(
          header: [[.text("a")], []],
          rows: [[[.code("x|y")], [.text("b")]], [[.text("d")], []]]),
        text("end"),
      ])
    #expect(blocks("| a |\n| b |") == [text("| a |\n| b |")])
    #expect(blocks("| a |\n|---|---|") == [text("| a |\n|---|---|")])
  }

  @Test func `code is kept as it is`() {
    #expect(
      blocks("```mermaid\na *b*\n\n  <c>\n```\n````\n```\n````\nx") == [
        .code(language: "mermaid", text: "a *b*\n\n  <c>"), .code(language: "", text: "```"),
        text("x"),
      ])
    #expect(
      blocks("a\n\n    b *c*\n\n      d\n\ne\n    f") == [
        text("a"), .code(language: "", text: "b *c*\n\n  d"), text("e\nf"),
      ])
    #expect(blocks("~~~\nopen") == [.code(language: "", text: "open")])
  }

  @Test func `quotations, comments and footnotes`() {
    let document = BlockReader.read("> a\n> - b\n\n<!-- no\nword -->\nc [^k]\n\n[^k]: K *l*")
    #expect(
      document.blocks == [
        .quote([text("a"), .list(start: nil, items: [[text("b")]])]),
        .paragraph([.text("c "), .note("k")]),
      ])
    #expect(document.notes == [.init(key: "k", text: [.text("K "), .emphasis([.text("l")])])])
    #expect(blocks("<!-- a --> b") == [text("<!-- a --> b")])
  }

  @Test func `a mark alone on its line is a figure`() {
    let mark = PageMark.text("map")
    #expect(blocks("a\n\n\(mark)\n\nb") == [text("a"), .figure("map"), text("b")])
    #expect(blocks("a \(mark)") == [.paragraph([.text("a "), .mark("map")])])
  }

  @Test func `deep nesting becomes text`() {
    let deep = String(repeating: "> ", count: 5000) + "a"
    #expect(blocks(deep).count == 1)
    let items = (0..<200).map { String(repeating: " ", count: 2 * $0) + "- a" }
    #expect(blocks(items.joined(separator: "\n")).count == 1)
  }
}
