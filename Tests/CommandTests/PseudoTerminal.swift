import Foundation
import Glibc
import Testing

/// The tool at a terminal of its own: keys go in, what a person would see comes out.
final class PseudoTerminal {
  private let master: Int32
  /// Kept open, so that the terminal outlives the tool and can be looked at.
  private let slave: Int32
  private var process: pid_t = 0
  private var status: Int32?
  /// Everything shown so far.
  private(set) var output = ""
  private var raw: [UInt8] = []

  /// Starts the tool in a session of which this is the controlling terminal.
  init(_ arguments: [String], columns: UInt16 = 80, environment: [String: String] = [:]) throws {
    var ends: (Int32, Int32) = (0, 0)
    var name = [CChar](repeating: 0, count: 256)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&ends.0, &ends.1, &name, nil, &size) == 0)
    (master, slave) = ends
    for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    try spawn([Tool.executable.path] + arguments, terminal: name, environment)
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(slave)
    if !isHungUp { close(master) }
  }

  private var isHungUp = false

  private func spawn(_ command: [String], terminal: [CChar], _ environment: [String: String]) throws
  {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    flags |= 0x80  // POSIX_SPAWN_SETSID
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    // Opened by the leader of a session without a terminal, it becomes that terminal.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var variables = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "COLUMNS"] { variables[name] = nil }
    variables["TERM"] = "xterm"
    variables.merge(environment) { $1 }
    var arguments = command.map { strdup($0) } + [nil]
    var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    let result = posix_spawn(
      &process, command[0], &actions, &attributes, &arguments, &settings)
    (arguments + settings).forEach { free($0) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    try #require(result == 0)
  }

  /// Types.
  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  func signal(_ number: Int32) { kill(process, number) }

  /// Takes the terminal away.
  func hangUp() {
    close(master)
    isHungUp = true
  }

  /// Reads until `text` has been shown since the last call; at most half a minute.
  @discardableResult
  func expect(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let deadline = Date(timeIntervalSinceNow: 30)
    while true {
      if let range = output.range(
        of: text, range: output.index(output.startIndex, offsetBy: seen)..<output.endIndex)
      {
        let start = output.index(output.startIndex, offsetBy: seen)
        let shown = String(output[start..<range.upperBound])
        seen = output.distance(from: output.startIndex, to: range.upperBound)
        return shown
      }
      guard Date() < deadline, read(milliseconds: 200) else {
        Issue.record(
          "'\(text)' was not shown after:\n\(output.suffix(1500))", sourceLocation: sourceLocation)
        throw Missing()
      }
    }
  }

  private struct Missing: Error {}
  private var seen = 0

  /// - Returns: Whether more can come.
  private func read(milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, milliseconds) > 0 else { return true }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    raw += buffer.prefix(count)
    output = String(decoding: raw, as: UTF8.self).replacing("\r\n", with: "\n")
    return true
  }

  /// Waits for the tool to end: its exit code, or 128 and the signal that ended it.
  func end() throws -> Int32 {
    let deadline = Date(timeIntervalSinceNow: 30)
    while Date() < deadline {
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        while !isHungUp, hasOutput, read(milliseconds: 0) {}
        self.status = status
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
      }
      if isHungUp { usleep(2000) } else { _ = read(milliseconds: 20) }
    }
    Issue.record("the tool did not end; it showed:\n\(output.suffix(1500))")
    throw Missing()
  }

  private var hasOutput: Bool {
    var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 0) > 0 && watched.revents & Int16(POLLIN) != 0
  }

  /// Whether the terminal waits for whole lines and shows what is typed, as a shell left it.
  var isAsBefore: Bool {
    var settings = termios()
    guard tcgetattr(slave, &settings) == 0 else { return false }
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return settings.c_lflag & wanted == wanted
  }
}
