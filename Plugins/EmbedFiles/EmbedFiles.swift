import Foundation
import PackagePlugin

/// Embeds `knowledge/` and `templates/` in the binary, so that one file installs.
@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let folders = ["knowledge", "templates"]
    var inputs: [URL] = []
    for folder in folders {
      let base = root.appending(path: folder)
      inputs.append(base)
      guard let found = FileManager.default.enumerator(atPath: base.path) else { continue }
      for case let path as String in found { inputs.append(base.appending(path: path)) }
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles+Generated.swift")
    return [
      .buildCommand(
        displayName: "Embedding knowledge and templates",
        executable: try context.tool(named: "embed-files").url,
        arguments: [output.path, root.path] + folders,
        inputFiles: inputs, outputFiles: [output])
    ]
  }
}
