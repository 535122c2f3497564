import Measurement

/// What was seen of a run so far.
final class Observations {
  var invites = InviteCheck()
  /// The bridge's word on each call, by Call-ID.
  var views: [String: BridgeView] = [:]
  var records = RunRecords()
  private var callersPassedOn = 0
  private var participantsPassedOn = 0

  /// Records that were not passed on yet.
  var newCallers: ArraySlice<CallRecord> { records.callers[callersPassedOn...] }
  /// Records that were not passed on yet.
  var newParticipants: ArraySlice<ParticipantRecord> { records.participants[participantsPassedOn...] }

  /// All records were passed on.
  func passedOn() {
    callersPassedOn = records.callers.count
    participantsPassedOn = records.participants.count
  }
}
