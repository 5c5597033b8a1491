internal import Diagnostics

/// A field of a record whose type is known.
final class FieldNode: Node, @unchecked Sendable {
  let operand: Node
  let type: RecordType
  let field: Int

  init(_ operand: Node, _ type: RecordType, field: Int, _ span: SourceSpan) {
    self.operand = operand
    self.type = type
    self.field = field
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    let subject = operand.evaluate(&frame)
    guard case .record(let record) = subject, record.type === type else {
      return located(selection(of: type.fields[field].name, from: subject, &frame))
    }
    return read(record, field, &frame)
  }
}

/// The same for a field of a variable: the record is not even retained.
final class VariableFieldNode: Node, @unchecked Sendable {
  let slot: Int
  let type: RecordType
  let field: Int

  init(slot: Int, _ type: RecordType, field: Int, _ span: SourceSpan) {
    self.slot = slot
    self.type = type
    self.field = field
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    guard case .record(let record) = frame.bindings[slot], record.type === type else {
      return located(selection(of: type.fields[field].name, from: frame.bindings[slot], &frame))
    }
    return read(record, field, &frame)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    if frame.trace == nil, case .record(let record) = frame.bindings[slot], record.type === type,
      case .bool(let flag) = record.storage[field]
    {
      return Truth(flag)
    }
    return classify(evaluate(&frame), &frame)
  }
}

/// The same for a field of a macro's variable.
final class LocalFieldNode: Node, @unchecked Sendable {
  let slot: Int
  let type: RecordType
  let field: Int

  init(slot: Int, _ type: RecordType, field: Int, _ span: SourceSpan) {
    self.slot = slot
    self.type = type
    self.field = field
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    guard case .record(let record) = frame.locals[slot], record.type === type else {
      return located(selection(of: type.fields[field].name, from: frame.locals[slot], &frame))
    }
    return read(record, field, &frame)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    if frame.trace == nil, case .record(let record) = frame.locals[slot], record.type === type,
      case .bool(let flag) = record.storage[field]
    {
      return Truth(flag)
    }
    return classify(evaluate(&frame), &frame)
  }
}

/// `operand.name` where only evaluation tells what `operand` is.
final class SelectNode: Node, @unchecked Sendable {
  let operand: Node
  let name: String

  init(_ operand: Node, name: String, _ span: SourceSpan) {
    self.operand = operand
    self.name = name
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    located(selection(of: name, from: operand.evaluate(&frame), &frame))
  }
}

/// Reads a field, and notes that it was read.
@inline(__always)
private func read(_ record: Record, _ field: Int, _ frame: inout Frame) -> Value {
  let value = record.read(field)
  if let trace = frame.trace {
    trace.premises.append(
      Premise(fact: FactReference(record: record, field: field), value: value))
  }
  return value
}

/// `subject.name` by what the subject turns out to be.
private func selection(of name: String, from subject: Value, _ frame: inout Frame) -> Value {
  switch subject {
  case .unknown, .error: return subject
  case .record(let record):
    guard let field = record.type.index(of: name) else {
      return .failure(.noSuchField, "\(record.type.name) has no field '\(name)'")
    }
    return read(record, field, &frame)
  case .map(let map): return map[name] ?? .failure(.noSuchKey, "map has no key '\(name)'")
  default: return .failure(.noSuchField, "\(subject.type) has no field '\(name)'")
  }
}

/// `has(operand.name)` for a field of a record whose type is known: whether the field is known and
/// not null. An unknown field stays unknown; no record at all (null) has no fields.
final class FieldPresenceNode: Node, @unchecked Sendable {
  let operand: Node
  let type: RecordType
  let field: Int

  init(_ operand: Node, _ type: RecordType, field: Int, _ span: SourceSpan) {
    self.operand = operand
    self.type = type
    self.field = field
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    let subject = operand.evaluate(&frame)
    guard case .record(let record) = subject, record.type === type else {
      return presence(of: type.fields[field].name, in: subject, &frame)
    }
    return presence(of: read(record, field, &frame), &frame)
  }
}

/// `has(operand.name)` where only evaluation tells what `operand` is; of a map, whether it has the
/// key.
final class PresenceNode: Node, @unchecked Sendable {
  let operand: Node
  let name: String

  init(_ operand: Node, name: String, _ span: SourceSpan) {
    self.operand = operand
    self.name = name
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    presence(of: name, in: operand.evaluate(&frame), &frame)
  }
}

extension Node {
  fileprivate func presence(
    of name: String, in subject: Value, _ frame: inout Frame
  ) -> Truth {
    switch subject {
    case .map(let map): Truth(map[name] != nil)
    case .null: .no
    default: presence(of: selection(of: name, from: subject, &frame), &frame)
    }
  }

  fileprivate func presence(of value: Value, _ frame: inout Frame) -> Truth {
    if case .null = value { return .no }
    return value.isKnown ? .yes : obstruct(value, &frame)
  }
}

/// `operand[index]`.
final class IndexNode: Node, @unchecked Sendable {
  let operand: Node
  let index: Node

  init(_ operand: Node, _ index: Node, _ span: SourceSpan) {
    self.operand = operand
    self.index = index
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    let subject = operand.evaluate(&frame)
    let place = index.evaluate(&frame)
    if let obstacle = obstacle(subject, place) { return obstacle }
    switch subject {
    case .list(let list): return located(element(of: list, at: place))
    case .map(let map):
      return map[place] ?? failure(.noSuchKey, "map has no key \(place.debugDescription)")
    default: return located(mismatch("[]", subject, place))
    }
  }

  private func element(of list: [Value], at place: Value) -> Value {
    guard let key = MapKey(finding: place), case .int(let index) = key else {
      return .failure(.invalidArgument, "a list has no element \(place.debugDescription)")
    }
    guard index >= 0, index < list.count else {
      return .failure(
        .invalidArgument, "index \(index) is outside a list of \(list.count) elements")
    }
    return list[Int(index)]
  }
}

/// The unknown or error among two operands of a strict operation; `nil` when both have values.
@inline(__always)
func obstacle(_ left: Value, _ right: Value) -> Value? {
  left.isKnown && right.isKnown ? nil : obstacleSum(left, right)
}

@inline(never)
private func obstacleSum(_ left: Value, _ right: Value) -> Value {
  var obstacle = Obstacle()
  if !left.isKnown { obstacle.add(left) }
  if !right.isKnown { obstacle.add(right) }
  return obstacle.sum
}
