import Diagnostics

/// A name that the file refers to, until it is resolved.
struct Reference {
  let name: String
  let target: NameTarget
  let span: SourceSpan
}
