public import Diagnostics
import Mustache

/// Renders a review by a Mustache template: the built-in one, or a team's own.
public struct MarkdownReview {
  let review: Review

  /// A renderer for `review`.
  public init(_ review: Review) { self.review = review }

  /// The document.
  ///
  /// - Parameter template: Mustache text; the built-in one is `templates/report/review.mustache`,
  ///   what it can use is told in `docs/templates.md`.
  /// - Throws: Where and why the template does not parse.
  public func render(template: SourceFile) throws(TemplateProblem) -> String {
    do {
      let text = String(decoding: template.bytes, as: UTF8.self)
      return try MustacheTemplate(string: text).render(review)
    } catch {
      throw TemplateProblem(error, in: template)
    }
  }
}

/// Why a template cannot be used.
public struct TemplateProblem: Error {
  /// With its place in the template.
  public let diagnostic: Diagnostic

  init(_ error: any Error, in file: SourceFile) {
    let found = error as? MustacheTemplate.ParserError
    let words =
      switch found?.error as? MustacheTemplate.Error {
      case .sectionCloseNameIncorrect: "this tag closes a section that is not the open one"
      case .expectedSectionEnd: "a section is still open at the end"
      case .unfinishedName: "a tag is not finished"
      case .invalidSetDelimiter: "new delimiters are written '{{=<% %>=}}'"
      default: "a tag cannot be read"
      }
    let location = found.map { found in
      let line = file.byteRange(ofLine: found.context.lineNumber)
      let start = min(line.lowerBound + max(0, found.context.columnNumber - 1), line.upperBound)
      return SourceLocation(file: file, span: SourceSpan(start: start, end: start))
    }
    diagnostic = Diagnostic(
      "the template does not parse: \(words)", at: location, fileName: file.name,
      help: "docs/templates.md tells what a template can use")
  }
}
