import Knowledge

/// What a calculator found; the same values are shown to people and written as JSON.
struct Calculation {
  /// One value of the answer.
  struct Row {
    let label: String
    /// Without the unit, which the figure adds.
    let key: String
    let figure: Figure
    /// A few words behind the value.
    var remark: String?

    init(_ label: String, _ key: String, _ figure: Figure, _ remark: String? = nil) {
      self.label = label
      self.key = key
      self.figure = figure
      self.remark = remark
    }
  }

  /// Like values of several things.
  struct Table {
    let heading: String
    let key: String
    /// The title that people read, and the JSON key without the unit.
    let columns: [(title: String, key: String)]
    /// As many figures as columns, in each column of one unit.
    var rows: [[Figure]]
  }

  /// A formula and where it comes from.
  struct Formula {
    let text: String
    let sources: [Source]

    /// - Parameter sources: None for what follows from definitions alone.
    init(_ text: String, _ sources: Source...) {
      self.text = text
      self.sources = sources
    }
  }

  var rows: [Row] = []
  var tables: [Table] = []
  /// Sentences that the numbers need.
  var notes: [String] = []
  var formulas: [Formula] = []
}
