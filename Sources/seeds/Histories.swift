import Checkers
import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How long the linearizability checker takes for recorded histories of registers, to be held
/// against other checkers on the same files: the search alone, the best of several runs.
enum Histories {
  static func report(_ paths: [String]) {
    for path in paths {
      guard let bytes = read(path) else {
        print("cannot read \(path)")
        continue
      }
      let file = SourceFile(name: path, bytes: bytes)
      let decoding = ObjectDecoding(allowsCompareAndSet: true)
      guard let operations = HistoryReader.read(file).0,
        let history = decoding.registers(operations, of: file).0
      else {
        print("\(path) is no history of registers")
        continue
      }
      let (isHolding, shortest) = best(history.history, shrinking: 0)
      let (_, withWitness) = best(history.history, shrinking: CheckLimits().maximumShrinking)
      print(
        path, isHolding ? "linearizable" : "violation", "\(shortest) us,",
        "\(withWitness) us with a small witness")
    }
  }

  private static func best(
    _ history: History<RegisterCall<RecordedValue>, RegisterAnswer<RecordedValue>>, shrinking: Int
  ) -> (Bool, microseconds: Int) {
    var isHolding = false
    var best = Double.infinity
    for _ in 0..<7 {
      let time = Speed.seconds {
        isHolding =
          Linearizability.check(
            history, against: RegisterModel(initial: .null),
            limits: CheckLimits(maximumShrinking: shrinking)
          ).isHolding
      }
      best = min(best, time)
    }
    return (isHolding, Int(best * 1e6))
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}
