// swift-tools-version:6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// For rooms whose generic code has to be specialised where it is used: the simulator runs other
/// rooms' protocols.
let specialised: [SwiftSetting] = [
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))
]

/// A library target whose tests stand in the folder of the same name under `Tests/`.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], _ more: [SwiftSetting] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, swiftSettings: strict + more),
    .testTarget(
      name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies,
      swiftSettings: strict),
  ]
}

// Leaf first: each room depends only on rooms above it (see ARCHITECTURE.md).
let package = Package(
  name: "dsdesign",
  products: [.executable(name: "dsdesign", targets: ["dsdesign"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CMalloc"),
  ]
    + room("Diagnostics")
    + room("Parallel")
    + room("YAMLDocument", ["CLibYAML", "Diagnostics"])
    + room("JSONDocument", ["Diagnostics"])
    + room("SystemModel", ["YAMLDocument", "JSONDocument", "Diagnostics", "Parallel"])
    + room("Consistency")
    + room("Quantities")
    + room("Checkers", ["Consistency", "JSONDocument", "Diagnostics"])
    + room("Algorithms", ["Quantities"], specialised)
    + room("Simulation", ["Algorithms", "Checkers", "Quantities"], specialised)
    + room(
      "Benchmarks",
      [
        "Simulation", "Algorithms", "Checkers", "Quantities", "Consistency", "Parallel",
        "JSONDocument", "Diagnostics",
      ])
    + room("Expressions", ["Diagnostics", "Parallel"])
    + room(
      "Knowledge", ["YAMLDocument", "Diagnostics", "Consistency", "Expressions", "Parallel"])
    + room(
      "Analysis",
      [
        "SystemModel", "Knowledge", "Quantities", "Consistency", "Expressions",
        "Diagnostics", "YAMLDocument", "Parallel",
      ])
    + room(
      "Checklist",
      ["Analysis", "Knowledge", "SystemModel", "YAMLDocument", "Diagnostics"])
    + room(
      "Evidence",
      [
        "Analysis", "Benchmarks", "Simulation", "Algorithms", "Quantities", "SystemModel",
        "Knowledge", "Parallel", "JSONDocument", "YAMLDocument", "Diagnostics",
      ])
    + room(
      "Reporting",
      [
        "Analysis", "Checklist", "Evidence", "Diagnostics", "JSONDocument", "Knowledge",
        "SystemModel", "Expressions", "Parallel",
        .product(name: "Mustache", package: "swift-mustache"),
      ])
    + [
      .target(
        name: "EmbeddedFiles", swiftSettings: strict, plugins: [.plugin(name: "EmbedFiles")]),
      .executableTarget(
        name: "embed-files", dependencies: ["YAMLDocument", "Diagnostics"], swiftSettings: strict),
      .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"]),
      .executableTarget(
        name: "dsdesign",
        dependencies: [
          "Diagnostics", "YAMLDocument", "JSONDocument", "SystemModel", "Consistency", "Quantities",
          "Expressions", "Knowledge", "Analysis", "Checklist", "Evidence", "Reporting",
          "EmbeddedFiles", "Checkers", "Benchmarks", "Simulation", "CMalloc", "Parallel",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        swiftSettings: strict),
      .executableTarget(
        name: "seeds",
        dependencies: ["Algorithms", "Simulation", "Quantities", "Checkers", "Diagnostics"],
        swiftSettings: strict),
      .testTarget(
        name: "CommandTests", dependencies: ["dsdesign", "EmbeddedFiles"], swiftSettings: strict),
    ]
)
