import Knowledge

/// The findings that the team lives with, by rule and subject.
struct AcceptedRisks {
  struct Entry {
    let rule: String
    /// `nil`: every subject.
    let subject: String?
    let because: String?
    /// `YYYY-MM-DD`
    let until: String?
  }

  let entries: [Entry]
  /// `YYYY-MM-DD`; compared as text. `nil`: no date is past.
  let today: String?

  func acceptance(rule: String, subject: String) -> AcceptedRisk? {
    guard
      let entry = entries.first(where: {
        $0.rule == rule && ($0.subject == nil || $0.subject == subject)
      })
    else { return nil }
    let isExpired = entry.until.map { until in today.map { until < $0 } ?? false } ?? false
    return AcceptedRisk(because: entry.because, until: entry.until, isExpired: isExpired)
  }
}
