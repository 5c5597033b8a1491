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
  /// - Throws: When the template does not parse.
  public func render(template: String) throws -> String {
    try MustacheTemplate(string: template).render(review)
  }
}
