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

  /// A renderer for `report`.
  public init(_ report: Report, files: Files) {
    self.report = report
    self.files = files
  }

  /// The page of the analysis.
  ///
  /// - Parameter template: Mustache text of the Markdown document.
  /// - Throws: When a template does not parse.
  public func render(template: String) throws -> String {
    try page(of: MarkdownReport(report, isForPage: true).render(template: template))
  }

  /// A page with the words of a Markdown document.
  func page(of markdown: String) throws -> String {
    let page = PageWriter.write(BlockReader.read(markdown), parts: PageParts(report))
    let name = report.analysis.description.system.value.name.value
    let view: [String: Any] = [
      "title": MarkdownText.clean("\(name): \(page.title)"), "policy": policy, "style": files.style,
      "script": files.script, "header": page.header, "contents": page.contents,
      "sections": page.sections, "notes": page.notes,
    ]
    return try MustacheTemplate(string: files.page).render(view)
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
