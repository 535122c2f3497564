extension Metric {
  /// What it is, in one line, for a reader of a report.
  public var meaning: String {
    switch self {
    case .answered: "Calls that were answered"
    case .postDialDelay: "From dialling to the first sign of life (RFC 6076 session request delay)"
    case .answerDelay: "From dialling to the answer"
    case .plannedToAnswer: "From the planned instant to the answer, the generator's own lag included"
    case .firstAudio: "From dialling to the first audio packet at the caller"
    case .firstAudible: "From dialling to the first audible sound at the caller"
    case .joinToken: "Join: from asking for a token to having it"
    case .joinSocket: "Join: to the open WebSocket, from the start"
    case .joinResponse: "Join: to the JoinResponse, from the start"
    case .joinIce: "Join: to the pair of addresses that works (ICE), from the start"
    case .joinDtls: "Join: to the transport being up (DTLS), from the start"
    case .joinPublished: "Join: to the participant's own track being published, from the start"
    case .joinSubscribed: "Join: to having the phone's track, from the start or from the phone's coming"
    case .joinFirstPacket: "Join: to the first packet, from the start or from the phone's coming"
    case .joinTotal: "Join: from the planned instant to being able to take part"
    case .participantsJoined: "Participants that could take part"
    case .dialToEar: "From dialling to the first audible sound of the caller at a participant"
    case .mouthToEarPhoneToRoom: "One-way delay from a caller to a participant, jitter buffer included"
    case .mouthToEarRoomToPhone: "One-way delay from a participant to a caller, jitter buffer included"
    case .mouthToEarRoomToRoom: "One-way delay between participants, jitter buffer of the listener included"
    case .wireToWireRoomToRoom: "One-way delay of the room between participants"
    case .wireToWirePhoneToRoom: "One-way delay of the bridge from a caller to a participant"
    case .wireToWireRoomToPhone: "One-way delay of the bridge from a participant to a caller"
    case .hangupSeen: "How long after due a participant saw the phone leave"
    case .roomEnd: "How long after due the room was closed for a participant"
    case .participantsUnexpectedEndings: "Stays in a room that ended otherwise than the scenario says"
    case .mouthToEar: "One-way delay between callers, jitter buffer of the listener included"
    case .wireToWire: "One-way delay between callers, jitter buffer of the listener excluded"
    case .roundTrip: "Delay there and back, all jitter buffers included"
    case .roundTripWire: "Delay there and back, jitter buffer of the listener excluded"
    case .hangupError: "How late (negative: early) the bridge hung up after silence"
    case .hangupFalse: "Calls hung up although somebody had spoken inside the silence threshold"
    case .hangupMissed: "Silent calls that the bridge never hung up"
    case .hangupWrongCause: "Silent calls that ended for another reason than silence"
    case .crosstalk: "Probes of foreign calls that were heard"
    case .probesLost: "Probes that nobody heard"
    case .packetsLost: "RTP packets that never came"
    case .packetsDuplicate: "RTP packets that came twice"
    case .packetsReordered: "RTP packets that came after a later one"
    case .packetsLate: "RTP packets too late for the jitter buffer"
    case .jitter: "Interarrival jitter at the end of each stream (RFC 3550 §6.4.1)"
    case .pacingGap: "Time between consecutive RTP packets"
    case .audioMissing: "Time of a stream that no packet filled although none was lost"
    case .generatorLag: "How late the simulator dialled"
    case .sendLag: "How late the simulator sent its RTP packets"
    case .disconnectDelay: "From our BYE to its answer (RFC 6076 session disconnect delay)"
    case .unexpectedEndings: "Calls that ended otherwise than the scenario says"
    }
  }

  /// How exactly it comes out of the records: what is measured, over what, from when to when.
  public var definition: String { Metric.definitions[self, default: meaning] }

  private static let definitions: [Metric: String] = [
    .answered: """
    Callers that received a 200 to their INVITE, over callers whose INVITE was sent. One trial for each \
    caller.
    """,
    .postDialDelay: """
    INVITE sent (just before its first byte) → first 18x or 200 received. One value for each answered or \
    rung caller.
    """,
    .answerDelay: "INVITE sent → first 200 received. One value for each answered caller.",
    .plannedToAnswer: """
    Instant at which the plan has the INVITE leave → first 200 received, so that a generator that falls \
    behind cannot hide a slow system (no coordinated omission). One value for each answered caller.
    """,
    .firstAudio:
      "INVITE sent → arrival of the first RTP packet. One value for each caller that received one.",
    .firstAudible: """
    INVITE sent → arrival of the first RTP packet that holds audible sound. One value for each caller that \
    heard any.
    """,
    .mouthToEar: """
    Instant of a probe's first sample at the speaker's mouth → its first sample at the output of the jitter \
    buffer of another caller of the same call. Packetisation, codec and playout delay are in it. One value \
    for each probe and listener; a probe heard twice by one listener counts when first heard. A heard probe \
    is the latest of its identity that was sent from 3 s before to 1 ms after its arrival: stamps of two \
    clocks may differ that much.
    """,
    .wireToWire: """
    As mouth_to_ear, but to the arrival of the sample at the listener's socket: no jitter buffer of the \
    listener. Without any delay it may come out up to 1 ms below zero.
    """,
    .roundTrip: """
    Instant of a probe's first sample at the mouth → its echo at the output of the same person's jitter buffer; or, \
    where somebody answers with a probe of their own, there and back without the time that the answer took: \
    (answer at the ear − probe at the mouth) − (answer at its mouth − probe at the answerer's ear). One value for each \
    probe that came back; the first return counts. In a room that is both ways across the bridge.
    """,
    .roundTripWire: """
    As round_trip, but to the arrival of the sample at the socket. An answer counts from the arrival at the answerer's \
    socket: both ways wire to wire. An echo still has the echoing ear's jitter buffer in it.
    """,
    .joinToken: "Request for the token sent → token received. One value for each participant.",
    .joinSocket: "Request for the token sent → upgrade of the WebSocket answered.",
    .joinResponse: "Request for the token sent → JoinResponse received.",
    .joinIce: "Request for the token sent → a pair of candidates that works.",
    .joinDtls: "Request for the token sent → DTLS done, both sides have their keys.",
    .joinPublished:
      "Request for the token sent → the server's word that the participant's track is published.",
    .joinSubscribed: """
    Request for the token sent → the exchange of descriptions for the phone's track is done. Where the phone came after \
    the participant's transport was up, from the phone's coming.
    """,
    .joinFirstPacket: "As join_subscribed, but to the arrival of the first RTP packet.",
    .joinTotal: """
    Instant at which the plan has the join begin → media ready: transport up, own track published (if it publishes), \
    and the phone's track subscribed if the phone was there before the transport. The generator's own lag is in it.
    """,
    .participantsJoined: "Participants with media ready, over participants that began to join.",
    .dialToEar: """
    First INVITE of those who dialled the participant's room → arrival of the first packet at the participant that holds \
    audible sound of the phone. A caller that is silent first has its silence in it.
    """,
    .mouthToEarPhoneToRoom:
      "As mouth_to_ear, spoken by a caller and heard by a participant of the same call.",
    .mouthToEarRoomToPhone: """
    As mouth_to_ear, spoken by a participant and heard by a caller of the same call. The look-ahead of the \
    participant's own encoder is in it.
    """,
    .mouthToEarRoomToRoom: """
    As mouth_to_ear, spoken by a participant and heard by another participant of the same call. The look-ahead of the \
    speaker's own encoder is in it.
    """,
    .wireToWireRoomToRoom: """
    As mouth_to_ear_room_to_room, but to the arrival of the sample at the listener's socket and without the look-ahead \
    of the speaker's encoder: the room alone.
    """,
    .wireToWirePhoneToRoom: """
    As mouth_to_ear_phone_to_room, but to the arrival of the sample at the participant's socket: the bridge alone, its \
    encoder's look-ahead included.
    """,
    .wireToWireRoomToPhone: """
    As mouth_to_ear_room_to_phone, but to the arrival of the sample at the caller's socket and without the look-ahead of \
    the participant's encoder: the bridge alone.
    """,
    .hangupSeen: """
    Due of the hang-up (see hangup_error) → the participant saw the last SIP participant disconnected. One value for \
    each participant of a room whose callers were all hung up for silence.
    """,
    .roomEnd: """
    Due of the hang-up → the server's leave received because the room is closed. One value for each participant as \
    above.
    """,
    .participantsUnexpectedEndings: """
    Participants that did not end as expected, over participants that began to join. `room-end` asks for a closed room, \
    `leave` for the participant's own leave, `removed` for a removal by the server, `any` for nothing.
    """,
    .hangupError: """
    First byte of the bridge's BYE at the caller − due, signed, exact. Due is the last activity that \
    anybody who dialled the same in that call, or any participant of that room, put on the wire (or the caller's answer, when later) + the \
    silence threshold + time on hold. \
    One value for each caller that was hung up for silence at due − 20 ms or later.
    """,
    .hangupFalse: """
    Callers that got the BYE more than 20 ms (one packet) before due, over callers that the bridge had to \
    hang up for silence. Activity that starts between 100 ms before due and 1 s after it may be honoured or \
    not: due is what suits the BYE.
    """,
    .hangupMissed: """
    Callers that had no BYE when their grace after due was over, over callers that the bridge had to hang \
    up for silence.
    """,
    .hangupWrongCause: """
    Callers whose call ended otherwise than by the bridge's BYE, or whose BYE carries a Reason header that \
    names something other than silence, over callers that the bridge had to hang up for silence.
    """,
    .crosstalk: """
    Probes heard whose call number, modulo 2048, is not the listener's own, that were read soundly (check \
    passed, confidence at least 5) and that somebody in the foreign call had sent within the 3 s before, or 1 ms after. \
    Always checked; one is enough to fail a run.
    """,
    .probesLost: """
    Probes heard by nobody else in the call (in a scenario of a single caller: not heard back), over \
    probes that had to be heard: the speaker and at least one listener were answered or joined, not ended and not on \
    hold from the probe's first sample to 1 s later.
    """,
    .packetsLost:
      "Sequence numbers that never came, over packets expected by sequence numbers (RFC 3550 A.3).",
    .packetsDuplicate: "Packets that came a second time, over packets received without them.",
    .packetsReordered: "Packets that came after a later one, over packets received.",
    .packetsLate: "Packets that came too late for the listener's jitter buffer, over packets received.",
    .jitter: """
    RFC 3550 §6.4.1 interarrival jitter at the end of each received stream. One value for each stream of \
    two packets or more.
    """,
    .pacingGap: """
    Time between consecutive packets of a received stream, by arrival, in buckets of 1 ms; figures state \
    the upper edge of the bucket, so they are up to 1 ms too large and never too small. Only streams to callers; those \
    that were on hold are left out.
    """,
    .audioMissing: """
    For each received stream: arrival of its last packet − arrival of its first + one packet, less the \
    audio held by the packets received and by those lost; at least 0. What remains is audio that was never \
    sent although the sequence numbers run on. Streams of callers that were on hold may pause and are left \
    out.
    """,
    .generatorLag: "Instant at which the plan has the INVITE leave → INVITE sent. One value for each caller.",
    .sendLag: """
    Distance of each RTP send from its instant on the 20 ms grid, from a histogram of three digits; figures \
    state the upper edge of the bucket.
    """,
    .disconnectDelay: "Our BYE sent → final response to it received. One value for each caller that hung up.",
    .unexpectedEndings: """
    Callers that did not end as expected, over callers whose INVITE was sent. `silence` asks for a hang-up \
    that is neither false, missed nor of a wrong cause; `caller` for our own BYE; `remote` for the peer's \
    BYE; `any` for nothing.
    """,
  ]
}
