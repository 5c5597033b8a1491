import Diagnostics
import SystemModel
import Testing

/// No input stops the program.
struct RobustnessTests {
  @Test func `any beginning of a description is read or refused`() {
    let bytes = Array(fullDescription.utf8)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      let file = SourceFile(name: "system.yaml", bytes: Array(bytes.prefix(count)))
      let (description, diagnostics) = SystemDescription.read(file)
      #expect((description == nil) == !diagnostics.isEmpty)
    }
  }

  @Test(arguments: [
    "~", "[]", "-1", "1e308", "99999999999999999999", "[[~]]", "{a: {b: [1]}}", "/",
  ])
  func `any value of any field is read or refused`(value: String) {
    let lines = fullDescription.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      var changed = lines
      changed[index] = "\(line[...colon]) \(value)"
      let (description, diagnostics) = read(changed.joined(separator: "\n"))
      #expect((description == nil) == !diagnostics.isEmpty, "\(line[...colon]) \(value)")
    }
  }
}
