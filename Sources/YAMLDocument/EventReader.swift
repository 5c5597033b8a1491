internal import CLibYAML

/// The events of a text, one after the other, in Swift's types. The only place that calls libyaml.
struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// Starts to read; `nil` without memory. The bytes must outlive the reader.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    var empty: UInt8 = 0
    if let base = bytes.baseAddress {
      yaml_parser_set_input_string(parser, base, bytes.count)
    } else {
      yaml_parser_set_input_string(parser, &empty, 0)
    }
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event. Not to be asked again after an error or the end of the stream.
  mutating func next() throws(SyntaxFailure) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return Event(&event)
  }

  private func failure() -> SyntaxFailure {
    let state = parser.pointee
    return SyntaxFailure(
      problem: state.problem.map { String(cString: $0) } ?? "not enough memory",
      index: state.problem_mark.index,
      context: state.context.map {
        .init(activity: String(cString: $0), index: state.context_mark.index)
      })
  }
}

/// What libyaml could not read; places are code point indices.
struct SyntaxFailure: Error {
  struct Context {
    let activity: String
    let index: Int
  }

  let problem: String
  let index: Int
  let context: Context?
}

/// A step through a document. Marks are code point indices.
///
/// Not copyable: half a million of them pass by in a large file.
struct Event: ~Copyable {
  enum Kind {
    case documentStart, documentEnd, streamStart, streamEnd
    case alias(String)
    case scalar(String, YAMLNode.ScalarStyle)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  let kind: Kind
  let start: Int
  let end: Int
  var anchor: String?
  var tag: String?

  fileprivate init(_ event: inout yaml_event_t) {
    start = event.start_mark.index
    end = event.end_mark.index
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
    case YAML_STREAM_START_EVENT: kind = .streamStart
    case YAML_ALIAS_EVENT: kind = .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = .scalar(String(decoding: bytes, as: UTF8.self), style(scalar.style))
      anchor = text(scalar.anchor)
      tag = text(scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      kind = .sequenceStart
      anchor = text(event.data.sequence_start.anchor)
      tag = text(event.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      kind = .mappingStart
      anchor = text(event.data.mapping_start.anchor)
      tag = text(event.data.mapping_start.tag)
    case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    default: kind = .streamEnd
    }
  }
}

private func text(_ characters: UnsafeMutablePointer<yaml_char_t>?) -> String? {
  characters.map { String(cString: $0) }
}

private func style(_ style: yaml_scalar_style_t) -> YAMLNode.ScalarStyle {
  switch style {
  case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
  case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
  default: .plain
  }
}
