import Benchmarks

/// Finds what tells the chosen option from the others, and what it costs.
struct Deciding {
  let rows: [Comparison.Row]

  /// One sentence, or two.
  var sentence: String {
    guard let chosen = rows.first(where: \.isChosen) else { return "" }
    let others = rows.filter { !$0.isChosen }
    guard !others.isEmpty else { return "Nothing else could be run beside it." }
    var gain: (ours: Figure, theirs: Figure, other: Comparison.Row)?
    for figure in ordered(chosen) where gain == nil {
      for other in others {
        guard let theirs = other.all.first(where: { $0.measure == figure.measure }),
          isBetter(figure, theirs)
        else { continue }
        gain = (figure, theirs, other)
        break
      }
    }
    guard let gain else {
      guard let loss = price(chosen, against: others[0], except: nil) else {
        return "These runs do not tell the options apart; the reasons above decide."
      }
      return
        "In these runs nothing speaks for *\(chosen.title)*, and *\(others[0].title)* is ahead: \(loss). The reasons above decide."
    }
    var text =
      "*\(chosen.title)*: \(words(gain.ours)), against \(Self.short(gain.theirs)) with *\(gain.other.title)*."
    if let price = price(chosen, against: gain.other, except: gain.ours.measure) {
      text += " The price: \(price)."
    }
    return text
  }

  /// What matters most first: harm, then answers, then times, then messages.
  private func ordered(_ row: Comparison.Row) -> [Figure] {
    func rank(_ measure: Measure) -> Int {
      switch measure {
      case .harm: 0
      case .noticedByMajority: 1
      case .unavailable: 1
      case .answered: 2
      // A 99th percentile of some hundred operations varies too much to decide by.
      case .latency(_, let percent): percent == 50 ? 3 : 6
      case .roundTrips: 5
      default: 6
      }
    }
    return row.all.enumerated().sorted {
      let (left, right) = (rank($0.element.measure), rank($1.element.measure))
      return left != right ? left < right : $0.offset < $1.offset
    }.map(\.element).filter { rank($0.measure) < 6 }
  }

  /// Whether one is better by more than the runs vary.
  private func isBetter(_ one: Figure, _ other: Figure) -> Bool {
    guard let ours = one.value, let theirs = other.value else { return false }
    switch one.measure {
    case .harm: return ours == 0 && theirs > 0 || theirs > 3 * ours && theirs >= ours + 5
    case .answered: return ours >= theirs + 0.15
    case .unavailable, .noticedByMajority: return theirs > 1.4 * ours && theirs > ours + 50
    case .latency: return theirs > 1.2 * ours && theirs > ours + 0.3
    default: return theirs > ours
    }
  }

  private func price(
    _ chosen: Comparison.Row, against other: Comparison.Row, except: Measure?
  ) -> String? {
    for figure in ordered(chosen) where figure.measure != except {
      guard let theirs = other.all.first(where: { $0.measure == figure.measure }),
        isBetter(theirs, figure)
      else { continue }
      return "\(words(figure)), against \(Self.short(theirs))"
    }
    return nil
  }

  private static func short(_ figure: Figure) -> String { figure.text }

  private func words(_ figure: Figure) -> String {
    let text = figure.text
    switch figure.measure {
    case .harm(let kind): return "\(kind.words): \(text)"
    case .unavailable: return "no answer for \(text) when the one who leads fails"
    case .noticedByMajority: return "a majority notices a crash after \(text)"
    case .noticedFirst: return "the first notices a crash after \(text)"
    case .answered(let place): return "\(text) of operations from \(place) answered during the cut"
    case .latency(let place, let percent): return "p\(percent) of \(text) from \(place)"
    case .roundTrips: return "\(text) round trips between nodes an operation"
    default: return text
    }
  }
}
