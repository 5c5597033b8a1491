public import Diagnostics
public import YAMLDocument

extension SystemDescription {
  /// Reads a file.
  ///
  /// - Returns: The description, `nil` if there is any error; and every problem of the file, in
  ///   the order of their places.
  /// - Complexity: O(n log n) in the size of the file.
  public static func read(
    _ file: SourceFile, limits: YAMLLimits = .standard
  ) -> (SystemDescription?, [Diagnostic]) {
    let (root, problems) = YAMLComposer.compose(file, limits: limits)
    guard let root else {
      return (nil, problems.isEmpty ? [emptyFile(file)] : problems)
    }
    let (description, more) = decode(root, in: file)
    return (problems.isEmpty ? description : nil, problems.isEmpty ? more : sorted(problems + more))
  }

  /// Reads the nodes of a file.
  ///
  /// - Returns: As `read(_:limits:)`.
  public static func decode(
    _ root: YAMLNode, in file: SourceFile
  ) -> (SystemDescription?, [Diagnostic]) {
    if root.isNull { return (nil, [emptyFile(file)]) }
    var reader = DescriptionReader(of: file)
    guard case .mapping = root.content else {
      reader.report(
        "a description is a map, not \(reader.found(root))", at: reader.firstLine(of: root),
        label: "expected keys such as `dsdesign` and `system`", help: beginning)
      return (nil, reader.diagnostics)
    }
    let description = readFields(root, by: &reader)
    for region in description?.topology?.regions.entries ?? [] where region.name.contains("/") {
      reader.report(
        "the region '\(clipped(region.name))' has a slash in its name", at: region.nameSpan,
        label: "must not contain `/`", help: "in a place, what follows a `/` is a zone")
    }
    for operation in description?.operations.entries ?? [] where !operation.steps.isEmpty {
      StepChecks.check(operation.steps, reportingTo: &reader)
    }
    if !reader.references.isEmpty {
      var resolution = NameResolution(against: DeclaredNames(of: root))
      resolution.check(reader.references, reportingTo: &reader)
    }
    let problems = reader.sortedDiagnostics()
    return (problems.isEmpty ? description : nil, problems)
  }

  private static let beginning =
    "a description begins with `dsdesign: 1`, `system: {name: …}` and `operations:`"

  private static func emptyFile(_ file: SourceFile) -> Diagnostic {
    Diagnostic(
      .error, "the description is empty",
      at: SourceLocation(file: file, span: SourceSpan(start: 0, end: 0)), help: beginning)
  }
}
