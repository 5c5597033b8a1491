import Consistency

/// A guarantee that differs between two designs.
struct GuaranteeChange: Hashable {
  /// How what is given stands to what was given.
  enum Direction: String {
    case weaker, stronger, incomparable
  }

  /// Operations that it differs for in the same way.
  var operations: [String]
  /// What differs: `gives`, `needs`, `consistency`, `survives`, or a loss.
  let aspect: String
  let before: String
  let after: String
  /// `nil` where nothing that is given changed.
  let direction: Direction?
  /// What is lost and gained, where the words before and after do not show it.
  let note: String?

  init(
    _ operation: String, _ aspect: String, _ before: String, _ after: String,
    _ direction: Direction?, note: String? = nil
  ) {
    operations = [operation]
    self.aspect = aspect
    self.before = before
    self.after = after
    self.direction = direction
    self.note = note
  }
}

/// Compares what one operation needs, gets and survives in two designs.
struct GuaranteeComparison {
  let old: RecordedOperation
  let new: RecordedOperation

  var changes: [GuaranteeChange] {
    [given, needed, met, survived].compactMap(\.self) + losses
  }

  // MARK: Consistency

  /// By the partial order of models.
  private var given: GuaranteeChange? {
    guard old.gets != new.gets else { return nil }
    let (direction, note) = compare(old.provided, new.provided)
    guard let direction else { return nil }
    return GuaranteeChange(new.name, "gives", old.gets, new.gets, direction, note: note)
  }

  private func compare(_ old: [String]?, _ new: [String]?)
    -> (GuaranteeChange.Direction?, String?)
  {
    guard let old else { return (.stronger, "it was not known before") }
    guard let new else { return (.weaker, "nothing is known to be given any more") }
    guard let before = Self.models(old), let after = Self.models(new) else {
      return (.incomparable, "a model that this dsdesign does not know")
    }
    switch (before.implies(after), after.implies(before)) {
    case (true, true): return (nil, nil)
    case (true, false): return (.weaker, nil)
    case (false, true): return (.stronger, nil)
    case (false, false): break
    }
    let lost = after.missing(from: before).map(\.id)
    let gained = before.missing(from: after).map(\.id)
    let note =
      "neither implies the other: \(Words.joined(lost)) is lost, \(Words.joined(gained)) gained"
    // What it needs and had, it must still have.
    let needed = (Self.models(self.new.required) ?? .none).models
    let isMissed = needed.contains { before.implies($0) && !after.implies($0) }
    return (isMissed ? .weaker : .incomparable, note)
  }

  private static func models(_ ids: [String]) -> ModelSet? {
    let models = ids.compactMap { ConsistencyModel($0) }
    return models.count == ids.count ? ModelSet(models) : nil
  }

  private var needed: GuaranteeChange? {
    old.needs == new.needs
      ? nil : GuaranteeChange(new.name, "needs", old.needs, new.needs, nil)
  }

  private var met: GuaranteeChange? {
    old.verdict == new.verdict
      ? nil : GuaranteeChange(new.name, "consistency", old.verdict, new.verdict, nil)
  }

  // MARK: Losses

  /// Kinds of loss that both designs know: a system of one region has no link to lose.
  private var survived: GuaranteeChange? {
    let oldKinds = Set(old.losses.map(\.kind))
    let common = Set(new.losses.map(\.kind)).intersection(oldKinds)
    let before = old.survives.filter(common.contains)
    let after = new.survives.filter(common.contains)
    guard before != after else { return nil }
    let lost = before.filter { !after.contains($0) }
    // Each kind is a promise of its own: one that is gained makes up for none.
    return GuaranteeChange(
      new.name, "survives any loss of", Self.kinds(before), Self.kinds(after),
      lost.isEmpty ? .stronger : .weaker)
  }

  private static func kinds(_ kinds: [String]) -> String {
    kinds.isEmpty ? "nothing" : Words.joined(kinds)
  }

  private var losses: [GuaranteeChange] {
    var before: [String: RecordedLoss] = [:]
    for loss in old.losses { before[loss.title] = before[loss.title] ?? loss }
    return new.losses.compactMap { loss in
      guard let was = before[loss.title], was.words != loss.words else { return nil }
      let (direction, note) = Self.compare(was, loss)
      return GuaranteeChange(
        new.name, "on loss of \(loss.title)", was.words, loss.words, direction, note: note)
    }
  }

  /// To go on and to keep data are two promises: one that is gained makes up for neither.
  private static func compare(_ old: RecordedLoss, _ new: RecordedLoss)
    -> (GuaranteeChange.Direction, String?)
  {
    let data = sign(old.loses.map(harm) ?? 0, new.loses.map(harm) ?? 0)
    let service = old.kind == "power" ? [] : compareService(old, new)
    let signs = [data] + service
    switch (signs.contains(1), signs.contains(-1)) {
    case (true, true):
      let note =
        data == 0
        ? "worse for some regions" : data > 0 ? "keeps less data" : "goes on less, keeps more data"
      return (.weaker, note)
    case (true, false): return (.weaker, nil)
    case (false, true): return (.stronger, nil)
    case (false, false): return (.incomparable, "other writes are lost")
    }
  }

  /// 1 for what got worse, -1 for what got better.
  private static func compareService(_ old: RecordedLoss, _ new: RecordedLoss) -> [Int] {
    guard old.state == new.state else { return [sign(rank(old.state), rank(new.state))] }
    // None named means all of them.
    guard !old.refusedIn.isEmpty, !new.refusedIn.isEmpty else {
      return old.refusedIn.isEmpty == new.refusedIn.isEmpty ? [] : [old.refusedIn.isEmpty ? -1 : 1]
    }
    let (before, after) = (Set(old.refusedIn), Set(new.refusedIn))
    return (before.isSubset(of: after) ? [] : [-1]) + (after.isSubset(of: before) ? [] : [1])
  }

  /// 1 when the second is worse.
  private static func sign(_ old: Int, _ new: Int) -> Int {
    (new > old ? 1 : 0) - (new < old ? 1 : 0)
  }

  private static func rank(_ state: String) -> Int {
    ["goes-on", "ageing", "pauses", "unknown"].firstIndex(of: state) ?? 4
  }

  /// What is not copied and what is not flushed are different writes: neither is worse.
  private static func harm(_ loses: String) -> Int { loses == "every-copy" ? 2 : 1 }
}
