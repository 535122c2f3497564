public import SansIO

/// Where calls may come from: a carrier or a PBX.
public struct Trunk: Sendable, Equatable {
  /// Name, unique among the trunks, as in `twilio-pstn-trunk`.
  public var id: String
  /// Called numbers it serves; empty means all.
  public var numbers: [String]
  /// Source addresses it calls from; empty means any.
  public var inboundAddresses: [AddressRange]
  /// User and password by which it proves itself (RFC 7616); `nil` when the source address is enough.
  public var credentials: Credentials?
  /// Silence after which its calls are ended, when it differs from the bridge's own.
  public var silenceTimeout: Interval?

  /// A digest user and password.
  public struct Credentials: Sendable, Equatable {
    public var user: String
    public var password: String
    public init(user: String, password: String) {
      self.user = user
      self.password = password
    }
  }

  /// A trunk that takes calls to `numbers` from `inboundAddresses`.
  public init(
    id: String, numbers: [String] = [], inboundAddresses: [AddressRange] = [],
    credentials: Credentials? = nil,
    silenceTimeout: Interval? = nil
  ) {
    self.id = id
    self.numbers = numbers
    self.inboundAddresses = inboundAddresses
    self.credentials = credentials
    self.silenceTimeout = silenceTimeout
  }

  /// Whether a call to `number` from `source` is this trunk's.
  public func serves(number: String, from source: IPAddress) -> Bool {
    (numbers.isEmpty || numbers.contains(number))
      && (inboundAddresses.isEmpty || inboundAddresses.contains { $0.contains(source) })
  }
}
