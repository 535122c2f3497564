/// Everything a run is measured by, in the order in which reports show it. The raw value is the name that
/// thresholds, summaries and reports use.
public enum Metric: String, CaseIterable, Sendable, Codable {
  case answered
  case postDialDelay = "post_dial_delay"
  case answerDelay = "answer_delay"
  case plannedToAnswer = "planned_to_answer"
  case firstAudio = "first_audio"
  case firstAudible = "first_audible"
  case joinToken = "join_token"
  case joinSocket = "join_socket"
  case joinResponse = "join_response"
  case joinIce = "join_ice"
  case joinDtls = "join_dtls"
  case joinPublished = "join_published"
  case joinSubscribed = "join_subscribed"
  case joinFirstPacket = "join_first_packet"
  case joinTotal = "join_total"
  case participantsJoined = "participants_joined"
  case dialToEar = "dial_to_ear"
  case mouthToEar = "mouth_to_ear"
  case mouthToEarPhoneToRoom = "mouth_to_ear_phone_to_room"
  case mouthToEarRoomToPhone = "mouth_to_ear_room_to_phone"
  case mouthToEarRoomToRoom = "mouth_to_ear_room_to_room"
  case wireToWire = "wire_to_wire"
  case wireToWirePhoneToRoom = "wire_to_wire_phone_to_room"
  case wireToWireRoomToPhone = "wire_to_wire_room_to_phone"
  case wireToWireRoomToRoom = "wire_to_wire_room_to_room"
  case roundTrip = "round_trip"
  case roundTripWire = "round_trip_wire"
  case hangupError = "hangup_error"
  case hangupFalse = "hangup_false"
  case hangupMissed = "hangup_missed"
  case hangupWrongCause = "hangup_wrong_cause"
  case hangupSeen = "hangup_seen_by_participant"
  case roomEnd = "room_end"
  case crosstalk
  case probesLost = "probes_lost"
  case packetsLost = "packets_lost"
  case packetsDuplicate = "packets_duplicate"
  case packetsReordered = "packets_reordered"
  case packetsLate = "packets_late"
  case jitter
  case pacingGap = "pacing_gap"
  case audioMissing = "audio_missing"
  case generatorLag = "generator_lag"
  case sendLag = "send_lag"
  case disconnectDelay = "disconnect_delay"
  case unexpectedEndings = "unexpected_endings"
  case participantsUnexpectedEndings = "participants_unexpected_endings"

  /// The shape of a metric's values; it decides which aggregations make sense.
  public enum Kind: String, Sendable, Codable {
    /// One duration for each thing measured: percentiles, least, largest, mean.
    case trend
    /// A number of occurrences.
    case counter
    /// Occurrences among a number of trials: their share, and their number.
    case rate
  }

  /// The unit of a metric's values.
  public enum Unit: String, Sendable, Codable {
    /// Nanoseconds, of a trend.
    case nanoseconds = "ns"
    /// Occurrences, of a counter.
    case count
    /// A share, 0...1, of a rate.
    case ratio
  }

  /// The name in thresholds and reports, as in `hangup_error`.
  public var name: String { rawValue }

  /// The shape of its values.
  public var kind: Kind {
    switch self {
    case .crosstalk:
      .counter
    case .answered, .hangupFalse, .hangupMissed, .hangupWrongCause, .probesLost, .packetsLost,
      .packetsDuplicate, .packetsReordered, .packetsLate, .unexpectedEndings, .participantsJoined,
      .participantsUnexpectedEndings:
      .rate
    case .postDialDelay, .answerDelay, .plannedToAnswer, .firstAudio, .firstAudible, .joinToken, .joinSocket,
      .joinResponse, .joinIce, .joinDtls, .joinPublished, .joinSubscribed, .joinFirstPacket, .joinTotal,
      .dialToEar, .mouthToEar, .mouthToEarPhoneToRoom, .mouthToEarRoomToPhone, .mouthToEarRoomToRoom,
      .wireToWire, .wireToWirePhoneToRoom, .wireToWireRoomToPhone, .wireToWireRoomToRoom, .roundTrip,
      .roundTripWire, .hangupError, .hangupSeen, .roomEnd, .jitter, .pacingGap, .audioMissing, .generatorLag,
      .sendLag, .disconnectDelay:
      .trend
    }
  }

  /// Whether it has no values in a run without callers.
  public var needsCallers: Bool {
    switch self {
    case .answered, .postDialDelay, .answerDelay, .plannedToAnswer, .firstAudio, .firstAudible,
      .joinSubscribed,
      .dialToEar, .mouthToEar, .mouthToEarPhoneToRoom, .mouthToEarRoomToPhone, .wireToWire,
      .wireToWirePhoneToRoom, .wireToWireRoomToPhone, .hangupError, .hangupFalse, .hangupMissed,
      .hangupWrongCause, .hangupSeen, .roomEnd, .pacingGap, .audioMissing, .generatorLag, .disconnectDelay,
      .unexpectedEndings:
      true
    case .joinToken, .joinSocket, .joinResponse, .joinIce, .joinDtls, .joinPublished, .joinFirstPacket,
      .joinTotal, .participantsJoined, .mouthToEarRoomToRoom, .wireToWireRoomToRoom, .roundTrip,
      .roundTripWire, .crosstalk, .probesLost, .packetsLost, .packetsDuplicate, .packetsReordered,
      .packetsLate, .jitter, .sendLag, .participantsUnexpectedEndings:
      false
    }
  }

  /// The unit of its values.
  public var unit: Unit {
    switch kind {
    case .trend: .nanoseconds
    case .counter: .count
    case .rate: .ratio
    }
  }
}
