public import Expressions

/// The facts that expressions of each stratum may read, as the analysis declares them.
///
/// The knowledge is checked against it when it is loaded: a misspelt fact is an error at its place.
public struct FactSchema: Sendable {
  private let environments: [[Environment]]

  /// Builds one environment for each stratum and subject kind.
  public init(environment: (Stratum, SubjectKind) -> Environment) {
    environments = Stratum.allCases.map { stratum in
      SubjectKind.allCases.map { environment(stratum, $0) }
    }
  }

  /// The variables and records in scope of a rule.
  public subscript(stratum: Stratum, kind: SubjectKind) -> Environment {
    environments[stratum.rawValue][SubjectKind.allCases.firstIndex(of: kind)!]
  }
}
