import Analysis
import Expressions

extension Subject {
  /// Names of the records that a field of it lists, in its order.
  func names(of field: String) -> [String] {
    guard case .list(let values)? = record[field] else { return [] }
    return values.compactMap { value in
      guard case .record(let record) = value, case .string(let name)? = record["name"] else {
        return nil
      }
      return name
    }
  }
}
