/// One problem with an input: where, what, and what to do about it.
public struct Diagnostic: Sendable {
  /// How bad it is. Only errors stop the work.
  public enum Severity: String, Sendable, CaseIterable {
    case error, warning, note
  }

  /// Another place that explains the problem ("first defined here").
  public struct Note: Sendable {
    /// A few words without a full stop.
    public var message: String
    /// The other place, if there is one.
    public var location: SourceLocation?

    /// A remark, at a place if it has one.
    public init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  /// How bad it is.
  public var severity: Severity
  /// One sentence without a full stop, in the reader's words.
  public var message: String
  /// The place; `nil` when the problem has none (a file that cannot be read).
  public var location: SourceLocation?
  /// The name shown when there is no location.
  public var fileName: String?
  /// A few words that stand beside the carets.
  public var label: String?
  /// What to do ("expected one of …", "did you mean …?").
  public var help: String?
  /// Other places and remarks, shown below.
  public var notes: [Note]

  /// A problem at a place.
  public init(
    _ severity: Severity, _ message: String, at location: SourceLocation?,
    fileName: String? = nil, label: String? = nil, help: String? = nil, notes: [Note] = []
  ) {
    self.severity = severity
    self.message = message
    self.location = location
    self.fileName = fileName
    self.label = label
    self.help = help
    self.notes = notes
  }
  /// An error at a place.
  public init(
    _ message: String, at location: SourceLocation?,
    fileName: String? = nil, label: String? = nil, help: String? = nil, notes: [Note] = []
  ) {
    self.init(
      .error, message, at: location, fileName: fileName, label: label, help: help, notes: notes)
  }
}
