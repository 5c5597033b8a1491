public import Algorithms

/// Something that goes wrong for a while.
public enum Fault: Sendable, Hashable {
  /// The nodes stop and lose what is in memory; at the end they start again from their disks.
  case crash([Target], unsynced: UnsyncedWrites = .lost)
  /// The nodes stand still; messages and timers pile up until the end.
  case pause([Target])
  /// No message passes between any two of the groups. Whoever stands in no group reaches all.
  case partition([[Target]])
  /// No message passes from the first to the second; the other way all do.
  case oneWayCut(from: [Target], to: [Target])
  /// A partition that comes and goes: there for `on`, away for `off`, again and again.
  case flappingPartition([[Target]], on: Nanoseconds, off: Nanoseconds)
  /// Links lose and repeat messages, and take longer.
  case poorLinks(
    from: [Target], to: [Target], loss: Double, duplication: Double = 0, delay: Nanoseconds = 0)
  /// A place and all in it is gone: its nodes crash, and nobody reaches its clients.
  case loss(of: [Target])
  /// The clocks jump by a span, once; the end changes nothing.
  case clockJump([Target], by: Nanoseconds)
  /// The clocks run too fast by so many millionths, or too slow.
  case clockDrift([Target], partsPerMillion: Double)
  /// Each input costs the nodes this much more.
  case slowNode([Target], perInput: Nanoseconds)
  /// Each sync takes so many times as long.
  case slowDisk([Target], factor: Double)
  /// The nodes' outgoing messages pass through a behaviour known to the run by this name.
  case byzantine([Target], behaviour: String)

  /// What a fault hits.
  public enum Target: Sendable, Hashable {
    /// A node.
    case node(NodeID)
    /// A place by its name: its nodes, and the clients there where links are concerned.
    case place(String)
    /// All places of a zone.
    case zone(String)
    /// All places of a region.
    case region(String)
    /// Every node and every client.
    case everything
  }
}

/// What goes wrong in a run, and when.
public struct FaultSchedule: Sendable, Hashable {
  /// One fault and its time.
  public struct Entry: Sendable, Hashable {
    /// When it begins.
    public var at: VirtualTime
    /// How long it lasts; `nil`: to the end of the run.
    public var lasting: Nanoseconds?
    /// What it is.
    public var fault: Fault

    /// A fault from `at` on.
    public init(at: VirtualTime, lasting: Nanoseconds? = nil, _ fault: Fault) {
      self.at = at
      self.lasting = lasting
      self.fault = fault
    }
  }

  /// The faults, in any order.
  public var entries: [Entry]

  /// A schedule; no fault unless told.
  public init(_ entries: [Entry] = []) { self.entries = entries }

  /// When the last fault is over; `nil` when one lasts to the end of the run.
  public var end: VirtualTime? {
    var end: VirtualTime = 0
    for entry in entries {
      if case .clockJump = entry.fault {
        end = max(end, entry.at)
        continue
      }
      guard let lasting = entry.lasting else { return nil }
      end = max(end, later(entry.at, lasting))
    }
    return end
  }
}
