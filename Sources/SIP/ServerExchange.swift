import SansIO

/// A server transaction with the response it repeats.
struct ServerExchange<Machine> {
  var machine: Machine
  let key: TransactionKey
  let flow: Flow
  let call: CallHandle?
  /// The last response; empty before the first and after a 2xx to INVITE, which the call repeats.
  var message: [UInt8] = []
  var summary: UserAgent.MessageSummary?
}
