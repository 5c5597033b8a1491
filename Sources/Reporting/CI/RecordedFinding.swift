import JSONDocument
public import Knowledge

/// A finding as an earlier report has it.
public struct RecordedFinding: Sendable {
  /// The same in every run that finds the same.
  public let fingerprint: String
  /// The id of its rule.
  public let rule: String
  /// What it is about.
  public let subject: String
  /// How much harm it meant then.
  public let severity: Severity
  /// What was wrong, in a sentence.
  public let message: String
  /// Where it stands: `system.yaml:12:5`.
  let place: String?
  /// Whether it was accepted, and the date had not passed.
  public let isAccepted: Bool

  /// `nil` when something is missing without which it cannot be told from others.
  init?(_ value: JSONValue) {
    guard let fingerprint = value["fingerprint"]?.text, let rule = value["rule"]?.text,
      let subject = value["subject"]?.text,
      let severity = value["severity"]?.text.flatMap(Severity.init(rawValue:))
    else { return nil }
    self.fingerprint = fingerprint
    self.rule = rule
    self.subject = subject
    self.severity = severity
    message = value["message"]?.text ?? ""
    let location = value["location"] ?? .null
    if let file = location["file"]?.text, case .int(let line)? = location["line"],
      case .int(let column)? = location["column"]
    {
      place = "\(file):\(line):\(column)"
    } else {
      place = nil
    }
    isAccepted = value["accepted"].map { $0["expired"]?.flag != true } ?? false
  }
}
