import Diagnostics
import Glibc

/// A file that is replaced whole and stays so through a crash: after a save there is the new text,
/// before it the old one, and never a part of either.
struct DurableFile {
  /// The path as the user gave it.
  let path: String

  /// Whether there is such a file.
  var exists: Bool { access(path, F_OK) == 0 }

  /// Does `work` while no other run does so with a file of the same folder; as far as the file
  /// system has locks.
  func locked<Result>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
    let folder = open(Self.folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return try work() }
    defer { close(folder) }
    while flock(folder, LOCK_EX) != 0, errno == EINTR {}
    return try work()
  }

  /// Replaces the content: a file beside it, flushed, renamed over it, and the folder flushed.
  ///
  /// A link is followed, the mode is kept. The name of the file beside it is always the same, so
  /// that one left by a killed run is taken up by the next.
  func replace(with text: String) throws(Failure) {
    let target = target
    var status = stat()
    let isThere = stat(target, &status) == 0
    if isThere {
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw Failure("this is no regular file", file: path)
      }
      // Renaming would get around a file that its owner has closed to writing.
      guard access(target, W_OK) == 0 else { throw failure() }
    }
    let folder = Self.folder(of: target)
    let temporary = "\(folder)/.\(target.split(separator: "/").last ?? "checklist").tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure() }
    if isThere { _ = fchmod(descriptor, status.st_mode & 0o7777) }
    guard Self.write(Array(text.utf8), to: descriptor), fsync(descriptor) == 0 else {
      let problem = failure()
      close(descriptor)
      unlink(temporary)
      throw problem
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let problem = failure()
      unlink(temporary)
      throw problem
    }
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    _ = fsync(directory)
    close(directory)
  }

  private func failure() -> Failure {
    Failure("cannot write the file: \(Terminal.errorText())", file: path)
  }

  /// The file behind a link.
  private var target: String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + offset, bytes.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      offset += count
    }
    return true
  }
}
