extension HeartbeatNode {
  /// Who sends it, and a number.
  public static func bytes(of message: Heartbeat) -> Int { 16 }
}
