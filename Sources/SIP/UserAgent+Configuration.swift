import Cryptography
public import SansIO

extension UserAgent {
  /// What an agent is told once.
  public struct Configuration: Sendable {
    /// User-Agent and Server of every message.
    public var product: String
    /// The address others reach our UDP socket at; it may differ from the one bound. `nil` without UDP.
    public var udpContact: TransportAddress?
    /// The address others reach our TCP listener at. `nil` without TCP.
    public var tcpContact: TransportAddress?
    /// The timers of all transactions.
    public var timers = TimerSettings()
    /// How many calls may live at once before further INVITEs get 503; calls of ours count, but are never
    /// refused.
    public var maximumCalls = 10_000
    /// How many server transactions may live before further INVITEs get 503. One outlives its call by 64·T1.
    public var maximumServerTransactions = 500_000
    /// Retry-After of a 503, in seconds.
    public var retryAfter = 5
    /// How long an authentication challenge can be answered.
    public var nonceLifetime = Interval.milliseconds(60_000)
    /// What makes nonces ours; random unless a simulation wants to repeat itself.
    public var nonceSecret: [UInt8]
    /// What `authenticate` challenges with, best first: a client is to take the first it knows (RFC 8760
    /// section 2.4). MD5 alone by default, because SIPp 3.6.1 and many telephones give up the call at the
    /// sight of another algorithm.
    public var digestAlgorithms: [DigestAlgorithm] = [.md5]

    /// Makes a configuration with at least one contact; the secret is random if `nil`.
    public init(
      product: String, udpContact: TransportAddress? = nil, tcpContact: TransportAddress? = nil,
      nonceSecret: [UInt8]? = nil
    ) {
      precondition(udpContact != nil || tcpContact != nil, "an agent needs a UDP or a TCP contact")
      self.product = product.withoutControls
      self.udpContact = udpContact
      self.tcpContact = tcpContact
      self.nonceSecret = nonceSecret ?? RandomBytes.make(count: 32)
    }

    /// The address advertised for `transport`.
    func contact(_ transport: SIPTransport) -> TransportAddress? {
      transport == .udp ? udpContact : tcpContact
    }
  }
}
