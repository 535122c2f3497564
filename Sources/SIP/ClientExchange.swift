import SansIO

/// A client transaction with the messages it sends.
struct ClientExchange<Machine> {
  /// Why the request was sent.
  enum Purpose: Hashable { case invite, reinvite, cancel, bye }

  var machine: Machine
  let key: TransactionKey
  let purpose: Purpose
  let call: CallHandle
  var request: OutgoingRequest
  /// What is sent (again): the request, then the ACK of a refusal.
  var message: [UInt8]
  var summary: UserAgent.MessageSummary
  /// The ACKs of 2xx by the tag of who sent it; more than one only when a proxy forked the INVITE.
  var acknowledgements: [Acknowledgement] = []

  /// The ACK of one 2xx.
  struct Acknowledgement {
    let tag: String?
    let message: [UInt8]
    let flow: Flow
    let summary: UserAgent.MessageSummary
  }
}
