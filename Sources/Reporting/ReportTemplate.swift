import Mustache

/// The form of a Markdown report.
public struct ReportTemplate: Sendable {
  let compiled: MustacheTemplate

  /// Reads Mustache text; throws when it does not parse.
  public init(_ text: String) throws { compiled = try MustacheTemplate(string: text) }
}
