/// What `/health` promises.
struct Health: Decodable, Sendable {
  var status: String
  var uptimeSeconds: Double
  var calls: Int
  var rooms: Int
  var freePorts: Int
}
