/// A set of models, one bit each.
typealias ModelBits = UInt64

extension ConsistencyModel {
  var bit: ModelBits { 1 << ModelBits(rawValue) }

  /// The models that `self` implies, itself included.
  var impliedModels: ModelBits { Self.closure[rawValue] }

  /// The reflexive transitive closure of `edges`, by model.
  private static let closure: [ModelBits] = {
    var implied = all.map(\.bit)
    var grew = true
    while grew {
      grew = false
      for edge in edges {
        let union = implied[edge.stronger.rawValue] | implied[edge.weaker.rawValue]
        grew = grew || union != implied[edge.stronger.rawValue]
        implied[edge.stronger.rawValue] = union
      }
    }
    return implied
  }()

  /// The models in `bits`, in the order of `all`.
  static func models(in bits: ModelBits) -> [ConsistencyModel] {
    all.filter { bits & $0.bit != 0 }
  }

  /// The strongest models of a set: those that no other member implies.
  static func maximal(in bits: ModelBits) -> [ConsistencyModel] {
    let members = models(in: bits)
    return members.filter { model in
      !members.contains { $0 != model && $0.implies(model) }
    }
  }
}
