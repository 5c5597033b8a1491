import Benchmarks
import CMalloc
import Glibc

/// What the system says about itself: read, not measured.
enum BenchMachine {
  /// The machine and this build.
  static func read(version: String) -> Machine {
    let mode = isOptimised ? "release" : "debug"
    return Machine(
      processor: processor ?? "unknown processor",
      cores: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))), system: system,
      build: "dsdesign \(version), \(compiler), \(mode) build",
      isOptimised: isOptimised,
      frequencyGovernor: text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").flatMap {
        $0.split(whereSeparator: \.isWhitespace).first.map(String.init)
      })
  }

  private static var isOptimised: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  /// What the system has counted until now.
  static func reading() -> MachineReading {
    let ticks = cpuTicks
    return MachineReading(
      seconds: Double(nanoseconds()) / 1e9,
      loadAverage: text("/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) },
      busySeconds: ticks?.busy, stolenSeconds: ticks?.stolen, ownSeconds: ownSeconds,
      interruptions: usage.map { Int($0.ru_nivcsw) })
  }

  /// A clock that only goes forward.
  static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Bytes that the allocator has handed out; `nil` where it does not tell.
  static func heapBytes() -> Int? {
    let bytes = malloc_bytes_in_use()
    return bytes < 0 ? nil : Int(bytes)
  }

  private static var processor: String? {
    let keys = ["model name", "Model", "Hardware", "cpu model"]
    for line in (text("/proc/cpuinfo") ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let key = parts[0].filter { $0 != "\t" }
      if keys.contains(String(key)) {
        return parts[1].split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
    }
    return nil
  }

  private static var system: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "unknown system" }
    func text<T>(_ field: T) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return "\(text(names.sysname)) \(text(names.release)) \(text(names.machine))"
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "Swift 6.4 or later"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #elseif compiler(>=6.2)
      "Swift 6.2"
    #else
      "Swift 6"
    #endif
  }

  /// Processor time of all cores, in seconds: in use, and stolen by the hypervisor.
  private static var cpuTicks: (busy: Double, stolen: Double)? {
    guard let line = text("/proc/stat")?.split(separator: "\n").first, line.hasPrefix("cpu ") else {
      return nil
    }
    // user nice system idle iowait irq softirq steal
    let ticks = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    let perSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
    guard ticks.count >= 8, perSecond > 0 else { return nil }
    return (
      (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / perSecond, ticks[7] / perSecond
    )
  }

  private static var usage: rusage? {
    var usage = rusage()
    return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage : nil
  }

  private static var ownSeconds: Double? {
    usage.map { usage in
      func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
      return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
  }

  private static func text(_ path: String) -> String? {
    guard let file = try? Files.read(path) else { return nil }
    return String(decoding: file.bytes, as: UTF8.self)
  }
}
