import Knowledge
import SystemModel
import Testing

@testable import Checklist

@Suite struct WalkTests {
  /// Takes steps and tells the item that is asked after each; changes are kept as a file would.
  private func positions(_ walk: inout Walk, _ steps: [Walk.Step]) -> [String] {
    var kept = Dictionary(
      uniqueKeysWithValues: walk.state.entries.compactMap { entry in
        entry.given.map { (entry.id, $0) }
      })
    return steps.map { step in
      if let change = walk.change(for: step) {
        kept[change.item] = change.applied(to: kept[change.item])
        walk.take(step, saved: kept)
      } else {
        walk.take(step)
      }
      return walk.current?.id ?? "end"
    }
  }

  @Test func `it asks what is open, in order, and ends`() throws {
    var walk = Walk(try state())
    #expect(walk.current?.id == "leader")
    #expect(walk.remaining == 1)
    #expect(positions(&walk, [.answer(.no), .answer(.yes)]) == ["shards", "end"])
    #expect(walk.state.entries.map(\.answer) == [.no, .yes, nil])
    #expect(Walk(walk.state).current == nil)
  }

  @Test func `back goes to any item before, and on again to what is open`() throws {
    var walk = Walk(try state())
    #expect(
      positions(&walk, [.back, .answer(.no), .back, .skip, .skip]) == [
        "leader", "shards", "leader", "shards", "end",
      ])
  }

  @Test func `notes, owners and dates stay at the item; empty ones go away`() throws {
    var walk = Walk(try state())
    let day = CalendarDate("2026-12-31")
    #expect(
      positions(&walk, [.note("look"), .owner("Ada"), .due(day)]) == ["leader", "leader", "leader"])
    #expect(walk.current?.given?.note == "look")
    #expect(walk.current?.given?.due == day)
    #expect(walk.current?.isOpen == true)
    _ = positions(&walk, [.note(""), .owner(""), .due(nil)])
    #expect(walk.current?.given == GivenAnswer())
  }

  @Test func `an answer is taken back with what it rested on`() throws {
    var walk = Walk(try state())
    _ = positions(&walk, [.owner("Ada"), .answer(.yes), .back])
    #expect(walk.current?.given?.basis != nil)
    #expect(positions(&walk, [.takeBack]) == ["leader"])
    #expect(walk.current?.answer == nil)
    #expect(walk.current?.given?.basis == nil)
    #expect(walk.current?.given?.owner == "Ada")
    #expect(walk.change(for: .takeBack) == nil)
  }

  @Test func `a stale answer is asked again`() throws {
    var walk = Walk(try state())
    _ = positions(&walk, [.answer(.yes), .answer(.yes)])
    let given = walk.state.entries.reduce(into: [:]) { $0[$1.id] = $1.given }
    let changed = try state(design.replacing("none", with: "token"), answers: given)
    var again = Walk(changed)
    #expect(again.current?.id == "leader")
    #expect(positions(&again, [.answer(.yes)]) == ["end"])
    #expect(again.state.count(\.isStale) == 0)
  }

  @Test func `it begins where it is told and asks all when it is told`() throws {
    #expect(Walk(try state(), from: "never").current?.id == "never")
    var walk = Walk(try state(), asksAll: true)
    #expect(positions(&walk, [.skip, .skip, .skip]) == ["shards", "never", "end"])
  }
}
