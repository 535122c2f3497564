package import Hummingbird

/// What a route knows of its request besides the request: the client's address.
package struct EdgeContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// The client's IP address as text, without port; `nil` when it has gone already.
  package let clientAddress: String?

  package init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    clientAddress = source.channel.remoteAddress?.ipAddress
  }
}
