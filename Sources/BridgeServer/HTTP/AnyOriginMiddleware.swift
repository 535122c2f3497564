import Hummingbird

/// Lets pages of every origin use the API: tokens are the only credentials, and a page has to hold one.
struct AnyOriginMiddleware: RouterMiddleware {
  typealias Context = EdgeContext

  private static let methods = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"

  func handle(
    _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
  ) async throws -> Response {
    if request.method == .options { return preflight(request) }
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as any HTTPResponseError {
      response = try error.response(from: request, context: context)
    }
    response.headers[.accessControlAllowOrigin] = "*"
    return response
  }

  private func preflight(_ request: Request) -> Response {
    var headers: HTTPFields = [
      .accessControlAllowOrigin: "*", .accessControlAllowMethods: Self.methods, .accessControlMaxAge: "86400",
    ]
    // A star would not cover Authorization, so the asked names are given back.
    headers[.accessControlAllowHeaders] =
      request.headers[.accessControlRequestHeaders] ?? "Authorization, Content-Type"
    return Response(status: .noContent, headers: headers)
  }
}
