package import Hummingbird
import HummingbirdCore

/// `/rtc/validate`: the checks of a join without joining, for pages, which never see why a WebSocket was declined.
package struct ValidateAPI: Sendable {
  private let access: RoomAccess

  /// Checks by `access`.
  package init(access: RoomAccess) { self.access = access }

  /// Adds the two paths.
  package func addRoutes(to router: Router<EdgeContext>) {
    router.get("/rtc/validate") { request, context in answer(request, context, .v0) }
    router.get("/rtc/v1/validate") { request, context in answer(request, context, .v1) }
  }

  private func answer(
    _ request: Request, _ context: EdgeContext, _ version: SignalRequest.Version
  ) -> Response {
    let asked = SignalRequest(
      version: version, target: RequestTarget(request.head.path ?? ""),
      authorization: request.headers[.authorization], client: context.clientAddress)
    do throws(HTTPRefusal) {
      _ = try access.judge(asked)
      return .text("success", status: 200)
    } catch {
      return .text(error.text, status: error.status)
    }
  }
}
