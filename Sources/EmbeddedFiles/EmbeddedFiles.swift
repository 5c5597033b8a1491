/// The project's data files (`knowledge/`, `templates/`) as they were when the binary was built.
public enum EmbeddedFiles {
  /// The files below a folder, such as `knowledge/findings`.
  ///
  /// - Returns: Path below the project's root, text, and for YAML the compact form of its parsed
  ///   document (`YAMLNode.init(compact:)`), in the order of the paths' bytes.
  public static func below(_ folder: String) -> [(path: String, text: String, compact: String?)] {
    generated.filter { $0.path.hasPrefix(folder + "/") }
  }

  /// The text of one file, by its path below the project's root.
  public static func text(of path: String) -> String? {
    generated.first { $0.path == path }?.text
  }
}
