public import Diagnostics

/// Reads a YAML document into nodes that know their places.
public enum YAMLComposer {
  /// The document of a file, and everything wrong with it as YAML.
  ///
  /// - Returns: The root is there when its content can be relied on, so that further checks make
  ///   sense. It is also there beside duplicate keys (the first counts), keys that are no text
  ///   (left out) and a second document (not read); it is `nil` after anything else. All
  ///   diagnostics are errors, in the order of the file.
  /// - Complexity: O(bytes), whatever the aliases.
  public static func compose(
    _ file: SourceFile, limits: YAMLLimits = .standard
  ) -> (root: YAMLNode?, diagnostics: [Diagnostic]) {
    guard file.bytes.count <= limits.maximumBytes else {
      let message =
        "the file is too large: \(file.bytes.count) bytes of at most "
        + "\(limits.maximumBytes)"
      return (nil, [Diagnostic(message, at: nil, fileName: file.name)])
    }
    let text: CheckedText
    do { text = try CheckedText(file) } catch { return (nil, [error.diagnostic]) }
    guard !text.isBlank else {
      let start = SourceLocation(file: file, span: SourceSpan(start: 0, end: 0))
      return (nil, [Diagnostic("the file is empty", at: start)])
    }
    return file.bytes.withUnsafeBufferPointer { bytes in
      guard let source = EventSource(UnsafeBufferPointer(rebasing: bytes[text.start...])) else {
        return (nil, [Diagnostic("there is not enough memory", at: nil, fileName: file.name)])
      }
      var composition = Composition(file, text, bytes: bytes, source: source, limits: limits)
      return composition.run()
    }
  }
}
