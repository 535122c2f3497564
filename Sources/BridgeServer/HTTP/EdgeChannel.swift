import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import SansIO

/// The pipeline of one TCP connection: HTTP for Hummingbird, and a way out of it for signalling.
struct EdgeChannel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  private let http: HTTP1Channel
  private let door: SignalDoor
  private let census: SignalCensus
  private let limits: EdgeLimits

  init(
    responder: @escaping HTTPChannelHandler.Responder, door: SignalDoor, census: SignalCensus,
    limits: EdgeLimits
  ) {
    http = HTTP1Channel(
      responder: responder, configuration: .init(idleTimeout: .nanoseconds(limits.idle.nanoseconds)))
    self.door = door
    self.census = census
    self.limits = limits
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    http.setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      let original = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      // Hummingbird's decoder drops the bytes behind an upgrade request and has no limit on what it holds of them.
      let decoder = ByteToMessageHandler(
        HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits),
        maximumBufferSize: 2 * limits.headBytes)
      let upgrade = try SignalUpgradeHandler(
        door: door, census: census, limits: limits,
        parts: SignalUpgradeHandler.HTTPParts(
          encoder: pipeline.handler(type: HTTPResponseEncoder.self), decoder: decoder,
          others: [pipeline.handler(type: HTTPConnectionStateHandler.self)]))
      let arrivals: [any ChannelHandler] = [decoder, upgrade]
      try pipeline.addHandlers(arrivals, position: .after(original))
      pipeline.removeHandler(original, promise: nil)
      return value
    }
  }

  func handle(value: Value, logger: Logger) async { await http.handle(value: value, logger: logger) }

  private var decoderLimits: NIOHTTPDecoderLimitConfiguration {
    var configuration = NIOHTTPDecoderLimitConfiguration()
    configuration.maxHeaderFieldSize = limits.headBytes
    configuration.maxHeaderListSize = limits.headBytes
    return configuration
  }
}
