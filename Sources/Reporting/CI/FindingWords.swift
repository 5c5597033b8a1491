import Analysis
import Diagnostics
import Knowledge

/// One finding in plain words, for readers that show no Markdown.
struct FindingWords {
  let analysis: Analysis

  /// What is wrong, as a sentence.
  func message(_ finding: Finding) -> String { plain(finding.message) }

  /// What to do, as a sentence: the settings first where settings do it.
  func expected(_ finding: Finding) -> String {
    let settings = RemedyText.text([finding]).map { MarkdownText.plain($0) + " " } ?? ""
    return settings + plain(finding.instead)
  }

  /// The facts that the finding rests on, with their lines.
  func actual(_ finding: Finding) -> String {
    let premises = PremiseText(analysis: analysis)
    let texts = premises.telling(finding).map { premise in
      "\(premise.path) is \(MarkdownText.clean(premises.value(premise))) (\(premises.origin(premise)))"
    }
    return texts.isEmpty ? "the shape of the description" : texts.joined(separator: "; ")
  }

  /// Message, actual and expected in one paragraph.
  func whole(_ finding: Finding) -> String {
    "\(message(finding)) Actual: \(actual(finding)). Expected: \(expected(finding))\(ended(finding))"
  }

  /// Until when and why it is accepted.
  func acceptance(_ finding: Finding) -> String {
    guard let accepted = finding.accepted else { return "" }
    let until = accepted.until.map { " until \($0)" } ?? ""
    let because = accepted.because.map { ": \(MarkdownText.clean($0))" } ?? ""
    return "accepted\(until)\(because)"
  }

  private func ended(_ finding: Finding) -> String {
    guard let accepted = finding.accepted, accepted.isExpired, let until = accepted.until else {
      return ""
    }
    return " It was accepted until \(until); that day has passed."
  }

  private func plain(_ text: BoundText) -> String { MarkdownText.plain(text.sentence) }
}

extension MarkdownText {
  /// Markdown of one line without its markup: code spans, emphasis and escapes.
  static func plain(_ markdown: String) -> String {
    pieces(clean(markdown)).map { piece in
      guard piece.isCode else { return withoutEmphasis(piece.text) }
      let fence = piece.text.prefix { $0 == "`" }.count
      let inner = piece.text.dropFirst(fence).dropLast(fence)
      let isPadded = inner.hasPrefix(" `") || inner.hasSuffix("` ")
      return String(isPadded ? inner.dropFirst().dropLast() : inner)
    }.joined()
  }

  /// Drops escapes, and asterisks that stand at one side of a word; `2 * 3` and `2*3` keep theirs.
  private static func withoutEmphasis(_ text: String) -> String {
    var result = ""
    let characters = Array(text)
    var place = 0
    while place < characters.count {
      let character = characters[place]
      let next = place + 1 < characters.count ? characters[place + 1] : " "
      if character == "\\", next.isASCII, next.isPunctuation || next.isSymbol {
        result.append(next)
        place += 2
        continue
      }
      guard character == "*" else {
        result.append(character)
        place += 1
        continue
      }
      var end = place
      while end < characters.count, characters[end] == "*" { end += 1 }
      let before = place > 0 ? characters[place - 1] : " "
      let after = end < characters.count ? characters[end] : " "
      func isInner(_ character: Character) -> Bool { character.isLetter || character.isNumber }
      let opens = !isInner(before) && !after.isWhitespace
      let closes = !before.isWhitespace && !isInner(after)
      if !opens && !closes { result += String(repeating: "*", count: end - place) }
      place = end
    }
    return result
  }
}
