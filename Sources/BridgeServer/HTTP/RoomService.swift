package import Rooms

/// Who does the calls of the room service.
package protocol RoomService: Sendable {
  /// Does one call. The token was looked at already; a request's room and identity are not empty.
  func call(_ request: RoomServiceRequest) async -> Result<RoomServiceResponse, TwirpError>
}
