import Measurement
import PhoneLeg
import SIP
import SansIO
import Scenario
import Voices

extension CallerGroup {
  /// Hangs up; the record is closed when the BYE is answered.
  func leave(_ caller: Caller, _ ending: Ending, at now: Instant) {
    guard case .talking(let handle, _) = caller.stage else {
      return abort(caller, ending, at: now)
    }
    releaseSlot(of: caller)
    caller.leavingBecause = ending
    caller.stage = .leaving(handle)
    agent.bye(handle, reason: nil, at: now)
  }

  /// Ends a caller in whatever stage it is.
  func abort(_ caller: Caller, _ ending: Ending, at now: Instant) {
    switch caller.stage {
    case .waiting, .binding: finish(caller, ending, at: now)
    case .calling(let handle):
      caller.leavingBecause = ending
      caller.stage = .leaving(handle)
      agent.cancel(handle, at: now)
    case .talking: leave(caller, ending, at: now)
    case .leaving, .over: break
    }
  }

  /// Closes a caller's ports and record.
  func finish(_ caller: Caller, _ ending: Ending, at now: Instant) {
    if case .over = caller.stage { return }
    releaseSlot(of: caller)
    if let handle = handle(of: caller) {
      caller.handle = handle
      for alarm in [Alarm.overtime(handle), .limit(handle), .report(handle)] { alarms.set(alarm, to: nil) }
    }
    if let port = caller.port {
      callersByPort[port] = nil
      ports.release(port)
      outputs.append(.closeMedia(port: port))
    }
    caller.close(ending, at: now)
    progress.ended += 1
    finishing.append(caller)
  }

  /// Forgets a caller whose record leaves.
  func forget(_ caller: Caller) {
    if let handle = caller.handle { callers[handle] = nil }
    if companions[caller.record.call]?.allSatisfy({ if case .over = $0.stage { true } else { false } })
      == true,
      arrivedCallers(of: caller.record.call) == plan.callers.count
    {
      companions[caller.record.call] = nil
    }
  }

  private func arrivedCallers(of call: Int) -> Int { companions[call]?.count ?? 0 }

  private func handle(of caller: Caller) -> CallHandle? {
    switch caller.stage {
    case .calling(let handle), .talking(let handle, _), .leaving(let handle): handle
    case .waiting, .binding, .over: nil
    }
  }

  private func releaseSlot(of caller: Caller) {
    guard case .talking(let handle, let slot) = caller.stage else { return }
    grid.remove(handle, from: slot)
    progress.active -= 1
  }

  /// Handles the longest duration of a call, counted from the INVITE until it is answered, then from the answer.
  func checkLimit(of caller: Caller, at now: Instant) {
    let longest = plan.maximumCallDuration
    if case .calling = caller.stage {
      abort(caller, Ending(cause: .failed, detail: "not answered within \(longest)"), at: now)
    } else {
      leave(
        caller, Ending(cause: .overtime, detail: "still up after the longest duration, \(longest)"), at: now)
    }
  }

  /// Handles an overtime: the bridge had to hang up by now unless somebody in the call spoke later.
  func checkOvertime(of caller: Caller, _ handle: CallHandle, at now: Instant) {
    let waited = plan.silenceThreshold + plan.grace
    let room = (companions[caller.record.call] ?? []).filter { $0.record.dialled == caller.record.dialled }
    let active = room.compactMap(\.activity.lastActive)
    // Its own hold suspends the silence that the bridge counts.
    let others = [caller.activity.lastHeld, roomActivity(caller.record.call)].compactMap(\.self)
    let last = (active + others).max()
    let due = max(last ?? .zero, now - waited) + waited
    guard due <= now else { return alarms.set(.overtime(handle), to: due) }
    leave(caller, Ending(cause: .overtime, detail: "no BYE \(waited) after the last activity"), at: now)
  }
}
