import Benchmarks
import JSONDocument

/// A run that was kept.
struct BenchFile {
  /// Its operation benchmarks, if it has any.
  let operations: OperationReport?
  /// Its protocol benchmarks, if it has any.
  let protocols: JSONValue?

  /// Reads a run; anything else ends the command.
  init(_ path: String) throws(Failure) {
    let file = try Files.read(path)
    let (json, diagnostics) = JSONReader.read(file)
    guard let json, diagnostics.isEmpty else { throw Failure(diagnostics) }
    operations = json["operations"].flatMap(OperationJSON.report)
    protocols = json["protocols"]
    guard json["dsdesign_bench"] == 1, operations != nil || protocols != nil,
      json["operations"] == nil || operations != nil
    else {
      throw Failure(
        "this is no run of 'dsdesign bench'", file: file.name,
        help: "keep one with 'dsdesign bench --save FILE'")
    }
  }
}
