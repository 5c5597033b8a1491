extension LeasedLock {
  mutating func hold(
    _ input: Input<Self>, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    switch input {
    case .start: if settings.keepsFor == nil { ask(at: now, &effects) }
    case .request(.write(let value), let id):
      queue.append((value, id))
      if holds(at: now) { work(at: now, &effects) } else if asked == nil { ask(at: now, &effects) }
    case .timer(.renewal): ask(at: now, &effects)
    case .timer(.work): writeResult(at: now, &effects)
    case .timer(.idle): giveBack(&effects)
    case .message(.granted(let token, let sent), _): granted(token, sent, at: now, &effects)
    case .message(.written(let value), _): finished(value, .written, at: now, &effects)
    case .message(.rejected(let value), _):
      lease = nil
      finished(value, .rejected, at: now, &effects)
    default: break
    }
  }

  /// Whether the holder trusts that the lock is its own.
  public func holds(at now: LocalTime) -> Bool { lease.map { now < $0.until } ?? false }

  private mutating func ask(at now: LocalTime, _ effects: inout Effects<Self>) {
    if !holds(at: now) { lease = nil }
    guard lease != nil || settings.keepsFor == nil || !queue.isEmpty else { return asked = nil }
    asked = now
    effects.send(.acquire(sent: now), to: Self.service)
    effects.setTimer(.renewal, after: settings.renewal)
  }

  /// A term counts from before the question was sent: the service's began later.
  private mutating func granted(
    _ token: Int, _ sent: LocalTime, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    let until = sent + settings.trusted
    if let lease, lease.token == token {
      self.lease?.until = max(lease.until, until)
    } else if sent == asked, now < until {
      lease = (token, until)
    } else {
      // An answer to a question that no longer stands; the lock may have been given back since.
      return
    }
    work(at: now, &effects)
  }

  /// Begins the next piece of work, if enough of the term is left.
  private mutating func work(at now: LocalTime, _ effects: inout Effects<Self>) {
    guard let lease, current == nil else { return }
    guard let next = queue.first else { return idle(&effects) }
    guard now + settings.work + settings.allowance < lease.until else { return }
    isIdling = false
    effects.cancelTimer(.idle)
    queue.removeFirst()
    current = (next.value, next.request, lease.token, false)
    effects.setTimer(.work, after: settings.work)
  }

  /// Writes what was worked out, or writes it again when no answer came: the resource takes the
  /// same token and value once. Without tokens only while the term lasts; the client then hears
  /// nothing, since nobody knows whether the write happened.
  private mutating func writeResult(at now: LocalTime, _ effects: inout Effects<Self>) {
    guard let work = current else { return }
    let isInTime = lease.map { $0.token == work.token && now + settings.allowance < $0.until }
    guard !work.isSent || settings.accepts != nil || isInTime == true else {
      current = nil
      return self.work(at: now, &effects)
    }
    current?.isSent = true
    effects.send(.write(token: work.token, value: work.value), to: Self.resource)
    effects.setTimer(.work, after: settings.renewal)
  }

  private mutating func finished(
    _ value: Int, _ response: Response, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    guard let work = current, work.value == value, work.isSent else { return }
    current = nil
    effects.cancelTimer(.work)
    effects.respond(response, to: work.request)
    self.work(at: now, &effects)
  }

  private mutating func idle(_ effects: inout Effects<Self>) {
    guard let span = settings.keepsFor, !isIdling else { return }
    if span == 0 { return giveBack(&effects) }
    isIdling = true
    effects.setTimer(.idle, after: span)
  }

  private mutating func giveBack(_ effects: inout Effects<Self>) {
    isIdling = false
    guard let lease, current == nil, queue.isEmpty else { return }
    self.lease = nil
    asked = nil
    effects.cancelTimer(.renewal)
    effects.send(.release(token: lease.token), to: Self.service)
  }
}
