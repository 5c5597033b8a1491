import Diagnostics
import JSONDocument

/// A decision record as it stands in the folder: whose decision it is, its status, and what people
/// wrote below the marker.
struct RecordFile {
  /// Below it everything belongs to people.
  static let marker = "<!-- dsdesign writes down to here; what stands below is kept as it is -->"

  let name: String
  let number: Int
  /// The topic's id.
  let topic: String
  /// The option's id.
  let choice: String
  /// The subjects that the record still decides for.
  var subjects: [String]
  /// `proposed`, `accepted`, `rejected`, `deprecated`, `superseded by …`.
  var status: String
  /// Between the lines of dashes, as it stands.
  private var header: [Substring]
  /// What the header says as it stands; what has not changed is not written anew.
  private var written: (status: String, subjects: [String])?
  /// From the end of the header to the marker.
  var body: String
  /// From the marker on.
  let own: String

  /// The number at the start of a record's name; `nil`: it is none.
  static func number(of name: String) -> Int? {
    let digits = name.prefix { $0.isASCII && $0.isNumber }
    guard name.hasSuffix(".md"), digits.count >= 3, name.dropFirst(digits.count).hasPrefix("-")
    else { return nil }
    return Int(digits)
  }

  /// - Returns: `nil` when it is not one of ours, or no longer has the form that ours have.
  init?(name: String, text: String) {
    guard let number = Self.number(of: name), text.hasPrefix("---\n"),
      let end = text.range(of: "\n---\n"), let cut = text.range(of: Self.marker),
      end.upperBound <= cut.lowerBound
    else { return nil }
    header = text[text.index(text.startIndex, offsetBy: 4)..<end.lowerBound]
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard let own = Self.value("dsdesign", header),
      let json = JSONReader.read(SourceFile(name: name, text: own)).0,
      case .string(let topic)? = json["topic"], case .string(let choice)? = json["choice"],
      case .array(let subjects)? = json["subjects"], let status = Self.value("status", header)
    else { return nil }
    self.name = name
    self.number = number
    self.topic = topic
    self.choice = choice
    self.subjects = subjects.compactMap { if case .string(let name) = $0 { name } else { nil } }
    self.status = status.trimmingQuotes
    written = (self.status, self.subjects)
    body = String(text[end.upperBound..<cut.lowerBound])
    self.own = String(text[cut.lowerBound...])
  }

  /// A new record.
  init(
    number: Int, topic: String, choice: String, subjects: [String], status: String, date: String?,
    body: String
  ) {
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    name = "\(padded)-\(Self.slug(topic))-\(Self.slug(choice)).md"
    self.number = number
    self.topic = topic
    self.choice = choice
    self.subjects = subjects
    self.status = status
    self.body = body
    header =
      [
        "status:", "date: \(date ?? "")", "decision-makers:", "consulted:", "informed:",
        "dsdesign:",
      ]
    own = Self.marker + "\n"
  }

  /// The whole file.
  var text: String {
    var lines = header.map(String.init)
    if written?.status != status { Self.set("status", "\"\(status)\"", &lines) }
    if written?.subjects != subjects {
      let identity: JSONValue = [
        "topic": .string(topic), "choice": .string(choice),
        "subjects": .array(subjects.map { .string($0) }),
      ]
      Self.set("dsdesign", JSONWriter.text(identity), &lines)
    }
    return "---\n" + lines.joined(separator: "\n") + "\n---\n" + body + own
  }

  /// Whether it still stands, whatever people think of it.
  var isActive: Bool { !status.hasPrefix("superseded") && !status.hasPrefix("deprecated") }

  /// Whether its text may follow the analysis: nobody has decided yet.
  var isOpen: Bool { status.hasPrefix("proposed") }

  /// Notes, beside the status, that it no longer decides for some of its subjects.
  mutating func partsWith(_ names: [String], for successor: String) {
    var lines = header.map(String.init)
    let before = Self.value("superseded-in-part", header).map { $0.trimmingQuotes + "; " } ?? ""
    let listed = names.map { MarkdownText.clean($0).filter { $0 != "\"" && $0 != "\\" } }
    Self.set(
      "superseded-in-part", "\"\(before)\(listed.joined(separator: ", ")) by \(successor)\"", &lines
    )
    header = lines.map { Substring($0) }
  }

  // MARK: Header

  private static func value(_ key: String, _ header: [Substring]) -> String? {
    guard let line = header.first(where: { $0.hasPrefix("\(key):") }) else { return nil }
    let value = line.dropFirst(key.count + 1).drop { $0 == " " }
    return value.isEmpty ? nil : String(value)
  }

  private static func set(_ key: String, _ value: String, _ lines: inout [String]) {
    let line = "\(key): \(value)"
    if let index = lines.firstIndex(where: { $0.hasPrefix("\(key):") }) {
      lines[index] = line
    } else {
      lines.append(line)
    }
  }

  /// Ids are in kebab-case; whatever else comes must not leave the folder.
  private static func slug(_ id: String) -> String {
    String(
      id.map { character in
        character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
      })
  }
}

extension String {
  /// Without one pair of quotes around it.
  fileprivate var trimmingQuotes: String {
    for quote in ["\"", "'"] where count >= 2 && hasPrefix(quote) && hasSuffix(quote) {
      return String(dropFirst().dropLast())
    }
    return self
  }
}
