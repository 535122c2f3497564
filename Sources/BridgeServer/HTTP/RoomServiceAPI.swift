package import Hummingbird
import HummingbirdCore
import RoomMessages
import Rooms

/// `POST /twirp/livekit.RoomService/<Method>`: rooms and participants for LiveKit's server SDKs.
package struct RoomServiceAPI: Sendable {
  private let service: any RoomService
  private let access: RoomAccess

  /// Lets `service` do the calls that `access` allows.
  package init(service: any RoomService, access: RoomAccess) {
    self.service = service
    self.access = access
  }

  /// Adds the paths.
  package func addRoutes(to router: Router<EdgeContext>) {
    router.post("/twirp/livekit.RoomService/:method") { request, context in
      try await answer(request, method: context.parameters.get("method") ?? "")
    }
  }

  private func answer(_ request: Request, method: String) async throws -> Response {
    let grants: TokenGrants?
    do throws(HTTPRefusal) {
      let query = RequestTarget(request.head.path ?? "")["access_token"]
      grants = try access.grants(authorization: request.headers[.authorization], query: query)
    } catch {
      return .text(error.text, status: error.status)
    }
    guard let content = TwirpContent(contentType: request.headers[.contentType] ?? "") else {
      return failure(TwirpError(.badRoute, "Content-Type must be application/protobuf or application/json"))
    }
    guard let body = try await request.bytes(upTo: TwirpContent.longestBody) else {
      return .text("the body must have at most \(TwirpContent.longestBody) bytes", status: 413)
    }
    do throws(TwirpError) {
      let call = try RoomServiceRequest(method: method, body, content)
      try call.check(grants ?? TokenGrants())
      switch await service.call(call) {
      case .success(let response): return .bytes(response.body(content), type: content.rawValue, status: 200)
      case .failure(let error): return failure(error)
      }
    } catch {
      return failure(error)
    }
  }

  private func failure(_ error: TwirpError) -> Response {
    .bytes(error.body, type: "application/json", status: error.code.httpStatus)
  }
}
