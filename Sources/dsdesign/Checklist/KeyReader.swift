import Glibc

/// Set by the handler of signals; read between keys.
nonisolated(unsafe) private var lastSignal: Int32 = 0
/// How the terminal was, for whatever ends the program.
nonisolated(unsafe) private var originalSettings = termios()
nonisolated(unsafe) private var isChanged = false

/// Reads single keys from the terminal on standard input.
///
/// While it lives the terminal neither waits for whole lines nor shows what is typed. It is put
/// back by `restore`, at any exit, on a fatal fault, and while the program is stopped. Signals are held back
/// except while it waits for a key, so none can interrupt a save.
final class KeyReader {
  /// What came.
  enum Event: Equatable {
    case character(Character)
    case enter, backspace, escape, eraseLine, endOfInput
    case left, right
    /// The terminal was given back after a stop, or a person asks to see again.
    case redraw
    /// The program is to end.
    case signal(Int32)
    /// There is no terminal any more.
    case lost
  }

  private static let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
  private static let fatal = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT]
  private var raw: termios
  private var openMask = sigset_t()
  private var bytes: [UInt8] = []

  /// - Returns: `nil` when standard input is no terminal.
  init?() {
    var settings = termios()
    guard isatty(0) == 1, tcgetattr(0, &settings) == 0 else { return nil }
    originalSettings = settings
    raw = settings
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    setMinimum(1)
    holdSignals()
    enter()
    atexit { if isChanged { tcsetattr(0, TCSANOW, &originalSettings) } }
  }

  private func setMinimum(_ count: UInt8) {
    withUnsafeMutableBytes(of: &raw.c_cc) { controls in
      controls[Int(VMIN)] = count
      controls[Int(VTIME)] = 0
    }
  }

  private func holdSignals() {
    var held = sigset_t()
    sigemptyset(&held)
    for signal in Self.ending + [SIGTSTP] { sigaddset(&held, signal) }
    sigprocmask(SIG_BLOCK, &held, &openMask)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { lastSignal = $0 }
    for signal in Self.ending + [SIGTSTP] { sigaction(signal, &action, nil) }
    // Writing to a terminal that is gone is told by the write.
    signal(SIGPIPE, SIG_IGN)
    var last = sigaction()
    last.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    last.__sigaction_handler.sa_handler = { _ in tcsetattr(0, TCSANOW, &originalSettings) }
    for signal in Self.fatal { sigaction(signal, &last, nil) }
  }

  private func enter() {
    isChanged = true
    tcsetattr(0, TCSADRAIN, &raw)
  }

  /// Puts the terminal back as it was.
  func restore() {
    guard isChanged else { return }
    tcsetattr(0, TCSADRAIN, &originalSettings)
    isChanged = false
  }

  /// Ends the program as the signal would have, with the terminal as it was.
  func end(by number: Int32) -> Never {
    restore()
    signal(number, SIG_DFL)
    sigprocmask(SIG_SETMASK, &openMask, nil)
    raise(number)
    exit(128 + number)
  }

  /// The next key, or what else happened.
  func next() -> Event {
    while true {
      if let event = decoded() { return event }
      switch wait() {
      case .byte(let byte): bytes.append(byte)
      case .lost: return .lost
      case .signal(SIGTSTP):
        stop()
        return .redraw
      case .signal(let number): return .signal(number)
      case .nothing: continue
      }
    }
  }

  /// Gives the terminal back and stops, as Ctrl-Z asks; goes on when told to.
  private func stop() {
    restore()
    var only = sigset_t()
    sigemptyset(&only)
    sigaddset(&only, SIGTSTP)
    var handled = sigaction()
    var usual = sigaction()
    usual.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(SIGTSTP, &usual, &handled)
    raise(SIGTSTP)
    sigprocmask(SIG_UNBLOCK, &only, nil)
    sigprocmask(SIG_BLOCK, &only, nil)
    sigaction(SIGTSTP, &handled, nil)
    enter()
  }

  // MARK: Bytes

  private enum Arrival {
    case byte(UInt8)
    case signal(Int32)
    case nothing, lost
  }

  private func wait(milliseconds: Int? = nil) -> Arrival {
    var set = fd_set()
    withUnsafeMutableBytes(of: &set) { $0.bindMemory(to: Int.self)[0] = 1 }  // descriptor 0
    var time = timespec(tv_sec: 0, tv_nsec: (milliseconds ?? 0) * 1_000_000)
    let count =
      milliseconds == nil
      ? pselect(1, &set, nil, nil, nil, &openMask) : pselect(1, &set, nil, nil, &time, &openMask)
    if lastSignal != 0 {
      defer { lastSignal = 0 }
      return .signal(lastSignal)
    }
    guard count > 0 else { return count == 0 || errno == EINTR ? .nothing : .lost }
    var byte: UInt8 = 0
    let read = Glibc.read(0, &byte, 1)
    if read == 1 { return .byte(byte) }
    return read < 0 && errno == EINTR ? .nothing : .lost
  }

  private func decoded() -> Event? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x0A, 0x0D: return take(1, .enter)
    case 0x08, 0x7F: return take(1, .backspace)
    case 0x15: return take(1, .eraseLine)
    case 0x04: return take(1, .endOfInput)
    case 0x03: return take(1, .signal(SIGINT))
    case 0x1B: return escape()
    case 0..<0x20: return take(1, .redraw)
    default: return character(first)
    }
  }

  private func take(_ count: Int, _ event: Event) -> Event {
    bytes.removeFirst(count)
    return event
  }

  private func character(_ first: UInt8) -> Event? {
    let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    guard bytes.count >= length else { return nil }
    let text = String(decoding: bytes.prefix(length), as: UTF8.self)
    return take(length, text.first.map { .character($0) } ?? .redraw)
  }

  /// Escape alone, or the start of what a function key sends: the rest of that follows at once.
  private func escape() -> Event? {
    while bytes.count < 16 {
      if bytes.count == 2, bytes[1] != UInt8(ascii: "["), bytes[1] != UInt8(ascii: "O") { break }
      if bytes.count > 2, (0x40...0x7E).contains(bytes[bytes.count - 1]) { break }
      guard case .byte(let byte) = wait(milliseconds: 40) else { break }
      bytes.append(byte)
    }
    let sequence = bytes
    // What follows at once and belongs to no sequence is a key of its own.
    let isSequence =
      sequence.count > 2 && [UInt8(ascii: "["), UInt8(ascii: "O")].contains(sequence[1])
    guard isSequence else { return take(1, .escape) }
    let event: Event =
      switch sequence.last {
      case UInt8(ascii: "D"), UInt8(ascii: "A"): .left
      case UInt8(ascii: "C"), UInt8(ascii: "B"): .right
      default: .escape
      }
    return take(sequence.count, event)
  }
}
