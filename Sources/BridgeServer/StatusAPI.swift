import Bridge
import Foundation
import Hummingbird
import SansIO

/// The HTTP side: `/health` and `/api/call/status`.
struct StatusAPI: Sendable {
  /// Answer of `/health`.
  private struct Health: Encodable {
    /// `ok`, or `unavailable` when the bridge's loop does not answer.
    var status: String
    var uptimeSeconds: Double
    var calls: Int
    var participants: Int
    var rooms: Int
    var freePorts: Int
  }

  let bridge: BridgeService
  let started: Date

  /// Adds the two paths.
  func addRoutes(to router: Router<some RequestContext>) {
    router.get("/health") { _, _ in try await health() }
    router.get("/api/call/status") { _, _ in try await status() }
  }

  private func health() async throws -> Response {
    let snapshot = await bridge.snapshot()
    let health = Health(
      status: snapshot == nil ? "unavailable" : "ok", uptimeSeconds: Date().timeIntervalSince(started),
      calls: snapshot?.calls.count ?? 0, participants: snapshot?.participants.count ?? 0,
      rooms: snapshot?.rooms.count ?? 0,
      freePorts: snapshot?.freePorts ?? 0)
    return try json(health, status: snapshot == nil ? .serviceUnavailable : .ok)
  }

  private func status() async throws -> Response {
    guard let snapshot = await bridge.snapshot() else {
      return try json(["error": "the bridge does not answer within a second"], status: .serviceUnavailable)
    }
    return try json(snapshot, status: .ok)
  }

  private func json(_ value: some Encodable, status: HTTPResponse.Status) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let bytes = try encoder.encode(value)
    return Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
