/// Rumors to be spread on messages that are sent anyway, each a limited number of times.
///
/// - Source: Das, Gupta & Motivala, SWIM, DSN 2002, §4.1: λ log n times, the least told first.
struct SwimDissemination: Sendable {
  private struct Item: Sendable {
    var rumor: SwimRumor
    var told: Int
  }

  /// One item a member; few at a time.
  private var items: [Item] = []

  /// Spreads a rumor instead of what was spread about the same member.
  mutating func spread(_ rumor: SwimRumor) {
    items.removeAll { $0.rumor.member == rumor.member }
    items.append(Item(rumor: rumor, told: 0))
  }

  /// The rumors for one message, the least told first, then by member.
  mutating func next(atMost limit: Int, timesEach: Int) -> [SwimRumor] {
    guard !items.isEmpty else { return [] }
    items.sort { ($0.told, $0.rumor.member) < ($1.told, $1.rumor.member) }
    let count = min(limit, items.count)
    let rumors = items.prefix(count).map(\.rumor)
    for index in 0..<count { items[index].told += 1 }
    items.removeAll { $0.told >= timesEach }
    return rumors
  }
}
