import Consistency
import Knowledge
import SystemModel

/// Products of the catalogue that clear a finding which no setting of the present product clears.
struct ProductSearch {
  let knowledge: KnowledgeBase
  let description: SystemDescription
  let search: Search

  /// At most three, ranked: the same family, known to the team, no settings to change.
  func products(insteadOf place: Search.Place, budget: inout Int) -> [ProductAdvice] {
    guard let present = place.store.product else { return [] }
    let users = users(of: place)
    let subjects =
      [search.finding.subject] + [search.storeSubject(place.store)].compactMap(\.self)
    let raisedBefore = search.raised(subjects)
    var found: [(advice: ProductAdvice, rank: Int)] = []
    for product in knowledge.catalogue where product.id != present.id && isAllowed(product) {
      guard let distance = distance(place.store, present, product),
        let settings = settings(
          product, place, users, &budget,
          // Only the lock moves, to nodes of its own: what is about them is not about these.
          { search.raised(judged(subjects)).isSubset(of: raisedBefore) })
      else { continue }
      let skill = skill(product)
      var reasons = [
        distance == 0 && !isForCoordination ? "used for the same as \(present.name)" : product.kind
      ]
      if skill > 0 { reasons.append("the team knows it (\(skill) of 3)") }
      if product.managed != .none { reasons.append("offered as a service") }
      reasons.append(
        settings.isEmpty
          ? "reaches it with its defaults"
          : "reaches it with "
            + settings.map { "\($0.name)=\($0.value)" }.joined(separator: " and "))
      found.append(
        (
          ProductAdvice(id: product.id, name: product.name, settings: settings, reasons: reasons),
          distance * 100 - skill * 30 + settings.count * 10 + (product.managed == .none ? 5 : 0)
        ))
    }
    return found.enumerated().sorted { left, right in
      left.element.rank != right.element.rank
        ? left.element.rank < right.element.rank : left.offset < right.offset
    }.prefix(3).map(\.element.advice)
  }

  private func judged(_ subjects: [Subject]) -> [Subject] {
    isForCoordination ? subjects.filter { $0.kind != .store } : subjects
  }

  /// The operations that must not lose anything by the exchange; enough of them to tell.
  private func users(of place: Search.Place) -> [OperationNode] {
    // Only the lock moves; the data stays where it is.
    if isForCoordination { return [] }
    return unique(place.operations + Array((place.store.readers + place.store.writers).prefix(16)))
  }

  /// Settings with which the product clears the finding and gives every user what it needs; `nil`
  /// when neither its defaults nor one setting do.
  private func settings(
    _ product: Product, _ place: Search.Place, _ users: [OperationNode], _ budget: inout Int,
    _ raisesNothing: () -> Bool
  ) -> [(name: String, value: String)]? {
    func serves(_ changes: [String: String]) -> Bool {
      budget -= 1
      return search.whatIf.trying(
        changes, product: product, on: place.store, for: users
      ) { search.isCleared && givesAll(users, place.store) && raisesNothing() }
    }
    guard budget > 0 else { return nil }
    if serves([:]) { return [] }
    for setting in product.settings {
      for value in setting.candidates where budget > 0 {
        if serves([setting.names[0]: value]) { return [(setting.names[0], value)] }
      }
    }
    return nil
  }

  private func givesAll(_ users: [OperationNode], _ store: StoreNode) -> Bool {
    let loss = ProvidedFact.gravity(ofLoss: store.provided[.losesAcknowledged])
    guard store.provided[.losesAcknowledged] != nil, loss <= 1,
      store.provided[.derivedOnly] != "true"
    else {
      return false
    }
    // A lock, or an election, is only as good as the order of its writes.
    if isForCoordination {
      guard loss == 0, let writes = store.models(.writes), writes.implies(.linearizable),
        store.provided[.tokens] == "true", store.provided[.grantsOverlap] != "true"
      else { return false }
    }
    guard !search.stops(users, store) else { return false }
    return users.allSatisfy { user in
      guard let gap = search.whatIf.gap(of: user) else { return true }
      return gap.provided != nil && gap.missingIDs.isEmpty
    }
  }

  private func isAllowed(_ product: Product) -> Bool {
    let constraints = description.constraints?.value
    if constraints?.forbidden.values.contains(product.id) == true { return false }
    return constraints?.managedOnly?.value != true || product.managed != .none
  }

  private var isForCoordination: Bool {
    search.finding.subject.kind == .coordination
      || search.finding.rule.category == "lock-without-fencing"
  }

  private func skill(_ product: Product) -> Int {
    let skills = description.team?.value.skills.entries ?? []
    guard let entry = skills.first(where: { $0.name == product.id }) else { return 0 }
    switch entry.value.rawValue {
    case "expert": return 3
    case "working": return 2
    case "basic": return 1
    default: return 0
    }
  }

  /// How far apart uses are: 0 the same, 1 near; `nil`: one cannot take the other's place.
  private func distance(_ store: StoreNode, _ present: Product, _ other: Product) -> Int? {
    let to = other.family
    if store.role == .coordination || isForCoordination {
      return to == .coordination ? 0 : to == .relational ? 2 : nil
    }
    if to == present.family { return 0 }
    let databases: Set<ProductFamily> = [.relational, .document, .keyValue]
    switch present.family {
    case .relational, .document, .keyValue, .cache, .search, .analytics:
      return databases.contains(to) ? 1 : nil
    case .log: return to == .queue ? 1 : nil
    case .queue: return to == .log ? 1 : nil
    default: return nil
    }
  }
}
