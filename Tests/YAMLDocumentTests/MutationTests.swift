import Diagnostics
import Testing
import YAMLDocument

private let seeds = [
  "a: &x {b: [1, 'two', \"thr\\u00e9e\"], c: |\n    text\n  }\n<<: *x\nd:\n- e\n- *x\n",
  "\u{FEFF}é: 日本\r\n? k\r\n: !!str v\r\nlist:\r\n  - {a: b, c: }\r\n  - >-\r\n    folded\r\n",
  "%YAML 1.1\n---\nbase: &b {x: 1}\nm: {<<: [*b, {y: 2}], z: 3}\n...\n# end\n",
  "[[{a: [b, {c: d}]}, 'e'], *f, &f g]",
]

/// Bytes that mean something to YAML or to UTF-8.
private let sharp: [UInt8] =
  Array("[]{}:,-?!&*#|>'\"%@`\\<~ \t\n\r\u{FEFF}é日".utf8) + [0, 0x7F, 0x80, 0xC2, 0xFF]

private struct Generator {
  var state: UInt64
  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(bound, 1)))
  }
}

private func mutated(_ seed: UInt64) -> [UInt8] {
  var generator = Generator(state: seed)
  var bytes = Array(seeds[generator.below(seeds.count)].utf8)
  for _ in 0...generator.below(6) {
    let place = generator.below(bytes.count)
    switch generator.below(4) {
    case 0: bytes.insert(sharp[generator.below(sharp.count)], at: place)
    case 1 where !bytes.isEmpty: bytes.remove(at: place)
    case 2 where !bytes.isEmpty: bytes[place] = sharp[generator.below(sharp.count)]
    default:
      let end = min(bytes.count, place + generator.below(20))
      bytes.insert(contentsOf: bytes[place..<end], at: generator.below(bytes.count))
    }
  }
  return bytes
}

@Test(arguments: UInt64(0)..<20)
func `no input crashes, and every place lies in the file`(batch: UInt64) {
  let renderer = DiagnosticRenderer(color: false)
  for seed in batch * 500..<(batch + 1) * 500 {
    let file = SourceFile(name: "f", bytes: mutated(seed))
    let (root, diagnostics) = YAMLComposer.compose(file)
    #expect(root != nil || !diagnostics.isEmpty, "seed \(seed)")
    for node in root.map(nodes) ?? [] where Int(node.span.end) > file.bytes.count {
      Issue.record("seed \(seed): \(node.span)")
    }
    for diagnostic in diagnostics {
      #expect(Int(diagnostic.location?.span.end ?? 0) <= file.bytes.count, "seed \(seed)")
    }
    _ = renderer.render(diagnostics)
  }
}
