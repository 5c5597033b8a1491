public import Diagnostics
import Mustache

/// Renders a report as one page that needs nothing else: no other file, no network, no script.
///
/// The words are those of the Markdown document, of which the page is made; charts and controls
/// stand where its template marks their places.
public struct HTMLReport {
  /// The files that make a page of a document.
  public struct Files: Sendable {
    /// Mustache text; the built-in one is `templates/report/page.mustache`.
    public let page: String
    /// CSS.
    public let style: String
    /// What makes findings selectable, in JavaScript.
    public let script: String

    /// Files with these texts.
    public init(page: String, style: String, script: String) {
      self.page = page
      self.style = style
      self.script = script
    }
  }

  private let report: Report
  private let files: Files
  private let page: MustacheTemplate

  /// A renderer for `report`.
  ///
  /// - Throws: When the page's template does not parse.
  public init(_ report: Report, files: Files) throws {
    self.report = report
    self.files = files
    page = try MustacheTemplate(string: files.page)
  }

  /// The page of the analysis.
  ///
  /// - Parameter template: That of the Markdown document.
  public func analysis(_ template: ReportTemplate) -> String {
    render(MarkdownReport(report, isForPage: true).render(template))
  }

  /// The page of a design review.
  ///
  /// - Parameters:
  ///   - checklist: As far as it was walked.
  ///   - template: That of the Markdown document.
  /// - Throws: Where and why the template does not parse.
  public func review(
    checklist: Review.Checklist? = nil, template: SourceFile
  ) throws(TemplateProblem) -> String {
    let review = Review(report, checklist: checklist, isForPage: true)
    return render(try MarkdownReview(review).render(template: template))
  }

  /// A page with the words of a Markdown document.
  private func render(_ markdown: String) -> String {
    let parts = PageWriter.write(BlockReader.read(markdown), parts: PageParts(report))
    let view: [String: Any] = [
      "title": title(parts.title), "policy": policy, "style": files.style, "script": files.script,
      "header": parts.header, "contents": parts.contents, "sections": parts.sections,
      "notes": parts.notes,
    ]
    return page.render(view)
  }

  /// The document's title, after the system's name where that is not in it.
  private func title(_ heading: String) -> String {
    let name = MarkdownText.clean(report.analysis.description.system.value.name.value)
    return heading.contains(name) ? heading : "\(name): \(heading)"
  }

  /// Nothing may be loaded, and of scripts and styles only those of the page may run.
  private var policy: String {
    func allowed(_ text: String) -> String {
      "'sha256-\(Base64.text(SHA256.digest(of: Array(text.utf8))))'"
    }
    return
      "default-src 'none'; style-src \(allowed(files.style)); script-src \(allowed(files.script)); img-src data:; base-uri 'none'; form-action 'none'"
  }
}
