/// What the objects of a recorded history are.
public enum RecordedModel: String, Sendable, CaseIterable {
  case register
  case casRegister = "cas-register"
  case keyValue = "key-value"
  case listAppend = "list-append"
}
