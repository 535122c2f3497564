import SansIO

/// The simulated network.
extension PlanReader {
  private static let longestDelay = Interval.seconds(10)

  mutating func readLinks(_ fields: Fields, into plan: inout RunPlan) {
    guard let node = fields["links"] else { return }
    let example = "links: { phones: { delay: 20 ms, jitter: 5 ms, loss: 1 % } }"
    guard let paths = self.fields(of: node, known: ["phones", "rooms"], example: example) else { return }
    var links = LinksPlan()
    if let node = paths["phones"] { links.phones = path(node, example: example) ?? links.phones }
    if let node = paths["rooms"] { links.rooms = path(node, example: example) ?? links.rooms }
    plan.links = links
  }

  private mutating func path(_ node: YAMLNode, example: String) -> LinksPlan.Path? {
    guard let fields = fields(of: node, known: ["delay", "jitter", "loss"], example: example) else {
      return nil
    }
    var path = LinksPlan.Path()
    let range = Interval.zero...PlanReader.longestDelay
    if let node = fields["delay"] { path.delay = interval(node, in: range, example: "20 ms") ?? path.delay }
    if let node = fields["jitter"] { path.jitter = interval(node, in: range, example: "5 ms") ?? path.jitter }
    if let node = fields["loss"], let loss = share(node, example: "1 %") {
      if loss < 1 {
        path.loss = loss
      } else {
        report("nothing would ever arrive; write less than 100 %, as in `loss: 1 %`", at: node)
      }
    }
    return path
  }
}
