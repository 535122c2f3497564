public import Measurement
public import SansIO

/// A scenario made exact: everything a run will do, fixed before it starts. The same file, overrides and seed
/// give the same plan on every machine.
public struct RunPlan: Sendable {
  /// The scenario's name, from the file.
  public var name: String
  /// What it shows, in the scenario's own words.
  public var summary: String
  /// Seed of everything random.
  public var seed: UInt64
  /// What is called.
  public var target: TargetPlan
  /// How participants reach the rooms of a target that is not embedded; `nil` when nobody needs it.
  public var rooms: RoomsPlan?
  /// Transport of the callers' SIP.
  public var transport: Transport
  /// Codecs offered, best first.
  public var codecs: [AudioCodec]
  /// Planned start of each simulated call, in order; its place is the call's number.
  public var arrivals: [Interval]
  /// The callers of every simulated call; none in a test of rooms alone.
  public var callers: [CallerPlan]
  /// The participants of the room of every simulated call.
  public var participants: [ParticipantPlan]
  /// Share of the simulated calls whose people send and look for probes, 0...1. Other calls still count
  /// packets.
  public var probeShare: Double
  /// Silence after which the bridge must hang up.
  public var silenceThreshold: Interval
  /// How long past its due instant a hang-up is waited for before it counts as missed.
  public var grace: Interval
  /// Hard limit of one call.
  public var maximumCallDuration: Interval
  /// Playout delay of the jitter buffers of callers and participants.
  public var jitterBuffer: Interval
  /// The network of a simulated world; the live world has its own.
  public var links: LinksPlan?
  /// What must hold for the run to pass.
  public var thresholds: [Threshold]
  /// What must hold for the run to be valid.
  public var limits: RunLimits

  /// Makes a plan; what is left out has the value that a scenario file without that key gets.
  public init(
    name: String, summary: String = "", seed: UInt64 = 1, target: TargetPlan = .embedded(settings: [:]),
    transport: Transport = .udp, codecs: [AudioCodec] = [.pcmu, .pcma], arrivals: [Interval] = [.zero],
    callers: [CallerPlan], participants: [ParticipantPlan] = [], rooms: RoomsPlan? = nil,
    probeShare: Double = 1, silenceThreshold: Interval = .seconds(10),
    grace: Interval = .seconds(5), maximumCallDuration: Interval = .seconds(600),
    jitterBuffer: Interval = .milliseconds(40), thresholds: [Threshold] = [], limits: RunLimits = RunLimits(),
    links: LinksPlan? = nil
  ) {
    self.name = name
    self.summary = summary
    self.seed = seed
    self.target = target
    self.transport = transport
    self.codecs = codecs
    self.arrivals = arrivals
    self.callers = callers
    self.participants = participants
    self.rooms = rooms
    self.probeShare = probeShare
    self.silenceThreshold = silenceThreshold
    self.grace = grace
    self.maximumCallDuration = maximumCallDuration
    self.jitterBuffer = jitterBuffer
    self.thresholds = thresholds
    self.limits = limits
    self.links = links
  }
}

/// SIP transport of a run.
public enum Transport: String, Sendable, CaseIterable { case udp, tcp }

/// Telephone codec of a run.
public enum AudioCodec: String, Sendable, CaseIterable { case pcmu, pcma }

/// What a run calls.
public enum TargetPlan: Sendable, Equatable {
  /// A `callbridge` that the simulator starts, with the given settings (environment names and values).
  case embedded(settings: [String: String])
  /// Any SIP address: host (a name, or an IPv4 or IPv6 address without brackets) and port.
  case sip(host: String, port: UInt16)
  /// Rooms without telephones, of a deployment elsewhere: `RunPlan.rooms` says how they are reached.
  case rooms
}
