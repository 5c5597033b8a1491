internal import Diagnostics

/// Says in a writer's words what libyaml says in a parser's, at the place where the slip was made.
struct SyntaxProblem {
  private let file: SourceFile
  private let text: TextAround
  private let failure: SyntaxFailure
  /// Where libyaml gave up.
  private let place: Int
  /// Where what it was reading starts.
  private let context: Int

  init(
    _ failure: SyntaxFailure, in file: SourceFile, offsets: ByteOffsets,
    bytes: UnsafeBufferPointer<UInt8>
  ) {
    self.file = file
    self.failure = failure
    text = TextAround(file)
    place = offsets.byte(of: failure.index, in: bytes)
    context = offsets.byte(of: failure.context?.index ?? failure.index, in: bytes)
  }

  /// The explanation; libyaml's own words where we have no better ones.
  var diagnostic: Diagnostic {
    switch failure.problem {
    case "mapping values are not allowed in this context": unexpectedColon
    case "could not find expected ':'": missingColon
    case "did not find expected key": expectedKey
    case "did not find expected '-' indicator": expectedItem
    case "did not find expected ',' or ']'": unfinished("list", open: "[", close: "]")
    case "did not find expected ',' or '}'": unfinished("map", open: "{", close: "}")
    case "did not find expected node content": expectedValue
    case "found unexpected end of stream", "found unexpected document indicator": unclosedQuote
    case "found character that cannot start any token": badStart
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      tab(at: place)
    case "found unknown escape character", "did not find expected hexdecimal number",
      "found invalid Unicode character escape code":
      badEscape
    case "block sequence entries are not allowed in this context":
      error(
        "a list cannot start here", at: character(place),
        help: "start each '- item' on a line of its own, or write '[item, item]'")
    case "did not find expected <document start>":
      error(
        "text after the end of the document", at: token(place),
        help: "a document is one map, one list or one text; check the indentation")
    case "did not find expected comment or line break": blockHeader
    case "did not find expected alphabetic or numeric character": badAnchor
    case "found undefined tag handle":
      error(
        "a value that starts with '!' has a tag, and this one is not declared", at: token(place),
        help: "quote the value if it is meant as text")
    default: fallback
    }
  }

  // MARK: Colons and keys

  private var unexpectedColon: Diagnostic {
    let line = text.line(of: place)
    if let colon = text.firstColon(in: line.lowerBound..<place) {
      return error(
        "a second ': ' in one value", at: character(place),
        help: "quote the value if the colon belongs to it, or start a new line for the key",
        note: ("the value's key ends here", character(colon)))
    }
    if let above = text.lineAbove(line) {
      if text.indentation(of: above) == text.indentation(of: line),
        let colon = text.tightColon(in: above)
      {
        return error(
          "there is no space after ':'", at: character(colon), help: "write 'key: value'")
      }
      let key = text.firstNonBlank(of: line)..<place
      let isDeeper = text.indentation(of: line) > text.indentation(of: above)
      return error(
        "a key cannot start here: the line above already has a value", at: span(key),
        help: isDeeper ? "check the indentation of this line" : "check the line above",
        note: ("the line above", span(text.content(of: above))))
    }
    return error(
      "a key cannot start here", at: character(place),
      help: "quote the text if the ':' belongs to it")
  }

  private var missingColon: Diagnostic {
    let line = text.line(of: context)
    let content = context..<max(context + 1, text.content(of: line).upperBound)
    if let colon = text.tightColon(in: content) {
      return error("there is no space after ':'", at: character(colon), help: "write 'key: value'")
    }
    return error(
      "expected ':' after this key", at: span(content),
      help: "write 'key: value'; a value that goes on is indented more than its key")
  }

  private var expectedKey: Diagnostic {
    let line = text.line(of: place)
    let first = text.firstNonBlank(of: line)
    if place > first { return afterValue }
    if place == context { return error("the key before ':' is missing", at: character(place)) }
    let start: (String, SourceSpan) = ("the map starts here", character(context))
    let isInList = text.lineAbove(line).map { text.isItem(at: text.firstNonBlank(of: $0)) } ?? false
    if text.isItem(at: place), isInList {
      return error(
        "the indentation matches no line above", at: token(place),
        help: "items of one list start in the same column")
    }
    if text.isItem(at: place) {
      return error(
        "a list item where a key of the map is expected", at: token(place),
        help: "indent it below the key whose list it belongs to", note: start)
    }
    return error(
      "the indentation matches no line above", at: token(place),
      help: "\(counted(text.indentation(of: line), "space")) here; keys of one map start in the "
        + "same column", note: start)
  }

  private var expectedItem: Diagnostic {
    let line = text.line(of: place)
    if place > text.firstNonBlank(of: line) { return afterValue }
    let start: (String, SourceSpan) = ("the list starts here", character(context))
    if text.isItem(at: place) {
      return error(
        "the indentation matches no line above", at: token(place),
        help: "items of one list start in the same column", note: start)
    }
    return error(
      "expected '- ' before another item of the list", at: token(place), note: start)
  }

  /// Something follows what was complete, on the same line.
  private var afterValue: Diagnostic {
    var before = place
    while before > 0, text.isBlank(before - 1) { before -= 1 }
    let last = before > 0 ? text.bytes[before - 1] : 0
    switch last {
    case UInt8(ascii: "\""):
      return error(
        "text after the closing quote", at: token(place),
        help: "write a quote inside double quotes as \\\"")
    case UInt8(ascii: "'"):
      return error(
        "text after the closing quote", at: token(place),
        help: "write a quote inside single quotes twice: ''")
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      return error(
        "text after the closing '\(Character(Unicode.Scalar(last)))'", at: token(place),
        help: "quote the whole value if it is meant as text")
    default:
      return error(
        "unexpected text after the value", at: token(place),
        help: "quote the whole value if it is meant as text")
    }
  }

  // MARK: Brackets and values

  private func unfinished(_ what: String, open: Character, close: Character) -> Diagnostic {
    let opening: (String, SourceSpan) = ("the \(what) starts here", character(context))
    if text.isAtEnd(place) { return neverClosed(open, at: context) }
    if [UInt8(ascii: "]"), UInt8(ascii: "}")].contains(text.bytes[place]) {
      return error(
        "expected '\(close)', not '\(Character(Unicode.Scalar(text.bytes[place])))'",
        at: character(place), note: opening)
    }
    if text.bytes[place] == UInt8(ascii: ":"), text.line(of: place) != text.line(of: context) {
      return error(
        "'\(open)' is never closed", at: character(context),
        help: "write '\(close)' where the \(what) ends",
        note: ("this cannot stand in it", character(place)))
    }
    return error("expected ',' or '\(close)' before this", at: token(place), note: opening)
  }

  private var expectedValue: Diagnostic {
    if text.isAtEnd(place), let open = text.lastOpenBracket(before: place) {
      return neverClosed(Character(Unicode.Scalar(text.bytes[open])), at: open)
    }
    switch text.isAtEnd(place) ? 0 : text.bytes[place] {
    case UInt8(ascii: ","):
      return error(
        "there is nothing before this ','", at: character(place),
        help: "quote a text that starts with ','")
    case UInt8(ascii: ":"):
      return error("the key before ':' is missing", at: character(place))
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      let bracket = Character(Unicode.Scalar(text.bytes[place]))
      return error(
        "nothing that '\(bracket)' could close", at: character(place),
        help: "quote a text that starts with '\(bracket)'")
    default:
      return error("expected a value", at: token(place))
    }
  }

  private func neverClosed(_ open: Character, at offset: Int) -> Diagnostic {
    error(
      "'\(open)' is never closed", at: character(offset),
      help: "write '\(open == "[" ? "]" : "}")' where the \(open == "[" ? "list" : "map") ends")
  }

  // MARK: Characters

  private var unclosedQuote: Diagnostic {
    let end = text.content(of: text.line(of: context)).upperBound
    return error(
      "this quote is never closed", at: span(context..<max(context + 1, end)),
      help: "a quote inside a text asks for the other kind around it, or none at the start")
  }

  private var badStart: Diagnostic {
    guard !text.isAtEnd(place) else { return fallback }
    let byte = text.bytes[place]
    if byte == 0x09 { return tab(at: place) }
    return error(
      "a value cannot start with '\(Character(Unicode.Scalar(byte)))'", at: token(place),
      help: "put it in quotes")
  }

  private func tab(at place: Int) -> Diagnostic {
    error(
      "a tab where only spaces can indent", at: character(place),
      help: "replace the tab with spaces")
  }

  private var badEscape: Diagnostic {
    var start = place
    while start > context, text.bytes[start] != UInt8(ascii: "\\") { start -= 1 }
    return error(
      "unknown escape in double quotes", at: span(start..<start + 2),
      help: "write a backslash as \\\\, or use single quotes, where it is itself")
  }

  private var blockHeader: Diagnostic {
    guard failure.context?.activity == "while scanning a block scalar" else { return fallback }
    return error(
      "text on the line of the '\(Character(Unicode.Scalar(text.bytes[context])))'",
      at: token(place),
      help: "the text starts on the next line, indented; or quote the value")
  }

  private var badAnchor: Diagnostic {
    let mark = Character(Unicode.Scalar(text.bytes[min(context, text.bytes.count - 1)]))
    let what = mark == "*" ? "alias" : "anchor"
    return error(
      "'\(mark)' starts the name of an \(what), and this is none", at: token(context),
      help: "quote a text that starts with '\(mark)'")
  }

  private var fallback: Diagnostic {
    let activity = failure.context.map { " " + $0.activity } ?? ""
    return error("this is not YAML: \(failure.problem)\(activity)", at: token(place))
  }

  // MARK: Building

  private func error(
    _ message: String, at span: SourceSpan, help: String? = nil, note: (String, SourceSpan)? = nil
  ) -> Diagnostic {
    let notes = note.map {
      [Diagnostic.Note($0.0, at: SourceLocation(file: file, span: $0.1))]
    }
    return Diagnostic(
      message, at: SourceLocation(file: file, span: span), help: help, notes: notes ?? [])
  }

  private func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(
      start: min(range.lowerBound, file.bytes.count), end: min(range.upperBound, file.bytes.count))
  }

  private func character(_ offset: Int) -> SourceSpan { span(text.character(at: offset)) }

  private func token(_ offset: Int) -> SourceSpan { span(text.token(at: offset)) }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
