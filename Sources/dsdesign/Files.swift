import Diagnostics
import Glibc

/// Files as the commands read and write them: whole, with one clear error when that fails.
enum Files {
  /// What a file holds, and how large it may be.
  enum Kind {
    case description, report

    var maximumMebibytes: Int { self == .description ? 64 : 1024 }

    var noun: String { self == .description ? "description" : "report" }
  }

  /// Reads a file, or standard input for `-`.
  static func read(_ path: String, kind: Kind = .description) throws(Failure) -> SourceFile {
    let name = path == "-" ? "<stdin>" : path
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure("cannot read the file: \(Terminal.errorText())", file: name)
    }
    defer { if descriptor != 0 { close(descriptor) } }
    var status = stat()
    if fstat(descriptor, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR {
        throw Failure(
          "this is a directory, not a \(kind.noun)", file: name, help: "name a file in it")
      }
      if status.st_mode & S_IFMT == S_IFREG, status.st_size > kind.maximumMebibytes << 20 {
        throw tooLarge(name, kind)
      }
    }
    // Chunks are joined once the end is reached: growing one array would hold it twice over.
    var chunks: [[UInt8]] = []
    var total = 0
    while true {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
        let result = Glibc.read(descriptor, buffer.baseAddress!, buffer.count)
        count = max(result, 0)
        failure = result < 0 ? errno : 0
      }
      if failure == EINTR { continue }
      if failure != 0 {
        throw Failure("cannot read the file: \(String(cString: strerror(failure)))", file: name)
      }
      if chunk.isEmpty { break }
      total += chunk.count
      if total > kind.maximumMebibytes << 20 { throw tooLarge(name, kind) }
      chunks.append(chunk)
    }
    return SourceFile(name: name, bytes: chunks.count == 1 ? chunks[0] : Array(chunks.joined()))
  }

  private static func tooLarge(_ name: String, _ kind: Kind) -> Failure {
    Failure(
      "the file is larger than \(kind.maximumMebibytes) MiB", file: name,
      help: kind == .description
        ? "a description is text of some kilobytes; is this the right file?"
        : "is this the right file?")
  }

  /// Ends a command before its long work when the file it is to write could not be.
  static func checkWritable(_ path: String) throws(Failure) {
    var status = stat()
    let isReplaced = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard access(isReplaced ? folder : path, W_OK) == 0 else {
      throw Failure("cannot write the file: \(Terminal.errorText())", file: path)
    }
  }

  /// Writes a whole file or none: to a file beside it first, then renamed over it.
  static func write(_ text: String, to path: String) throws(Failure) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      // A device or pipe (`-o /dev/stdout`) cannot be replaced: write into it.
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw Failure("cannot write the file: \(Terminal.errorText())", file: path)
      }
      Terminal.write(Array(text.utf8), to: descriptor)
      close(descriptor)
      return
    }
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Failure("cannot write the file: \(Terminal.errorText())", file: path)
    }
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + offset, bytes.count - offset)
      }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 {
        let reason = Terminal.errorText()
        close(descriptor)
        unlink(temporary)
        throw Failure("cannot write the file: \(reason)", file: path)
      }
      offset += count
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      let reason = Terminal.errorText()
      unlink(temporary)
      throw Failure("cannot write the file: \(reason)", file: path)
    }
  }

  /// The `.yaml` and `.yml` files below a folder, path relative to it, in the order of their bytes.
  static func yamlFiles(below folder: String) throws(Failure) -> [String] {
    var found: [String] = []
    for name in try names(in: folder) {
      var status = stat()
      guard stat("\(folder)/\(name)", &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        found += try yamlFiles(below: "\(folder)/\(name)").map { "\(name)/\($0)" }
      } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
        found.append(name)
      }
    }
    return found
  }

  /// The names in a folder that are not hidden, in the order of their bytes.
  static func names(in folder: String) throws(Failure) -> [String] {
    guard let directory = opendir(folder) else {
      throw Failure("cannot read the folder: \(Terminal.errorText())", file: folder)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a folder, with those above it, unless it is there.
  static func makeFolder(_ path: String) throws(Failure) {
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { return }
      throw Failure("this is a file, not a folder", file: path)
    }
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]))
    }
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw Failure("cannot make the folder: \(Terminal.errorText())", file: path)
    }
  }
}
